import { LEARNED_LISTS } from "../../contract/recommender"
import { isVisitScale, LIST_OF_VISIT, VISIT_SCALES } from "./confidence"
import type { ValueScale } from "./confidence"

/** Products of a list that are looked at: what it would show. */
const SHOWN = 10
/** Edges between twenty equal parts of what was shown. */
const EDGES = 19
/** Shown products from which on a list speaks for itself. */
const SHOWN_AT_LEAST = 200

/** Scales that have standings beside {@link VISIT_SCALES}, in the order in which a file holds them. */
export const STANDING_SCALES: readonly ValueScale[] = ["personal", "visit", ...LEARNED_LISTS]

/** For each list the decision values that part what it showed on its hold-out into twenty equal parts, rising. */
export type Standings = Readonly<Record<ValueScale, Float64Array>>

function standingsOf(of: (scale: ValueScale) => Float64Array): Standings {
  return {
    personal: of("personal"),
    visit: of("visit"),
    cart: of("cart"),
    bought_together: of("bought_together"),
    similar: of("similar"),
    gift: of("gift"),
    buy_again: of("buy_again"),
    cart_visit: of("cart_visit"),
    bought_together_visit: of("bought_together_visit"),
    similar_visit: of("similar_visit"),
  }
}

/** Decision values of priors lie about here: nothing was measured yet. */
const PRIOR_EDGES = Float64Array.from({ length: EDGES }, (_, at) => (at + 1) / 10)

/** Standings of a recommender that has learned nothing. */
export const PRIOR_STANDINGS: Standings = standingsOf(() => PRIOR_EDGES)

/** Numbers that {@link packStandings} writes of so many scales. */
export const standingsLength = (scales: number): number => EDGES * scales

/** The edges of some scales one after the other, as a file holds them. */
export function packStandings(standings: Standings, scales: readonly ValueScale[]): Float64Array {
  return Float64Array.from(scales.flatMap((scale) => [...standings[scale]]))
}

/**
 * What {@link packStandings} has packed.
 *
 * @param visits of {@link VISIT_SCALES}; null in files from before they had scales of their own
 */
export function unpackStandings(packed: Float64Array, visits: Float64Array | null): Standings {
  const read = (numbers: Float64Array, at: number): Float64Array => numbers.slice(EDGES * at, EDGES * (at + 1))
  return standingsOf((scale) => {
    if (!isVisitScale(scale)) return read(packed, STANDING_SCALES.indexOf(scale))
    if (visits !== null) return read(visits, VISIT_SCALES.indexOf(scale))
    return read(packed, STANDING_SCALES.indexOf(LIST_OF_VISIT[scale]))
  })
}

/** Gathers, list by list of a hold-out, the decision values of what each would show. */
export class StandingsSample {
  readonly #values = new Map<ValueScale, number[]>()

  /** One list: the values of all its candidates, in any order. */
  add(scale: ValueScale, values: ArrayLike<number>): void {
    const known = this.#values.get(scale) ?? []
    this.#values.set(scale, known)
    known.push(...Float64Array.from(values).sort().slice(-SHOWN))
  }

  /** All that was gathered, by scale. */
  gathered(): ReadonlyMap<ValueScale, readonly number[]> {
    return this.#values
  }

  /** Takes what was gathered elsewhere, behind what is there. */
  take(gathered: ReadonlyMap<ValueScale, readonly number[]>): void {
    for (const [scale, values] of gathered) {
      const known = this.#values.get(scale) ?? []
      this.#values.set(scale, known)
      for (const value of values) known.push(value)
    }
  }

  /** The edges of every list; a list that showed too little keeps the prior's, that of its visits the list's. */
  fit(): Standings {
    return standingsOf(
      (scale) =>
        this.#fitOne(scale) ?? (isVisitScale(scale) ? this.#fitOne(LIST_OF_VISIT[scale]) : null) ?? PRIOR_EDGES,
    )
  }

  #fitOne(scale: ValueScale): Float64Array | null {
    const values = Float64Array.from(this.#values.get(scale) ?? []).sort()
    if (values.length < SHOWN_AT_LEAST) return null
    return Float64Array.from({ length: EDGES }, (_, at) => values[Math.floor(((at + 1) / (EDGES + 1)) * values.length)])
  }
}

/**
 * Where a product stands among what its list showed on the hold-out, 0 to 1: above so large a share of it. Rises with
 * the decision value without end, so that no two products of different value stand alike.
 */
export function standingOfValue(standings: Standings, scale: ValueScale, value: number): number {
  const edges = standings[scale]
  const part = 1 / (EDGES + 1)
  if (value < edges[0]) return part / (1 + edges[0] - value)
  const last = edges[EDGES - 1]
  if (value >= last) return 1 - part / (1 + value - last)
  let at = 0
  while (value >= edges[at + 1]) at++
  return part * (at + 1 + (value - edges[at]) / (edges[at + 1] - edges[at]))
}

/** Places of an order after which products stand alike: at the bottom. */
const PLACES = 50

/** Where the product at a place of an order stands, from 1 on: near 1 for the first, falling evenly. */
export function standingOfPlace(place: number): number {
  return Math.max(0, PLACES + 1 - place) / (PLACES + 1)
}
