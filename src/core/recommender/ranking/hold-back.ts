/**
 * Holds some back, such as what the shopper had before, so that of the first n of a list at most ⌈share · n⌉ are of
 * them, for every n.
 * What is held back comes in as soon as there is room for it, and at the end where there is nothing else.
 *
 * @param order places of candidates, best first
 * @param options.share 0 to 1: 1 keeps the order, 0 puts all of them last
 */
export function holdBack(
  order: readonly number[],
  isHeldBack: (at: number) => boolean,
  { share, limit }: { readonly share: number; readonly limit: number },
): number[] {
  const taken: number[] = []
  const held: number[] = []
  let count = 0
  const hasRoom = (): boolean => count + 1 <= Math.ceil(share * (taken.length + 1))
  const takeHeld = (at: number): void => {
    taken.push(at)
    count++
  }
  for (const at of order) {
    if (taken.length >= limit) return taken
    if (!isHeldBack(at)) taken.push(at)
    else if (held.length === 0 && hasRoom()) takeHeld(at)
    else held.push(at)
    while (held.length > 0 && taken.length < limit && hasRoom()) takeHeld(held.splice(0, 1)[0])
  }
  return [...taken, ...held].slice(0, limit)
}

/** Products that stand before what the shopper has just looked at. */
const LEADERS = 3

/**
 * Lets others lead: a list that begins with what the shopper has in hand is of no use to them.
 *
 * @param order places of candidates, best first
 * @returns the same places, what `isInHand` behind the first three others; all others keep their order
 */
export function othersLead(order: readonly number[], isInHand: (at: number) => boolean): number[] {
  const leaders = order.filter((at) => !isInHand(at)).slice(0, LEADERS)
  return [...leaders, ...order.filter((at) => !leaders.includes(at))]
}
