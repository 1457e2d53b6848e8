import type { ProfileEvent, Recommender, ShopperProfile } from "../../../core/contract"

/** How well a model foresaw one real choice. */
export interface ChoiceScore {
  /** Share of the other products that the chosen one outranks. */
  readonly pairwise: number
  /** Whether it stood among the first ten. */
  readonly hit: boolean
  /** Decision value of the first of the list, to see whether scores drift. */
  readonly score: number
}

const SHOWN = 10
/** What a shopper did within this before the choice belongs to the visit that made it. */
const VISIT_MS = 30 * 60_000

/**
 * Ranks as the model would have at the beginning of the visit, from what was
 * known then: what the shopper looked at on the way to the cart would give the
 * answer away, and the hold-out that training measures on does not know it either.
 *
 * @returns null for a shopper of whom nothing was known, or a product that the model does not know
 */
export function scoreChoice(
  recommender: Recommender,
  profile: ShopperProfile,
  choice: Pick<ProfileEvent, "productId" | "at">,
): ChoiceScore | null {
  const visitStart = choice.at - VISIT_MS
  const events = profile.events.filter((event) => event.at < visitStart)
  const others = recommender.productIds.length - 1
  if (events.length === 0 || others < 1 || !recommender.productIds.includes(choice.productId)) return null
  const list = recommender.rank(
    { ...profile, events },
    { strategy: "for_you", now: visitStart, limit: recommender.productIds.length },
  )
  const at = list.findIndex(({ productId }) => productId === choice.productId)
  // Not even a candidate: it stands, on average, in the middle of the rest.
  const below = at >= 0 ? others - at : (others - list.length) / 2
  return {
    pairwise: Math.min(1, Math.max(0, below / others)),
    hit: at >= 0 && at < SHOWN,
    score: list[0]?.score ?? 0,
  }
}
