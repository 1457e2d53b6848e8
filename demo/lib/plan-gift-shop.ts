import { giftTags, loadCatalog, toHandle } from "../catalog/catalog"
import type { Gift } from "../catalog/catalog"
import { simulateLists } from "../simulation/lists"
import { takeOrders } from "../simulation/orders"
import { PERSONAS } from "../simulation/shoppers"
import { simulate } from "../simulation/simulate"
import type { Simulation, SimulationOptions } from "../simulation/simulate"
import { takeWishes } from "../simulation/wishes"
import { writeDataFolder } from "../simulation/write-data-folder"
import { WRAP_HANDLE } from "./plugin-options"
import type { PlannedCustomer, PlannedProduct, PlannedRegion, ShopPlan } from "./shop-plan"

const NAME = "The Gift Drawer"

const REGIONS: readonly PlannedRegion[] = [
  { name: "Europe", currencyCode: "eur", countries: ["de", "at", "es", "fr", "it", "nl"], shippingPrice: 6.9 },
  { name: "United States", currencyCode: "usd", countries: ["us"], shippingPrice: 8.5 },
]

/** Baskets of the history that Medusa makes orders of: more would take the first start too long. */
const ORDERS = { shoppers: PERSONAS.map(({ id }) => id), ofEach: 8, ofOthers: 112, ofGuests: 24 }

/** Wishes of the history that become items of a wishlist plugin. */
const WISHES = 120

/** What a shop of this kind has run out of by the time that it is looked at: their pages show what there is instead. */
export const SOLD_OUT: readonly string[] = ["moon-lander-model", "little-robin-teapot"]

/** So many are left of these: their cards say so. */
const FEW_LEFT = { "swallow-earrings": 3, "mittens-on-a-string": 5, "straw-star-ornaments": 4 }

/** Sold with a gift, and never recommended by itself. */
export const WRAP: PlannedProduct = {
  ...{ externalId: WRAP_HANDLE, handle: WRAP_HANDLE, title: "Gift wrap" },
  description: "Strong paper with a fern print, a cotton ribbon, and a card with your message, written by hand.",
  ...{ category: null, tags: [], stock: null, motif: "box", createdAt: null },
  prices: { eur: 3.5, usd: 4 },
  metadata: { recommendations: false },
}

/** Too large or too odd a shape for a sheet of paper. */
export const UNWRAPPED: ReadonlySet<string> = new Set(["wool-throw-rust", "kite-red-swallow", "advent-house"])

const NEWCOMER: PlannedCustomer = {
  externalId: null,
  email: "noor@demo.shop",
  firstName: "Noor",
  lastName: "(new here)",
  metadata: { simulated: true, age: 29, gender: "female", country: "nl" },
  about: { words: "New here, without a history: watch the list change from the first click", order: PERSONAS.length },
}

function toCustomers({ shoppers }: Simulation): PlannedCustomer[] {
  const personas = new Map(PERSONAS.map((persona, order) => [persona.id, { ...persona, order }]))
  const simulated = shoppers.map(({ id, firstName, age, gender, country }): PlannedCustomer => {
    const persona = personas.get(id)
    return {
      externalId: id,
      email: persona?.email ?? `${id}@simulated.demo.shop`,
      firstName,
      lastName: "(simulated)",
      metadata: { simulated: true, age, gender, country },
      about: persona ? { words: persona.about, order: persona.order } : null,
    }
  })
  return [...simulated, NEWCOMER]
}

const toProduct = (gift: Gift, { launchedAt }: Simulation): PlannedProduct => ({
  ...{ externalId: gift.handle, handle: gift.handle, title: gift.title, description: gift.description },
  ...{ category: gift.category, tags: giftTags(gift), stock: gift.stock, motif: gift.motif },
  prices: { eur: gift.priceEur, usd: gift.priceUsd },
  metadata: UNWRAPPED.has(gift.handle) ? { gift_wrap: "no" } : null,
  createdAt: launchedAt.get(gift.handle) ?? null,
})

/**
 * The demo's own gift shop. Its history is written to `dataFolder` first and
 * ends at `endsAt`, so that its seasons fit the day of the demo.
 */
export function planGiftShop(dataFolder: string, options: SimulationOptions): ShopPlan {
  const gifts = loadCatalog()
  const simulation = simulate(gifts, options)
  const { orders, events: withoutOrders } = takeOrders(simulation, ORDERS)
  const { wishes, events } = takeWishes(withoutOrders, WISHES)
  writeDataFolder(dataFolder, gifts, { ...simulation, events })
  return {
    name: NAME,
    regions: REGIONS,
    categories: [...new Set(gifts.map(({ category }) => category))].map((name) => ({ name, handle: toHandle(name) })),
    products: [...gifts.map((gift) => toProduct(gift, simulation)), WRAP],
    customers: toCustomers(simulation),
    dataFolder,
    orders,
    wishes,
    ...{ soldOut: SOLD_OUT, fewLeft: FEW_LEFT },
    simulateLists: ({ isControl }) => simulateLists(gifts, simulation, { endsAt: options.endsAt, isControl }),
    endsAt: options.endsAt,
  }
}
