import type { RankReason, Strategy } from "../../../../core/contract"
import type { Question } from "../question"

/** Reason that each strategy's heading gives already. */
const HEADING_REASON: ReadonlyMap<Strategy, string> = new Map([
  ["trending", "trending"],
  ["popular", "popular"],
  ["new_arrivals", "new"],
  ["recently_viewed", "viewed"],
  ["buy_again", "buy_again"],
])

/**
 * What the heading or the page says already comes last: "often bought with X" is no news on the page of X. So does
 * another product where the heading is "Buy again": what comes again comes for its own sake.
 */
export function headingLast(
  reasons: readonly RankReason[],
  { strategy, productId }: Pick<Question, "strategy" | "productId">,
): RankReason[] {
  const repeats = ({ code, productId: other }: RankReason): boolean =>
    code === HEADING_REASON.get(strategy) || (other !== null && (other === productId || strategy === "buy_again"))
  return [...reasons.filter((reason) => !repeats(reason)), ...reasons.filter(repeats)]
}
