import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import {
  createApiKeysWorkflow,
  createProductCategoriesWorkflow,
  createProductsWorkflow,
  createRegionsWorkflow,
  createSalesChannelsWorkflow,
  createStockLocationsWorkflow,
  createInventoryLevelsWorkflow,
  linkSalesChannelsToApiKeyWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
} from "@medusajs/medusa/core-flows"

/** A small shop: a dozen products in two categories, one of them not for sale here for each possible cause. */
export interface ServingShop {
  readonly storeHeaders: Record<string, string>
  /** Key of another channel, which sells `elsewhere` alone. */
  readonly otherHeaders: Record<string, string>
  readonly channelId: string
  readonly regionId: string
  readonly locationId: string
  readonly categories: Record<"home" | "toys", string>
  /** Product id by handle. */
  readonly products: Record<string, string>
  /** Inventory item id by handle, for those that are managed. */
  readonly inventory: Record<string, string>
  readonly variants: Record<string, string>
}

interface ProductPlan {
  readonly handle: string
  readonly category: "home" | "toys"
  readonly eur?: number
  readonly usd?: number
  readonly tags?: readonly string[]
  readonly managed?: { readonly stock: number; readonly backorder?: boolean }
  readonly status?: "draft"
  readonly elsewhere?: boolean
  readonly recipient?: string
}

/** For sale in the first channel for euros: all but the last five. */
const PLANS: readonly ProductPlan[] = [
  { handle: "mug", category: "home", eur: 12, usd: 14 },
  { handle: "bowl", category: "home", eur: 18, usd: 20, recipient: "mother" },
  { handle: "vase", category: "home", eur: 35, usd: 40, recipient: "mother" },
  { handle: "lamp", category: "home", eur: 80, usd: 90, recipient: "father" },
  { handle: "candle", category: "home", eur: 9, managed: { stock: 5 } },
  { handle: "clock", category: "home", eur: 60, managed: { stock: 0, backorder: true } },
  { handle: "kite", category: "toys", eur: 15, recipient: "child" },
  { handle: "puzzle", category: "toys", eur: 20, recipient: "child" },
  { handle: "robot", category: "toys", eur: 45, recipient: "child" },
  { handle: "blocks", category: "toys", eur: 25, managed: { stock: 3 } },
  { handle: "train", category: "toys", eur: 70 },
  { handle: "bear", category: "toys", eur: 22 },
  { handle: "draft", category: "toys", eur: 5, status: "draft" },
  { handle: "soldout", category: "toys", eur: 5, managed: { stock: 0 } },
  { handle: "dollars-only", category: "toys", usd: 5 },
  { handle: "free-of-price", category: "toys" },
  { handle: "elsewhere", category: "toys", eur: 5, elsewhere: true },
]

export const FOR_SALE = PLANS.slice(0, 12).map(({ handle }) => handle)

async function createKey(container: MedusaContainer, channelId: string): Promise<Record<string, string>> {
  const { result } = await createApiKeysWorkflow(container).run({
    input: { api_keys: [{ title: "Storefront", type: "publishable", created_by: "" }] },
  })
  const [key] = result
  if (!key) throw new Error("no key")
  await linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id: key.id, add: [channelId] } })
  return { "x-publishable-api-key": key.token }
}

export async function createServingShop(container: MedusaContainer): Promise<ServingShop> {
  const { result: channels } = await createSalesChannelsWorkflow(container).run({
    input: { salesChannelsData: [{ name: "Web" }, { name: "Other" }] },
  })
  const [channelId = "", otherId = ""] = channels.map(({ id }) => id)
  const { result: regions } = await createRegionsWorkflow(container).run({
    input: { regions: [{ name: "Europe", currency_code: "eur", countries: ["de", "fr"] }] },
  })
  const { result: locations } = await createStockLocationsWorkflow(container).run({
    input: { locations: [{ name: "Store" }] },
  })
  const locationId = locations[0]?.id ?? ""
  await linkSalesChannelsToStockLocationWorkflow(container).run({ input: { id: locationId, add: [channelId] } })
  const { result: categories } = await createProductCategoriesWorkflow(container).run({
    input: {
      product_categories: [
        { name: "Home", is_active: true },
        { name: "Toys", is_active: true },
      ],
    },
  })
  const [home = "", toys = ""] = categories.map(({ id }) => id)
  const { result: products } = await createProductsWorkflow(container).run({
    input: {
      products: PLANS.map((plan) => ({
        title: plan.handle,
        handle: plan.handle,
        status: plan.status ?? ("published" as const),
        category_ids: [plan.category === "home" ? home : toys],
        sales_channels: [{ id: plan.elsewhere ? otherId : channelId }],
        images: [{ url: `https://pictures.test/${plan.handle}.png` }],
        metadata: plan.recipient ? { recipient: plan.recipient } : {},
        options: [{ title: "Size", values: ["one"] }],
        variants: [
          {
            title: "one",
            sku: plan.handle,
            manage_inventory: plan.managed !== undefined,
            allow_backorder: plan.managed?.backorder ?? false,
            options: { Size: "one" },
            prices: [
              ...(plan.eur === undefined ? [] : [{ amount: plan.eur, currency_code: "eur" }]),
              ...(plan.usd === undefined ? [] : [{ amount: plan.usd, currency_code: "usd" }]),
            ],
          },
        ],
      })),
    },
  })
  const inventory: Record<string, string> = {}
  const items = await container.resolve(Modules.INVENTORY).listInventoryItems({})
  for (const plan of PLANS) {
    const item = items.find(({ sku }) => sku === plan.handle)
    if (!plan.managed || !item) continue
    inventory[plan.handle] = item.id
    await createInventoryLevelsWorkflow(container).run({
      input: {
        inventory_levels: [
          { inventory_item_id: item.id, location_id: locationId, stocked_quantity: plan.managed.stock },
        ],
      },
    })
  }
  return {
    storeHeaders: await createKey(container, channelId),
    otherHeaders: await createKey(container, otherId),
    channelId,
    regionId: regions[0]?.id ?? "",
    locationId,
    categories: { home, toys },
    products: Object.fromEntries(products.map((product) => [product.handle, product.id])),
    variants: Object.fromEntries(products.map((product) => [product.handle, product.variants[0]?.id ?? ""])),
    inventory,
  }
}
