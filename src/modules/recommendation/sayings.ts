import { z } from "@medusajs/framework/zod"
import { OFF_POLICY_LISTS_AT_LEAST, OFF_POLICY_OVERLAP_AT_LEAST } from "../../core/evaluation"
import type { RetrainTrigger, Saying, SayingCode } from "../../types/http"

/** Sentences for an admin: in English for logs and whoever calls the API, in parts for the dashboard to translate. */
export interface Statement {
  readonly text: string
  readonly said: readonly Saying[]
}

/** The words of an error that an admin reads, with their parts. */
export class MessageError extends Error {
  constructor(readonly statement: Statement) {
    super(statement.text)
  }
}

/**
 * Parts as the database gives them back; rows from before there were any have
 * none. A code of a newer release passes: the dashboard shows the English then.
 */
export const saidColumn = z
  .array(
    z.object({
      code: z.custom<SayingCode>((code) => typeof code === "string"),
      values: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  )
  .nullable()
  .transform((said): Saying[] => said ?? [])

/** Several sentences, one after the other. */
export function inTurn(...statements: readonly Statement[]): Statement {
  return { text: statements.map(({ text }) => text).join(" "), said: statements.flatMap(({ said }) => said) }
}

/** A sentence, and the same in parts for the dashboard. */
export const statement = (code: SayingCode, text: string, values: Saying["values"] = {}): Statement => ({
  text,
  said: [{ code, values }],
})

const fixed = (score: number): string => score.toFixed(4)
export const percent = (share: number): string => `${Math.round(share * 100)} %`

const TRIGGERS: Readonly<Record<RetrainTrigger, string>> = {
  admin: "An admin asked for it",
  erasure: "A shopper was erased",
  import: "History was imported",
  schedule: "The schedule is due",
  accuracy: "Accuracy on fresh behavior has fallen",
  catalog: "The catalog has changed",
  interactions: "There are new interactions",
}

function wait(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

/** Whether a retrain is due, and why. */
export const aboutRetrain = {
  underWay: () => statement("run_under_way", "A training run is under way."),
  tooLittle(missing: readonly { readonly what: string; readonly has: number; readonly needs: number }[]): Statement {
    const words = missing.map(({ what, has, needs }) => `${has} of ${needs} ${what}`)
    return {
      text: `Too little behavior to learn from: ${words.join(", ")}.`,
      said: [
        { code: "too_little", values: {} },
        ...missing.map((one): Saying => ({ code: "missing", values: { ...one } })),
      ],
    }
  },
  /** The detail is for the log: what it says stands on the page in figures. */
  askedFor: (trigger: RetrainTrigger, detail: string | null) =>
    statement("asked_for", `${TRIGGERS[trigger]}${detail === null ? "" : ` (${detail})`}.`, { trigger }),
  catalogChanged: (share: number) =>
    statement("catalog_changed", `${percent(share)} of the catalog was added or removed since the last training.`, {
      share,
    }),
  newInteractions: (count: number) =>
    statement("new_interactions", `${count} new interactions since the last training.`, { count }),
  nothingDue: (count: number, threshold: number, share: number) =>
    statement(
      "nothing_due",
      `Nothing asks for it: ${count} of ${threshold} new interactions, ${percent(share)} of the catalog changed.`,
      { count, threshold, share },
    ),
  backingOff: (count: number, waitMs: number) =>
    statement(
      "backing_off",
      `The last ${count === 1 ? "run" : `${count} runs`} failed; the next attempt is in ${wait(waitMs)}.`,
      { count, wait_ms: waitMs },
    ),
  /** New behavior waits because it is little beside what was learned from. */
  fewNew: (few: { count: number; history: number; threshold: number; waitMs: number }) =>
    statement(
      "few_new",
      `${few.count} new interactions are few beside the ${few.history} events learned from: the next run starts at ${few.threshold}, or in ${wait(few.waitMs)}.`,
      { count: few.count, history: few.history, threshold: few.threshold, wait_ms: few.waitMs },
    ),
  /** An admin keeps the version that serves. */
  frozen: () => statement("frozen", "An admin keeps the active version: no training begins until that is released."),
  pausing: (waitMs: number) =>
    statement("pausing", `The pause between runs lasts ${wait(waitMs)} more.`, { wait_ms: waitMs }),
}

/** What the gate decided; scores are NDCG@10. */
/** A challenger's lead on lists that shoppers saw, as shares of the champion's choices per look. */
interface SeenShares {
  readonly lists: number
  readonly difference: number
  readonly low: number
  readonly high: number
}

export const aboutGate = {
  unmeasured: () => statement("unmeasured", "The model could not be measured: the hold-out has no shopper."),
  belowPopularity: (score: number, popularity: number) =>
    statement("below_popularity", `NDCG@10 ${fixed(score)} is below popularity with ${fixed(popularity)}.`, {
      score,
      popularity,
    }),
  notAbovePopularity: (score: number, popularity: number) =>
    statement(
      "not_above_popularity",
      `NDCG@10 ${fixed(score)} does not beat popularity with ${fixed(popularity)}: the ladder serves on without a model.`,
      { score, popularity },
    ),
  noiseAbovePopularity: (score: number, popularity: number, assured: number) =>
    statement(
      "noise_above_popularity",
      `NDCG@10 ${fixed(score)} is above popularity with ${fixed(popularity)}, but the lead may be as low as ${fixed(assured)} (90 % interval): it may be chance, and the ladder serves on without a model.`,
      { score, popularity, lead: assured },
    ),
  belowServing: (score: number, serving: number, tolerance: number) =>
    statement(
      "below_serving",
      `NDCG@10 ${fixed(score)} is below the serving model with ${fixed(serving)} (tolerance ${tolerance}).`,
      { score, serving, share: tolerance },
    ),
  noiseBelowServing(figures: {
    readonly score: number
    readonly serving: number
    readonly assured: number
    readonly tolerance: number
  }): Statement {
    const { score, serving, assured, tolerance } = figures
    return statement(
      "noise_below_serving",
      `NDCG@10 ${fixed(score)} beside the serving model with ${fixed(serving)}: the difference may be as low as ${fixed(assured)} (90 % interval), beyond the tolerance of ${tolerance}.`,
      { score, serving, lead: assured, share: tolerance },
    )
  },
  firstPasses: (score: number, popularity: number, itemKnn: number) =>
    statement(
      "first_passes",
      `NDCG@10 ${fixed(score)}; popularity ${fixed(popularity)}, no model served before, item-kNN ${fixed(itemKnn)}.`,
      { score, popularity, item_knn: itemKnn },
    ),
  passes: (score: number, popularity: number, serving: number, itemKnn: number) =>
    statement(
      "passes",
      `NDCG@10 ${fixed(score)}; popularity ${fixed(popularity)}, serving model ${fixed(serving)}, item-kNN ${fixed(itemKnn)}.`,
      { score, popularity, serving, item_knn: itemKnn },
    ),
  /** How sure a decision is: the chance that the truth lies on the other side of the tolerance. */
  chanceWorse: (chance: number, tolerance: number) =>
    statement(
      "chance_worse",
      `The chance that it is worse than the serving model by more than ${percent(tolerance)} is ${percent(chance)}.`,
      { chance, share: tolerance },
    ),
  chanceBelowPopularity: (chance: number) =>
    statement("chance_below_popularity", `The chance that it is worse than popularity is ${percent(chance)}.`, {
      chance,
    }),
  /** What lists that shoppers saw say beside the hold-out, in shares of the serving model's choices per look. */
  seenBeside: ({ lists, difference, low, high }: SeenShares) =>
    statement(
      "seen_beside",
      `On ${lists} lists that shoppers saw, its choices per look differ by ${percent(difference)} from the serving model's (95 % interval ${percent(low)} to ${percent(high)}).`,
      { lists, lead_share: difference, low_share: low, high_share: high },
    ),
  seenTooLittle: (effective: number, overlap: number) =>
    statement(
      "seen_too_little",
      `Lists that shoppers saw say too little of it yet: they stand for ${Math.floor(effective)} of ${OFF_POLICY_LISTS_AT_LEAST} lists, and hold ${percent(overlap)} of what it would show (${percent(OFF_POLICY_OVERLAP_AT_LEAST)} is needed).`,
      {
        ...{ lists: Math.floor(effective), needed: OFF_POLICY_LISTS_AT_LEAST },
        ...{ overlap_share: overlap, needed_share: OFF_POLICY_OVERLAP_AT_LEAST },
      },
    ),
  seenWorse: ({ lists, difference, low, high }: SeenShares) =>
    statement(
      "seen_worse",
      `On ${lists} lists that shoppers saw, its own would be chosen from ${percent(-difference)} less often than the serving model's (95 % interval ${percent(low)} to ${percent(high)}).`,
      { lists, behind_share: -difference, low_share: low, high_share: high },
    ),
  erasedMeanwhile: () =>
    statement("erased_meanwhile", "A shopper was erased while this was trained: it is trained again without."),
  promotedMeanwhile: () =>
    statement("promoted_meanwhile", "An admin promoted a version while this one was trained; that choice stands."),
}

/** Why a run ended early. */
export const aboutRun = {
  endedByAdmin: () => statement("ended_by_admin", "An admin ended the run."),
  tookTooLong: (minutes: number) =>
    statement("took_too_long", `Training took longer than ${minutes} minutes and was ended.`, { minutes }),
  outOfMemory: (text: string) => statement("out_of_memory", text),
  trainingKilled: (text: string) => statement("training_killed", text),
  databaseFailed: (code: string) =>
    statement("database_failed", `The database failed (${code}); the details are in the server's log.`, { code }),
  fileGone: () => statement("file_gone", "The file of this version is no longer kept: train a new one."),
  seeLog: () => statement("see_log", "The run failed; the cause is in the server's log."),
  failedWith: (message: string) => statement("failed_with", message, { message }),
}

/** What a rule did to one product; places count from 1. */
export const aboutRule = {
  excluded: () => statement("excluded", "excluded"),
  moved: (from: number, to: number, up: boolean) =>
    statement(up ? "raised" : "lowered", `${up ? "raised" : "lowered"} from ${from} to ${to}`, { from, to }),
  tooMany: (count: number) => statement("too_many_of_category", `more than ${count} of its category`, { count }),
  pinned: (to: number) => statement("pinned", `pinned to ${to}`, { to }),
}

const FIELD_CODES = {
  number: { low: "field_too_small", high: "field_too_big" },
  size: { low: "field_too_short", high: "field_too_long" },
} as const

/** One fault of a field. The words of a check of ours are its own; in parts such a value is only called wrong. */
function aboutIssue(issue: z.core.$ZodIssue): Statement {
  const field = issue.path.join(".")
  const text = field ? `${field}: ${issue.message}` : issue.message
  if (issue.code === "unrecognized_keys") return statement("field_unknown", text, { field: issue.keys.join(", ") })
  if (issue.code !== "too_small" && issue.code !== "too_big") return statement("field_invalid", text, { field })
  const codes = FIELD_CODES[issue.origin === "number" || issue.origin === "int" ? "number" : "size"]
  return issue.code === "too_small"
    ? statement(codes.low, text, { field, bound: Number(issue.minimum) })
    : statement(codes.high, text, { field, bound: Number(issue.maximum) })
}

/** Why a request was refused. */
export const aboutInput = {
  wrong(what: string, issues: readonly z.core.$ZodIssue[]): Statement {
    const faults = issues.map(aboutIssue)
    return { text: `${what}: ${faults.map(({ text }) => text).join("; ")}`, said: inTurn(...faults).said }
  },
  badSchedule: (why: string) => statement("bad_schedule", `retrain.schedule: ${why}`),
  experimentRunning: () => statement("experiment_running", "Another experiment is running: stop it first."),
  experimentVersion: (version: number) =>
    statement(
      "experiment_version",
      `There is no other version ${version} whose model is kept: choose one of Versions.`,
      {
        version,
      },
    ),
  importEnded: (id: string) => statement("import_ended", `Import ${id} is not running.`),
}
