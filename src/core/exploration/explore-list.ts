import type { SeededRandom } from "../random/seeded-random"

/** First places of a list, which are never explored: most shoppers look at no more. */
export const STEADY_PLACES = 2
/** Chance of a place to be explored at most, however short the list is. */
const CHANCE_AT_MOST = 0.5

/** A list before it is explored. */
export interface ExploreListInput {
  /** Products in the order in which they would stand. */
  readonly order: readonly string[]
  /** Products that are shown. */
  readonly limit: number
  /** Share of shown products that may be explored, 0 to 1. */
  readonly share: number
  /** Products that may be explored; those that are shown already are passed over. */
  readonly contenders: Iterable<string>
  /** Whether one of them may stand at a place of the list as it is now, in place of what does; all may without it. */
  readonly fits?: (productId: string, shown: readonly string[], place: number) => boolean
  /** The probability with which each of them is to be drawn; asked for only where one is. */
  readonly shares: () => ReadonlyMap<string, number>
}

/** A list, and by what chance it is as it is. */
export interface ExploredList {
  readonly order: readonly string[]
  /** Products that stand there by exploration. */
  readonly explored: ReadonlySet<string>
  /** Of each place that is shown, the probability with which its product was chosen for it, above 0 and at most 1. */
  readonly chances: readonly number[]
}

/**
 * Gives places of a list to products of which little is known: each place but the first two by the same chance, so that
 * `share` of all that is shown is explored in the mean. What gives way stands right behind the list.
 */
export function exploreList(
  { order, limit, share, contenders, fits = () => true, shares }: ExploreListInput,
  random: SeededRandom,
): ExploredList {
  const shown = order.slice(0, limit)
  const rest = order.slice(limit)
  const places = Math.max(0, shown.length - STEADY_PLACES)
  const chance = places === 0 ? 0 : Math.min(CHANCE_AT_MOST, (share * shown.length) / places)
  const open = new Set(contenders)
  for (const id of shown) open.delete(id)
  const explored = new Set<string>()
  const chances = shown.map(() => 1)
  const waiting: string[] = []
  for (let place = STEADY_PLACES; place < shown.length; place++) {
    // Drawn whether or not anything is left, so that a product more or less moves no other place.
    const [isExplored, ticket] = [random.next() < chance, random.next()]
    const mayStand = (id: string): boolean => fits(id, shown, place)
    const among = isExplored ? [...open].filter(mayStand) : []
    if (isExplored ? among.length === 0 : ![...open].some(mayStand)) continue
    chances[place] = 1 - chance
    if (!isExplored) continue
    const [id, own] = pick(shares(), among, ticket)
    open.delete(id)
    explored.add(id)
    waiting.push(shown[place])
    shown[place] = id
    chances[place] = chance * own
  }
  return { order: [...shown, ...waiting, ...rest.filter((id) => !explored.has(id))], explored, chances }
}

/** One of them by their shares, which are made to sum to 1, and its share. */
function pick(shares: ReadonlyMap<string, number>, ids: readonly string[], ticket: number): [string, number] {
  const among = ids.map((id): [string, number] => [id, shares.get(id) ?? 0])
  const total = among.reduce((sum, [, share]) => sum + share, 0)
  // What the model does not know yet has no share: then one is as good as another.
  if (total === 0) return [among[Math.floor(ticket * among.length)][0], 1 / among.length]
  let left = ticket * total
  for (const [id, share] of among) {
    left -= share
    if (left < 0) return [id, share / total]
  }
  const [id, share] = among[among.length - 1]
  return [id, share / total]
}
