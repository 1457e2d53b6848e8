/**
 * Holds repeats back, so that of the first n of a list at most ⌈share · n⌉ are what the shopper had before, for every n.
 * What is held back comes in as soon as there is room for it, and at the end where there is nothing else.
 *
 * @param order places of candidates, best first
 * @param options.share 0 to 1: 1 keeps the order, 0 puts every repeat last
 */
export function capRepeats(
  order: readonly number[],
  isRepeat: (at: number) => boolean,
  { share, limit }: { readonly share: number; readonly limit: number },
): number[] {
  const taken: number[] = []
  const held: number[] = []
  let repeats = 0
  const hasRoom = (): boolean => repeats + 1 <= Math.ceil(share * (taken.length + 1))
  const takeRepeat = (at: number): void => {
    taken.push(at)
    repeats++
  }
  for (const at of order) {
    if (taken.length >= limit) return taken
    if (!isRepeat(at)) taken.push(at)
    else if (held.length === 0 && hasRoom()) takeRepeat(at)
    else held.push(at)
    while (held.length > 0 && taken.length < limit && hasRoom()) takeRepeat(held.splice(0, 1)[0])
  }
  return [...taken, ...held].slice(0, limit)
}
