import { LEARNED_LISTS } from "../../contract/recommender"
import type { LearnedList, ListReport } from "../../contract/recommender"
import type { RankerFit } from "../teaching/fit-ranker"
import { linear } from "../../trees/scorer"
import type { Scorer } from "../../trees/scorer"
import { listPrior } from "../priors/list-priors"
import type { ListModel, RankingModel } from "../model/ranking-model"
import type { FittedList, TaskResult, TrainingTask } from "./tasks"
import type { Teaching } from "./teaching"

/** Rankings that were fitted; a list that nothing taught has none. */
export class FittedLists {
  readonly #fits = new Map<FittedList, RankerFit>()

  /** Takes what a task of fitting found; other results are passed over. */
  take(result: TaskResult): void {
    if (result.kind === "fit") this.#fits.set(result.list, result.fit)
  }

  has(list: FittedList): boolean {
    return this.#fits.has(list)
  }

  get(list: FittedList): RankerFit | null {
    return this.#fits.get(list) ?? null
  }

  /** What comes next for a shopper, which is always fitted. */
  get own(): RankerFit {
    const fit = this.#fits.get("for_you")
    if (fit === undefined) throw new Error("the ranking of for_you was not fitted")
    return fit
  }

  /** The ranking of a list, its prior where nothing taught it. */
  scorerOf(list: LearnedList): Scorer {
    return this.#fits.get(list) ?? linear(listPrior(list))
  }
}

/** The hold-out's verdict on each list beside `for_you`, and which rankings it ranked better by with their trees. */
interface Reports {
  readonly reports: Readonly<Record<LearnedList, ListReport>>
  readonly withTrees: ReadonlySet<FittedList>
}

/** The first fit of every ranking that was taught. */
export function fitTasks(
  teaching: Teaching,
  lists: readonly FittedList[] = ["for_you", ...LEARNED_LISTS],
): TrainingTask[] {
  return lists
    .filter((list) => list === "for_you" || teaching.of(list).listCount > 0)
    .map((list) => ({ kind: "fit", list, taught: teaching.of(list).taught(), earlier: null }))
}

/** The last fit, with the hold-out: of every ranking that serves, where it was not worse there. */
export function refitTasks(teaching: Teaching, fitted: FittedLists, { reports }: Reports): TrainingTask[] {
  const learned = LEARNED_LISTS.filter((list) => reports[list].serves === "learned")
  const lists: readonly FittedList[] = ["for_you", ...learned]
  return lists.flatMap((list): TrainingTask[] => {
    const earlier = fitted.get(list)
    const set = teaching.of(list)
    return earlier === null || set.listCount === 0 ? [] : [{ kind: "fit", list, taught: set.taught(), earlier }]
  })
}

/** The rankings that serve. */
export function listModels(fitted: FittedLists, { reports, withTrees }: Reports): RankingModel["lists"] {
  const modelOf = (list: LearnedList): ListModel => {
    const isLearned = fitted.has(list) && reports[list].serves === "learned"
    const { weights, trees } = isLearned ? fitted.scorerOf(list) : linear(listPrior(list))
    return { weights, trees: withTrees.has(list) ? trees : null, isLearned }
  }
  return {
    cart: modelOf("cart"),
    bought_together: modelOf("bought_together"),
    similar: modelOf("similar"),
    gift: modelOf("gift"),
    buy_again: modelOf("buy_again"),
  }
}
