import type { InteractionLog } from "../../../src/core/contract/interaction-log"
import type { RowsByKey } from "../../../src/core/data/rows-by-key"
import { isPositive } from "../../../src/core/features/profile"
import { isGoal } from "../../../src/core/features/shop-state"
import { greatestFloor } from "../../../src/core/features/select-top"
import type { RankCase } from "../../../src/core/evaluation/evaluate"
import { learnersOf } from "../../../src/core/evaluation/temporal-split"
import type { RankingCase, Split } from "../../../src/core/evaluation/temporal-split"

/** What baselines may see, read once. */
export interface BaselineContext {
  /** The log that the rows of cases point into. */
  readonly log: InteractionLog
  readonly split: Pick<Split, "kind" | "goal" | "train" | "cut">
  readonly itemCount: number
  /** Rows of `split.train` by who is learnt from: people, or visits where the truth is the next item. */
  readonly owners: RowsByKey
  readonly accepts: (behavior: number) => boolean
  /** Share of all choices of each product; 0 where it was never seen before the cut. */
  readonly popularity: Float64Array
  /** 1 for products known before the cut. */
  readonly isKnown: Uint8Array
}

/** Scores of all products for a case; greater is better. */
export type ScoreCase = (testCase: RankingCase) => Float64Array

/** A method with the settings that are tried on the time before the cut. */
export interface Baseline {
  readonly name: string
  readonly settings: readonly Readonly<Record<string, number>>[]
  readonly build: (context: BaselineContext, setting: Readonly<Record<string, number>>) => ScoreCase
}

/**
 * @param usesInterest whether views, carts and wishes teach too, beside goal events
 */
export function baselineContext(
  log: InteractionLog,
  split: BaselineContext["split"],
  usesInterest: boolean,
): BaselineContext {
  const { train, kind, goal } = split
  const itemCount = train.itemIds.length
  const accepts = usesInterest ? isPositive : isGoal(goal)
  const popularity = new Float64Array(itemCount)
  const isKnown = new Uint8Array(itemCount)
  let total = 0
  for (let row = 0; row < train.length; row++) {
    isKnown[train.item[row]] = 1
    if (!accepts(train.behavior[row])) continue
    popularity[train.item[row]]++
    total++
  }
  for (let item = 0; item < itemCount; item++) popularity[item] /= Math.max(1, total)
  return {
    log,
    split,
    itemCount,
    owners: learnersOf(train, kind),
    accepts,
    popularity,
    isKnown,
  }
}

/** Distinct products of a case's past that count, with how often. */
export function pastOf(context: BaselineContext, { rows }: RankingCase): Map<number, number> {
  const past = new Map<number, number>()
  for (const row of rows) {
    if (!context.accepts(context.log.behavior[row])) continue
    past.set(context.log.item[row], (past.get(context.log.item[row]) ?? 0) + 1)
  }
  return past
}

/** Too little to change an order, enough to break ties by popularity and to fill what a method leaves open. */
const TIE_BREAK = 1e-9

/** Ranks by score, ties by popularity; products never seen before the cut come nowhere. */
export function rankByScore(context: BaselineContext, score: ScoreCase): RankCase {
  const values = new Float64Array(context.itemCount)
  const scratch = new Float64Array(context.itemCount)
  return (testCase, depth) => {
    const scores = score(testCase)
    for (let item = 0; item < values.length; item++) {
      values[item] = context.isKnown[item] === 1 ? scores[item] + TIE_BREAK * context.popularity[item] : -Infinity
    }
    scratch.set(values)
    const floor = Math.max(greatestFloor(scratch, values.length, depth), -Number.MAX_VALUE)
    const top: number[] = []
    for (let item = 0; item < values.length; item++) if (values[item] >= floor) top.push(item)
    return top.sort((a, b) => values[b] - values[a] || a - b).slice(0, depth)
  }
}
