import type { RankedProduct, RankRequest, Rung, ShopperProfile, Strategy } from "../../contract/recommender"
import type { Profile } from "../../features/profile"
import type { PlaceScale } from "../calibration/confidence"
import type { ShopOrder, ShopView } from "./shop-view"

/** A question as it came. */
export interface Question {
  readonly profile: ShopperProfile
  readonly request: RankRequest
}

/** A step of the ladder: products in order, with what they are worth there. */
interface Step {
  readonly rung: Rung
  readonly source: string
  readonly scale: PlaceScale
  readonly items: Iterable<number>
  readonly value: (item: number) => number
  /** Code of what speaks for a product, where the step's rung does not say it. */
  readonly reason?: (item: number) => string
}

/** Orders of the shop to fall back on, by strategy; the personal ones start with the shopper's segment. */
const ORDERS: ReadonlyMap<Strategy, readonly ShopOrder[]> = new Map([
  ["trending", ["trending", "popular", "newest"]],
  ["popular", ["popular", "newest"]],
  ["new_arrivals", ["newest"]],
])
const PERSONAL_ORDERS: readonly ShopOrder[] = ["popular", "trending", "newest"]
const RUNG_OF_ORDER: Readonly<Record<ShopOrder, Rung>> = { popular: "popular", trending: "trending", newest: "newest" }
const REASON_OF_RUNG: ReadonlyMap<Rung, string> = new Map([
  ["segment", "popular_in_segment"],
  ["trending", "trending"],
  ["popular", "popular"],
  ["newest", "new"],
])

/** Fills an answer up to the limit, rung by rung, never with a product twice. */
export function fillFromLadder(
  view: ShopView,
  answer: readonly RankedProduct[],
  asked: { readonly question: Question; readonly accepts: (item: number) => boolean; readonly profile: Profile },
): RankedProduct[] {
  const { request } = asked.question
  if (answer.length >= request.limit) return [...answer]
  const filled = [...answer]
  const shown = new Set(filled.map((product) => product.productId))
  for (const step of stepsFor(view, request, asked.profile)) {
    let place = 0
    for (const item of step.items) {
      place++
      if (filled.length >= request.limit) return filled
      const id = view.model.itemIds[item]
      // Orders are sorted: past the first product that is worth nothing, none is.
      if (step.rung !== "newest" && step.value(item) <= 0) break
      if (shown.has(id) || !asked.accepts(item)) continue
      shown.add(id)
      const score = 1 / (filled.length + 1)
      const reasons = [
        { code: step.reason?.(item) ?? REASON_OF_RUNG.get(step.rung) ?? "popular", productId: null, weight: score },
      ]
      filled.push(view.plain(item, { score, rung: step.rung, source: step.source, reasons, scale: step.scale, place }))
    }
  }
  return filled
}

function stepsFor(view: ShopView, request: RankRequest, profile: Profile): Step[] {
  const { strategy, bySegment = false } = request
  const channel = view.channelOf(request.channel)
  const orders = ORDERS.get(strategy) ?? PERSONAL_ORDERS
  const steps = orders.map((order): Step => ({
    rung: RUNG_OF_ORDER[order],
    source: order,
    scale: order,
    items: view.order(order, channel),
    value: (item) => view.orderValue(order, item, channel),
  }))
  const isPersonal = !ORDERS.has(strategy) && strategy !== "gift"
  if (!(isPersonal || bySegment) || profile.segments.length === 0) return steps
  return [segmentStep(view, profile, { channel, isAsked: bySegment }), ...steps]
}

/** The products of a profile's segments, the most popular first; for a calibration. */
export function segmentOrder(view: ShopView, profile: Profile, channel: number): Iterable<number> {
  return segmentStep(view, profile, { channel, isAsked: false }).items
}

/** Reasons by what a segment's name begins with. */
const REASON_OF_SEGMENT: ReadonlyMap<string, string> = new Map([
  ["age", "popular_with_age"],
  ["country", "popular_in_country"],
])

/**
 * What is popular in the shopper's segments: the shop's shares, each lifted by how much more a segment chooses the product,
 * so that three purchases of a small segment do not speak as loud as a thousand. The segment that lifts a product most above its share of the shop gives the reason.
 */
function segmentStep(
  view: ShopView,
  profile: Profile,
  { channel, isAsked }: { readonly channel: number; readonly isAsked: boolean },
): Step {
  const { names } = view.model.state.segments
  const { items, shares } = view.newcomers.of(channel, profile.segments)
  const whole = view.newcomers.of(channel).shares
  const reason = (item: number): string => {
    const lift = (segment: number): number => view.newcomers.of(channel, [segment]).shares[item]
    const most = profile.segments.reduce((best, segment) => (lift(segment) > lift(best) ? segment : best))
    // Who asks for their segments' list is shown it; else only what they lift is theirs.
    if (!isAsked && lift(most) <= whole[item]) return "popular"
    return REASON_OF_SEGMENT.get(names[most].split(":")[0]) ?? "popular_in_segment"
  }
  return { rung: "segment", source: "segment", scale: "segment", items, value: (item) => shares[item], reason }
}
