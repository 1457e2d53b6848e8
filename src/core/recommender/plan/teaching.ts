import { LEARNED_LISTS } from "../../contract/recommender"
import { PERSONAL_FEATURES } from "../../features/feature-map"
import type { FeatureSpace } from "../../features/feature-map"
import { newTeachingSet } from "../teaching/fit-ranker"
import { ANCHORED_LISTS } from "../teaching/list-cases"
import { FEATURES_OF_LIST } from "../priors/list-priors"
import { NewcomerTrials } from "../judging/newcomer-trials"
import type { TeachingSet } from "../teaching/teaching-set"
import { shardsOf } from "./tasks"
import type { FittedList, Stage, TaskResult, TrainingTask } from "./tasks"
import type { TrainingWorld } from "./training-world"

/** Features that a ranking is fitted on. */
export function spaceOf(list: FittedList): FeatureSpace {
  return list === "for_you" ? PERSONAL_FEATURES : FEATURES_OF_LIST[list]
}

/** All that was taught so far, by ranking. */
export class Teaching {
  readonly newcomers = new NewcomerTrials()
  readonly #sets: ReadonlyMap<FittedList, TeachingSet>

  /** @param makeBlock where rows are kept: memory that threads share, where several fit on them */
  constructor(seed: number, makeBlock?: TeachingSet["makeBlock"]) {
    const lists: readonly FittedList[] = ["for_you", ...LEARNED_LISTS]
    this.#sets = new Map(lists.map((list) => [list, newTeachingSet(seed, spaceOf(list))]))
    if (makeBlock !== undefined) for (const set of this.#sets.values()) set.makeBlock = makeBlock
  }

  /** What teaches a ranking. */
  of(list: FittedList): TeachingSet {
    const set = this.#sets.get(list)
    if (set === undefined) throw new RangeError(`"${list}" is no list that is learned`)
    return set
  }

  /** Takes what a task of teaching found; other results are passed over. */
  take(result: TaskResult): void {
    if (result.kind === "lists" || result.kind === "judge") {
      this.of("for_you").append(result.taught)
      this.of("buy_again").append(result.repeats)
    } else if (result.kind === "seen" || result.kind === "anchored" || result.kind === "judge_anchored")
      this.of(result.list).append(result.taught)
    else if (result.kind === "newcomers") this.newcomers.take(result.values)
  }
}

/** What is taught: everything in a training, parts of it where one ranking is measured alone. */
export interface Taught {
  readonly personal: boolean
  readonly anchored: boolean
}

/** The tasks of all moments that teach, oldest first. */
export function teachingStage(world: TrainingWorld, teaching: Teaching, wanted: Taught): Stage {
  const tasks = world.moments.flatMap(({ cases }, moment): TrainingTask[] => [
    { kind: "state", moment, newcomerSetting: 0 },
    ...(wanted.personal ? personalTasks(moment, cases.length) : []),
    ...(wanted.anchored ? ANCHORED_LISTS.map((list): TrainingTask => ({ kind: "anchored", moment, list })) : []),
    ...seenTasks(world.seen, moment),
  ])
  return { tasks, take: (result) => teaching.take(result) }
}

function personalTasks(moment: number, cases: number): TrainingTask[] {
  return [
    ...shardsOf(cases).map((shard): TrainingTask => ({ kind: "lists", moment, shard })),
    { kind: "newcomers", moment },
  ]
}

/** The tasks of lists that were shown, one for each kind of which any teach. */
export function seenTasks(seen: TrainingWorld["seen"], moment: number): TrainingTask[] {
  return (seen?.kinds ?? []).map((list) => ({ kind: "seen", moment, list }))
}
