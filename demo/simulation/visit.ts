import type { GiftContext } from "../../src/core/contract/interaction-log"
import { hash32 } from "../../src/core/evaluation/experiment"
import type { SeededRandom } from "../../src/core/random/seeded-random"
import type { Gift } from "../catalog/catalog"
import { COMPANIONS } from "../catalog/companions"
import { EVERYDAY_OCCASIONS, seasonAt } from "./calendar"
import type { SimulatedEvent } from "./event"
import { pick } from "./shoppers"
import type { Shopper } from "./shoppers"

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Product -> those whose companion it is. */
const COMPANION_OF = new Map<string, string[]>()
for (const [first, then] of COMPANIONS) COMPANION_OF.set(then, [...(COMPANION_OF.get(then) ?? []), first])
/** Styles that look out of place outside their season. */
const SEASONAL_STYLES = ["christmas", "easter", "halloween"]

/** What the simulation keeps of one shopper between visits. */
export interface Memory {
  /** When each product was last bought. */
  readonly boughtAt: Map<string, number>
}

/** What a visit takes place in. */
export interface Shop {
  readonly gifts: readonly Gift[]
  /** How much each product appeals to everybody, by handle: a long tail. */
  readonly appeal: ReadonlyMap<string, number>
  readonly byHandle: ReadonlyMap<string, Gift>
  /** When each product came into the shop, by handle: nobody sees it earlier. */
  readonly launchedAt: ReadonlyMap<string, number>
}

interface Visit {
  readonly shopper: Shopper
  /** See standingPulls; in the order of the shop's gifts. */
  readonly pulls: readonly number[]
  readonly memory: Memory
  readonly time: number
  readonly sessionId: string
  /** Whether the shop does not learn who this was. */
  readonly anonymous: boolean
}

interface Intent {
  readonly occasion: string | undefined
  readonly recipient: string | undefined
  readonly ageBand: string | undefined
  /** The season that it is, whether or not this visit shops for it. */
  readonly season: string | undefined
}

/** What this visit is for: a season's present, a present on any day, or the shopper's own pleasure. */
function intentOf({ shopper, time }: Visit, random: SeededRandom): Intent {
  const season = seasonAt(time)
  const forSeason = season !== undefined && random.next() < season.share
  if (!forSeason && random.next() < 0.45)
    return { occasion: undefined, recipient: "self", ageBand: undefined, season: season?.occasion }
  const person = pick(shopper.people, random)
  const occasion = forSeason ? season.occasion : pick(EVERYDAY_OCCASIONS, random)
  return { occasion, recipient: person.recipient, ageBand: person.ageBand, season: season?.occasion }
}

/** How much each product draws this shopper on any day: liking, appeal to all, and price against budget. */
export function standingPulls(shopper: Shopper, { gifts, appeal }: Shop): number[] {
  return gifts.map((gift) => {
    const styles = gift.styles.reduce((sum, style) => sum + (shopper.styles.get(style) ?? 0), 0)
    const liking = 2.2 * (shopper.categories.get(gift.category) ?? 0) + 1.1 * styles
    return liking + (appeal.get(gift.handle) ?? 0) - 1.6 * Math.log(gift.priceEur / shopper.budget) ** 2
  })
}

/** What this visit's purpose, the season and what was bought before add to a product's pull. */
function pullToday(gift: Gift, { memory, time }: Visit, { occasion, recipient, ageBand, season }: Intent): number {
  let pull = 0
  if (occasion) pull += gift.occasions.includes(occasion) ? 2 : -1.2
  if (SEASONAL_STYLES.some((style) => style !== season && gift.styles.includes(style))) pull -= 2
  if (recipient && recipient !== "self") pull += gift.recipients.includes(recipient) ? 0.9 : -0.9
  if (ageBand) pull += gift.ageBands.includes(ageBand) ? 0.6 : -0.8
  const bought = memory.boughtAt.get(gift.handle)
  // What lasts is bought once; what is used up is due again when it is used up.
  if (bought !== undefined) pull += gift.refillDays > 0 ? refillPull(gift, (time - bought) / DAY_MS) : -5
  // Companions of what is owned draw strongly.
  if (COMPANION_OF.get(gift.handle)?.some((first) => memory.boughtAt.has(first))) pull += 1.5
  return pull
}

function refillPull(gift: Gift, days: number): number {
  const due = days / gift.refillDays
  if (due < 0.6) return -2
  return due < 2.5 ? 4 : 2
}

const gumbel = (random: SeededRandom): number => -Math.log(-Math.log(random.next() || 1e-12))

/**
 * One visit, in the order in which a shop sees it: products viewed, some of
 * them laid in the cart, some taken out again, and perhaps an order.
 */
