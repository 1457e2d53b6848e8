import type { ShownList } from "../../contract/interaction-log"
import type { LoggedList, LoggedPlace } from "../../evaluation/off-policy"
import type { Scorer } from "../../trees/scorer"
import { ranked } from "../ranking/ranked"
import { sampleCases } from "../teaching/sample-cases"
import type { CaseLists } from "../teaching/case-lists"
import type { Propensity } from "../teaching/place-propensities"
import { newestOfEach } from "../teaching/seen-lists"
import type { ShownShoppers } from "../teaching/shown-shoppers"

/** Lists that are compared at most. */
const COMPARED_AT_MOST = 3000

/** Two rankings of the candidates of a list. */
export interface Policies {
  readonly challenger: Scorer
  readonly champion: Scorer
}

/** What is known of lists that were shown beside them. */
interface LoggedOptions {
  readonly shoppers: ShownShoppers
  readonly propensity: Propensity
  readonly seed: number
}

/** Lists of `for_you` that were shown since a cut, as two rankings would have ordered them. */
export class LoggedLists {
  readonly #lists: readonly ShownList[]
  readonly #options: LoggedOptions
  readonly #sights: ReadonlyMap<string, readonly number[]>

  /** @param cut milliseconds since 1970-01-01 UTC */
  constructor(shown: readonly ShownList[], cut: number, options: LoggedOptions) {
    this.#options = options
    const own = shown.filter(({ kind, time }) => kind === "for_you" && time >= cut)
    this.#sights = sightsOf(own)
    this.#lists = sampleCases(newestOfEach(own).reverse(), COMPARED_AT_MOST, options.seed)
  }

  /** Whether none was shown. */
  get isEmpty(): boolean {
    return this.#lists.length === 0
  }

  /** Where both rankings would have put what was shown; lists of shoppers of whom nothing is known are left out. */
  compare(cases: CaseLists, policies: Policies): LoggedList[] {
    return this.#lists.flatMap((list) => this.#compareOne(list, cases, policies) ?? [])
  }

  #compareOne(list: ShownList, cases: CaseLists, policies: Policies): LoggedList | null {
    const { shoppers, propensity } = this.#options
    const question = shoppers.questionOf(list)
    if (question === null) return null
    const made = cases.make(question)
    const { items } = made.candidates
    const sights = this.#sights.get(list.placement) ?? []
    // A policy's list is as long as those that were shown there; what stands behind its end is not looked at.
    const lookAt = (place: number): number => (sights[place] ?? 0) * propensity(list.placement, place)
    const placesBy = (policy: Scorer): Map<number, number> => {
      const order = ranked(items, made.features.scores(policy)).subarray(0, sights.length)
      return new Map(Array.from(order, (item, place) => [item, place]))
    }
    const [challenger, champion] = [placesBy(policies.challenger), placesBy(policies.champion)]
    const looked = (policy: ReadonlyMap<number, number>, item: number): number => {
      const place = policy.get(item)
      return place === undefined ? 0 : lookAt(place)
    }
    const places = list.products.flatMap(({ itemId, place, seen, outcome, chance }): LoggedPlace[] => {
      const item = shoppers.itemOf(itemId)
      if (item === undefined || !(seen || outcome !== "passed_over")) return []
      return [
        {
          ...{ isChosen: outcome !== "passed_over", chance },
          ...{ inSight: sights[place] ?? 1, propensity: propensity(list.placement, place) },
          ...{ challenger: looked(challenger, item), champion: looked(champion, item) },
        },
      ]
    })
    const all = sights.reduce((sum, _, place) => sum + lookAt(place), 0)
    const share = (policy: "challenger" | "champion"): number =>
      all > 0 ? places.reduce((sum, place) => sum + place[policy], 0) / all : 0
    return {
      shopperId: list.shopperId,
      places,
      overlap: { challenger: share("challenger"), champion: share("champion") },
    }
  }
}

/** By placement, the share of its lists of which each place came in sight. */
function sightsOf(lists: readonly ShownList[]): Map<string, number[]> {
  const counts = new Map<string, { lists: number; sights: number[] }>()
  for (const { placement, products } of lists) {
    const count = counts.get(placement) ?? { lists: 0, sights: [] }
    counts.set(placement, count)
    count.lists++
    for (const { place, seen, outcome } of products) {
      if (seen || outcome !== "passed_over") count.sights[place] = (count.sights[place] ?? 0) + 1
    }
  }
  return new Map(
    [...counts].map(([placement, { lists: all, sights }]) => [
      placement,
      Array.from(sights, (count: number | undefined) => (count ?? 0) / all),
    ]),
  )
}
