/** Products of the model's own list of gifts that stand before the others a little. */
export const RANKED_GIFTS = 200
/** By how much the first of them is likelier: it decides between products that suit about as well. */
const SELLS = 0.25
/** Of a product that a giver's own words stand on, how many times as likely it is. */
const STATED = 6

/**
 * Chance of being liked before any answer is weighed, up to a factor: what sells as a gift, and what the giver's own
 * words name.
 */
export function giftPrior({
  rank,
  isStated,
}: {
  readonly rank: number | undefined
  readonly isStated: boolean
}): number {
  const sells = rank === undefined || rank >= RANKED_GIFTS ? 1 : 1 + SELLS / (1 + rank / 10)
  return sells * (isStated ? STATED : 1)
}