export function simulateVisit(visit: Visit, shop: Shop, random: SeededRandom): SimulatedEvent[] {
  const intent = intentOf(visit, random)
  const drawn = browse(visit, { shop, intent, random })
  const events: SimulatedEvent[] = []
  const asked = giftContextOf(visit, intent)
  let time = visit.time
  const happen = (type: SimulatedEvent["type"], gift: Gift, quantity = 1): void => {
    time += Math.round((0.3 + 1.5 * random.next()) * MINUTE_MS)
    const userId = visit.anonymous ? "" : visit.shopper.id
    const event = {
      userId,
      itemId: gift.handle,
      type,
      time,
      quantity,
      price: gift.priceEur,
      sessionId: visit.sessionId,
    }
    events.push(type === "purchase" && asked !== null ? { ...event, gift: asked } : event)
  }
  const cart: Gift[] = []
  for (const [position, { gift, pull }] of drawn.entries()) {
    happen("view", gift)
    const wanted = pull > 4 ? 0.55 : 0.2
    if (random.next() < wanted / (1 + 0.25 * position)) {
      happen("add_to_cart", gift)
      cart.push(gift)
    } else if (random.next() < 0.06) happen("add_to_wishlist", gift)
  }
  addCompanions(cart, { shop, random, happen, time: visit.time })
  if (cart.length > 1 && random.next() < 0.12)
    happen("remove_from_cart", cart.splice(random.nextInt(cart.length), 1)[0])
  // Who does not say who they are orders less often.
  const resolve = visit.anonymous ? visit.shopper.resolve * 0.5 : visit.shopper.resolve
  if (cart.length > 0 && random.next() < resolve) order(cart, visit, { random, happen })
  return events
}

/** Share of givers who mark their order as a gift and say for whom. */
const MARKED = 0.6

/** What a giver says of a gift; null for what is for themselves, or not marked. By the visit's name, so that nothing else is drawn. */
function giftContextOf({ sessionId }: Visit, { recipient, occasion, ageBand }: Intent): GiftContext | null {
  if (recipient === undefined || recipient === "self" || hash32(`gift ${sessionId}`) >= MARKED * 2 ** 32) return null
  return { recipient, ...(occasion && { occasion }), ...(ageBand && { age_band: ageBand }) }
}

interface Browsing {
  readonly shop: Shop
  readonly intent: Intent
  readonly random: SeededRandom
}

interface Drawn {
  readonly gift: Gift
  readonly pull: number
}

/** What a visit looks at: what draws it most, and from there mostly what is like it. */
function browse(visit: Visit, { shop, intent, random }: Browsing): Drawn[] {
  const there = shop.gifts
    .map((gift, index) => ({ gift, pull: visit.pulls[index] + pullToday(gift, visit, intent) + 0.9 * gumbel(random) }))
    .filter(({ gift }) => isThere(gift, visit, shop))
    .sort((a, b) => b.pull - a.pull)
  const [first, ...others] = there
  const near = others
    .map(({ gift, pull }) => ({ gift, pull: pull + NEARNESS * likeness(first.gift, gift) }))
    .sort((a, b) => b.pull - a.pull)
  return [first, ...near].slice(0, 2 + random.nextInt(6))
}

/** How much the product on the page draws to what is like it. */
const NEARNESS = 2.4

/** 0 to 1: half for the same category, half for the share of styles in common. */
function likeness(a: Gift, b: Gift): number {
  const common = a.styles.filter((style) => b.styles.includes(style)).length
  const all = new Set([...a.styles, ...b.styles]).size
  return (a.category === b.category ? 0.5 : 0) + (0.5 * common) / Math.max(1, all)
}

const isThere = ({ handle }: Gift, { time }: Pick<Visit, "time">, { launchedAt }: Shop): boolean =>
  (launchedAt.get(handle) ?? 0) <= time

interface Stage {
  readonly random: SeededRandom
  readonly happen: (type: SimulatedEvent["type"], gift: Gift, quantity?: number) => void
}

function addCompanions(cart: Gift[], { shop, random, happen, time }: Stage & { shop: Shop; time: number }): void {
  const inCart = new Set(cart.map((gift) => gift.handle))
  for (const [first, then] of COMPANIONS) {
    const companion = shop.byHandle.get(then)
    if (!companion || !inCart.has(first) || inCart.has(then) || random.next() > 0.4) continue
    if (!isThere(companion, { time }, shop)) continue
    happen("view", companion)
    happen("add_to_cart", companion)
    cart.push(companion)
    inCart.add(then)
  }
}

function order(cart: readonly Gift[], { memory, time, anonymous }: Visit, { random, happen }: Stage): void {
  for (const gift of cart) {
    const several = gift.refillDays > 0 && random.next() < 0.3
    happen("purchase", gift, several ? 2 + random.nextInt(2) : 1)
    if (!anonymous) memory.boughtAt.set(gift.handle, time)
  }
}
