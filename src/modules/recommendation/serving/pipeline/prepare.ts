import type { ExperimentArm } from "../../../../core/evaluation/experiment"
import { behaviorCode } from "../../../../core/contract"
import type { ProfileEvent, RankRequest, ShopperProfile } from "../../../../core/contract"
import { keptQuantities } from "../../../../core/data/kept-purchases"
import { dismissedProducts } from "../../../../core/recommender"
import type { RecommendationSettings } from "../../options"
import type { Extensions } from "../../extend/extensions"
import type { AnswerBasis } from "../answers/answer-key"
import type { AlternativeRequest } from "../alternatives/is-alternative"
import type { CatalogView } from "../catalog/catalog"
import type { LittleKnown } from "../exploration/little-known"
import type { GiftBeliefs } from "../gift"
import type { FoundOrder } from "../gift-finder/found-order"
import type { SaleSet } from "../catalog/sale-index"
import type { Live } from "../live/live-model"
import type { Question } from "../question"
import type { HeldRule } from "../rules/apply-rules"
import { STRATEGY_POLICIES } from "../strategies"
import type { CustomerFacts } from "../shoppers"
import { isImpersonal } from "../variation"
import type { Variation } from "../variation"

/** All that an answer is made from, as it stood when it was begun. */
export interface Prepared {
  readonly question: Question
  readonly now: number
  readonly live: Live
  readonly catalog: CatalogView
  readonly settings: RecommendationSettings
  readonly facts: CustomerFacts
  readonly arm: ExperimentArm | null
  /** What an experiment changes for this shopper; question and settings hold it already. */
  readonly variation: Variation | null
  readonly profile: ShopperProfile
  readonly history: History
  /** Rules that hold here and now. */
  readonly rules: readonly HeldRule[]
  readonly forSale: SaleSet["products"]
  /** Products on a sale price list; null where the strategy does not ask. */
  readonly onSale: SaleSet["products"] | null
  /** All prices in the currency; null where no budget is named. */
  readonly prices: SaleSet["products"] | null
  /** What an alternative is measured by; null where none is asked for. */
  readonly alternative: AlternativeRequest | null
  /** The gift assistant's own order of all products, instead of the model's. */
  readonly found?: FoundOrder
  /** What is believed of products that say nothing of a gift; null where no gift is asked for by words. */
  readonly beliefs: GiftBeliefs | null
  /** New products that the list may be explored with; null where it is not explored. */
  readonly littleKnown: LittleKnown | null
  /** The shop's own code that joins in. */
  readonly extensions: Extensions
  /** Called with the features of the strategy's own list; absent for all but a few lists. */
  readonly onFeatures?: RankRequest["onFeatures"]
  /** Versions of all of this. */
  readonly basis: AnswerBasis
}

/** What a shopper's behavior says that the sieve needs. */
export interface History {
  readonly orders: number
  readonly owned: ReadonlySet<string>
  /** Bought within the last days. */
  readonly rested: ReadonlySet<string>
  readonly dismissed: ReadonlySet<string>
  /** Bought for somebody else, and never for themselves. */
  readonly gifts: ReadonlySet<string>
  /** Of these, what was bought so lately that it may not be given yet. */
  readonly secret: ReadonlySet<string>
  /** What a list of gifts led to, with the first and the last look; nothing that the shopper owns. */
  readonly looked: ReadonlyMap<string, readonly [first: number, last: number]>
}

const DAY_MS = 86_400_000
/** Refills are seldom due within a week; what comes again sooner is in `buy_again` all the same. */
const REST_MS = 7 * DAY_MS
/** Presents for Christmas are bought from October on. */
const SECRET_MS = 90 * DAY_MS
/** Who looks at a product again so soon after the gift finder led there is still looking for the gift. */
const LOOK_MS = DAY_MS

/** Orders, products owned, and products that the shopper wants to see no more. */
export function readHistory(events: readonly ProfileEvent[], now: number): History {
  const orders = new Set<string>()
  const owned = new Set<string>()
  const rested = new Set<string>()
  const given = new Map<string, number>()
  const looked = new Map<string, [number, number]>()
  const kept = keptOfEvents(events)
  for (const [at, event] of events.entries()) {
    if (event.isGift && event.type !== "purchase") {
      const [first, last] = looked.get(event.productId) ?? [event.at, event.at]
      looked.set(event.productId, [Math.min(first, event.at), Math.max(last, event.at)])
    }
    // A returned product may be recommended again, and an order of which nothing was kept is none.
    if (event.type === "purchase" && (kept === null || kept[at] > 0)) {
      orders.add(event.basketId ?? `day ${Math.floor(event.at / DAY_MS)}`)
      if (event.isGift) given.set(event.productId, Math.max(given.get(event.productId) ?? -Infinity, event.at))
      else {
        owned.add(event.productId)
        if (now - event.at < REST_MS) rested.add(event.productId)
      }
    }
  }
  const gifts = [...given].filter(([id]) => !owned.has(id))
  return {
    ...{ orders: orders.size, owned, rested, dismissed: dismissedProducts(events) },
    gifts: new Set(gifts.map(([id]) => id)),
    secret: new Set(gifts.flatMap(([id, at]) => (now - at < SECRET_MS ? [id] : []))),
    looked: new Map([...looked].filter(([id]) => !owned.has(id))),
  }
}

/** Units of each event that the shopper kept; null where nothing was returned. */
function keptOfEvents(events: readonly ProfileEvent[]): Float32Array | null {
  if (!events.some(({ type }) => type === "return")) return null
  const [products, orders] = [new Map<string, number>(), new Map<string, number>()]
  const numberOf = (numbers: Map<string, number>, name: string): number => {
    const known = numbers.get(name) ?? numbers.size
    numbers.set(name, known)
    return known
  }
  const orderOf = events.map(({ basketId }) => (basketId === null ? -1 : numberOf(orders, basketId)))
  const columns = {
    length: events.length,
    item: Int32Array.from(events, ({ productId }) => numberOf(products, productId)),
    behavior: Uint8Array.from(events, ({ type }) => behaviorCode(type)),
    quantity: Float32Array.from(events, ({ quantity }) => quantity),
  }
  return keptQuantities(
    columns,
    () => 0,
    (row) => orderOf[row],
  )
}

/** A shopper with fewer orders than the setting says. */
export function isNewShopper({ history, settings }: Pick<Prepared, "history" | "settings">): boolean {
  return history.orders < settings.serving.new_shopper_orders
}

/** Whether an event is of a present: what was bought for somebody else, and the look for it. */
function isOfGift(event: ProfileEvent, { gifts, looked }: History): boolean {
  if ((event.isGift === true && event.type === "purchase") || gifts.has(event.productId)) return true
  const [first, last] = looked.get(event.productId) ?? [Infinity, -Infinity]
  return event.at >= first && event.at <= last + LOOK_MS
}

/**
 * Profile to rank with: what was given away, and looked at for it, says nothing of the giver's taste,
 * and in a hold-out of personal lists they know nothing of the shopper.
 */
export function rankingProfile({ variation, profile, question, history }: Prepared): ShopperProfile {
  const literal = STRATEGY_POLICIES[question.strategy].isClaim
  if (isImpersonal(variation) && !literal) return { events: [], segment: null }
  if (!profile.events.some((event) => isOfGift(event, history))) return profile
  return { ...profile, events: profile.events.filter((event) => !isOfGift(event, history)) }
}
