import type { Dataset, InteractionLog } from "../../contract/interaction-log"
import { askedSplit } from "../../evaluation/temporal-split"
import type { AskedSplit, RankingCase, Split } from "../../evaluation/temporal-split"
import type { ContentIndex } from "../../features/content"
import { sampleCases } from "../teaching/sample-cases"
import { contentOf } from "../item-content"
import { LoggedLists } from "../judging/logged-lists"
import { harvestPropensities } from "../teaching/place-propensities"
import { SeenTeaching } from "../teaching/seen-teaching"
import { ShownShoppers, trustedLists } from "../teaching/shown-shoppers"
import { isLongLog, teachingMoments } from "../teaching/teaching-moments"
import type { TeachingMoment } from "../teaching/teaching-moments"

/** Cases of the hold-out that are judged at most: NDCG@10 of 2,000 has a standard error of 0.007, of 3,000 of 0.006. */
const JUDGED_AT_MOST = 3000
const JUDGED_OF_LONG = 2000

/** What a training is made of: whoever has it derives the same world, plan and model. */
export interface TrainingSnapshot {
  /** Its log holds the rows that teach, see `teachingLog`. */
  readonly dataset: Dataset
  readonly seed: number
  /** Milliseconds since 1970-01-01 UTC at which the snapshot was taken. */
  readonly now: number
}

/** All that tasks read and none writes. */
export interface TrainingWorld {
  readonly dataset: Dataset
  readonly log: InteractionLog
  readonly seed: number
  readonly split: Pick<Split, "kind" | "goal" | "cut" | "train">
  readonly content: ContentIndex
  /** Moments that teach, oldest first. */
  readonly moments: readonly TeachingMoment[]
  /** The moment that is judged: what came after the cut, which no moment before it has seen. */
  readonly holdOut: TeachingMoment
  /** Null where lists that were shown teach nothing. */
  readonly seen: SeenTeaching | null
  /** Lists that were shown since the cut; null where none is looked at. */
  readonly logged: LoggedLists | null
}

/** The world of a snapshot: a pure function of it, cheap beside the tasks, so that every thread may derive its own. */
export function worldOf({ dataset, seed, now }: TrainingSnapshot): TrainingWorld {
  const { log } = dataset
  const split = askedSplit(log)
  const content = contentOf(dataset, log.itemIds)
  const shown = trustedLists(dataset, split.goal)
  const shoppers = new ShownShoppers(log, shown.length > 0)
  // A place is looked at alike whatever stands there: all lists of a placement count for it.
  const known = { shoppers, propensity: harvestPropensities(shown), seed }
  return {
    ...withMoments({ dataset, split, content, seed }),
    seen: new SeenTeaching(shown, { ...known, now }),
    logged: new LoggedLists(shown, split.cut, known),
  }
}

/** The world of a log that was split by whoever evaluates; nothing that was shown teaches. */
export function evaluationWorld(dataset: Dataset, split: Split, seed: number): TrainingWorld {
  const content = contentOf(dataset, split.train.itemIds)
  const asked = { ...split, asked: split.cases }
  return { ...withMoments({ dataset, split: asked, content, seed }), seen: null, logged: null }
}

function withMoments(
  base: Pick<TrainingWorld, "dataset" | "content" | "seed"> & { readonly split: AskedSplit },
): Omit<TrainingWorld, "seen" | "logged"> {
  const { dataset, split, content, seed } = base
  const { log } = dataset
  const { kind, goal, cut, train } = split
  return {
    ...{ dataset, log, content, seed },
    // Without its questions, which would stay for as long as the world does.
    split: { kind, goal, cut, train },
    moments: teachingMoments(split.train, split, { end: split.cut, seed }),
    holdOut: {
      ...{ train: split.train, moment: split.cut, until: Infinity, source: log },
      cases: sampleCases(split.asked, isLongLog(log) ? JUDGED_OF_LONG : JUDGED_AT_MOST, seed),
    },
  }
}

/** A moment by its number: those that teach, then the one that is judged. */
export function momentOf({ moments, holdOut }: TrainingWorld, at: number): TeachingMoment {
  return moments[at] ?? holdOut
}

/** The cases that are judged. */
export function judgedCases({ holdOut }: TrainingWorld): readonly RankingCase[] {
  return holdOut.cases
}
