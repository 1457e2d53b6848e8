import type { AnchoredCase, AnchoredList } from "../teaching/list-cases"
import { askedAnchored } from "../teaching/list-cases"
import { sampleCases } from "../teaching/sample-cases"
import type { CaseLists } from "../teaching/case-lists"
import { fitRanker, newTeachingSet } from "../teaching/fit-ranker"
import { FEATURES_OF_LIST, listPrior } from "../priors/list-priors"
import { isNewcomer } from "../judging/newcomer-trials"
import { alone, priorsFor } from "../priors/prior-weights"
import type { PriorChoice } from "../priors/prior-weights"
import type { ShopperList } from "../ranking/shopper-list"
import { TeachingSet } from "../teaching/teaching-set"
import { spaceOf } from "./teaching"
import type { FittedList, TaskResult, TrainingTask } from "./tasks"
import { momentOf } from "./training-world"
import type { TrainingWorld } from "./training-world"

/** One kind of task. */
export type TaskOf<K extends TrainingTask["kind"]> = Extract<TrainingTask, { readonly kind: K }>

/** The lists of a shard, as they teach `for_you` and, of old choices, `buy_again`. */
export function makeLists(world: TrainingWorld, cases: CaseLists, { moment, shard }: TaskOf<"lists">): TaskResult {
  const taught = newTeachingSet(world.seed)
  const repeats = newTeachingSet(world.seed, spaceOf("buy_again"))
  for (const testCase of momentOf(world, moment).cases.slice(shard.from, shard.to)) {
    if (isNewcomer(testCase)) continue
    const made = cases.make(testCase, { isTeaching: true })
    const truth = new Set(testCase.truth)
    taught.add(made, truth)
    repeats.addRepeats(made, truth)
  }
  return { kind: "lists", taught: taught.taught(), repeats: repeats.taught() }
}

/** Lists of one kind that were shown from a moment on, until the next one. */
export function makeSeen(world: TrainingWorld, cases: CaseLists, { moment, list }: TaskOf<"seen">): TaskResult {
  const set = newTeachingSet(world.seed, spaceOf(list))
  const isHoldOut = moment === world.moments.length
  const to = isHoldOut ? Infinity : momentOf(world, moment + 1).moment
  world.seen?.teach(set, cases, { kind: list, from: momentOf(world, moment).moment, to })
  return { kind: "seen", list, taught: set.taught() }
}

/** Questions of one list that a moment teaches at most. */
const TAUGHT_AT_MOST = 300

/** The questions of a moment that start from products, with their answers. */
export function makeAnchored(world: TrainingWorld, cases: CaseLists, { moment, list }: TaskOf<"anchored">): TaskResult {
  const set = newTeachingSet(world.seed, FEATURES_OF_LIST[list])
  for (const testCase of anchoredOf(world, { moment, list, atMost: TAUGHT_AT_MOST })) {
    set.add(anchoredList(cases, list, testCase), new Set(testCase.truth), testCase.weight)
  }
  return { kind: "anchored", list, taught: set.taught() }
}

/** An even sample of the questions of a list at a moment. */
export function anchoredOf(
  world: TrainingWorld,
  asked: { readonly moment: number; readonly list: AnchoredList; readonly atMost: number },
): AnchoredCase[] {
  const { source, moment: cut, until } = momentOf(world, asked.moment)
  const options = { goal: world.split.goal, window: { cut, until }, seed: world.seed }
  const shop = { log: source, gifts: world.dataset.gifts ?? [] }
  return sampleCases(askedAnchored(shop, asked.list, options), asked.atMost, world.seed)
}

/**
 * Candidates and features of one question of a list.
 *
 * @param profile whoever asks. @defaultValue the shopper of the question
 */
export function anchoredList(
  cases: CaseLists,
  list: AnchoredList,
  testCase: AnchoredCase,
  profile = cases.profileOf(testCase),
): ShopperList {
  const { now, anchors, giftContext } = testCase
  return cases.lists.make({
    ...{ profile, now, anchors, space: FEATURES_OF_LIST[list] },
    channel: cases.channelOf(testCase),
    ...(giftContext === null ? {} : { giftContext }),
  })
}

/** Fits one ranking. */
export function fitList(world: TrainingWorld, { list, taught, earlier }: TaskOf<"fit">): TaskResult {
  const set = TeachingSet.of(taught, spaceOf(list))
  const isLast = earlier !== null
  const fit = fitRanker(set, {
    prior: priorOf(world, list),
    ...(isLast ? { earlier } : {}),
    ...(isLast && list === "for_you" ? { posteriorSeed: world.seed } : {}),
  })
  return { kind: "fit", list, fit }
}

function priorOf({ split }: TrainingWorld, list: FittedList): PriorChoice {
  if (list === "for_you") return priorsFor({ goal: split.goal, rows: split.train.length })
  return alone(listPrior(list))
}
