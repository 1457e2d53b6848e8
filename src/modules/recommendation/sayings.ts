import { z } from "@medusajs/framework/zod"
import { OFF_POLICY_LISTS_AT_LEAST, OFF_POLICY_OVERLAP_AT_LEAST } from "../../core/evaluation"
import type { RetrainTrigger, Saying, SayingCode } from "../../types/http"
import { english } from "./english-sayings"

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
 * none. A code of a newer release passes: nobody here has words for it.
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

/** What the database keeps where a row of an older release has English: the codes, one after the other. */
export const codesOf = (said: readonly Saying[]): string => said.map(({ code }) => code).join(" ")

/** The English of a row: of its parts, or as an older release wrote it. */
export const wordsOf = (kept: string, said: readonly Saying[]): string =>
  kept === codesOf(said) ? english(said) : kept

const stated = (said: readonly Saying[]): Statement => ({ text: english(said), said })

/** Several sentences, one after the other. */
export const inTurn = (...statements: readonly Statement[]): Statement => stated(statements.flatMap(({ said }) => said))

/** A sentence in parts, with its English. */
export const statement = (code: SayingCode, values: Saying["values"] = {}): Statement => stated([{ code, values }])

/** Whether a retrain is due, and why. */
export const aboutRetrain = {
  underWay: () => statement("run_under_way"),
  tooLittle: (missing: readonly { readonly what: string; readonly has: number; readonly needs: number }[]) =>
    inTurn(statement("too_little"), ...missing.map((one) => statement("missing", { ...one }))),
  /** The detail is for the log: what it says stands on the page in figures. */
  askedFor: (trigger: RetrainTrigger, detail: string | null) =>
    statement("asked_for", { trigger, ...(detail === null ? {} : { detail }) }),
  catalogChanged: (share: number) => statement("catalog_changed", { share }),
  newInteractions: (count: number) => statement("new_interactions", { count }),
  nothingDue: (count: number, threshold: number, share: number) =>
    statement("nothing_due", { count, threshold, share }),
  backingOff: (count: number, waitMs: number) => statement("backing_off", { count, wait_ms: waitMs }),
  /** New behavior waits because it is little beside what was learned from. */
  fewNew: ({
    count,
    history,
    threshold,
    waitMs,
  }: {
    count: number
    history: number
    threshold: number
    waitMs: number
  }) => statement("few_new", { count, history, threshold, wait_ms: waitMs }),
  /** An admin keeps the version that serves. */
  frozen: () => statement("frozen"),
  pausing: (waitMs: number) => statement("pausing", { wait_ms: waitMs }),
}

/** A challenger's lead on lists that shoppers saw, as shares of the champion's choices per look. */
interface SeenShares {
  readonly lists: number
  readonly difference: number
  readonly low: number
  readonly high: number
}

/** What the gate decided; scores are NDCG@10. */
export const aboutGate = {
  unmeasured: () => statement("unmeasured"),
  belowPopularity: (score: number, popularity: number) => statement("below_popularity", { score, popularity }),
  notAbovePopularity: (score: number, popularity: number) => statement("not_above_popularity", { score, popularity }),
  noiseAbovePopularity: (score: number, popularity: number, assured: number) =>
    statement("noise_above_popularity", { score, popularity, lead: assured }),
  belowServing: (score: number, serving: number, tolerance: number) =>
    statement("below_serving", { score, serving, share: tolerance }),
  noiseBelowServing: (figures: { score: number; serving: number; assured: number; tolerance: number }) =>
    statement("noise_below_serving", {
      ...{ score: figures.score, serving: figures.serving },
      ...{ lead: figures.assured, share: figures.tolerance },
    }),
  firstPasses: (score: number, popularity: number, itemKnn: number) =>
    statement("first_passes", { score, popularity, item_knn: itemKnn }),
  passes: (score: number, popularity: number, serving: number, itemKnn: number) =>
    statement("passes", { score, popularity, serving, item_knn: itemKnn }),
  /** How sure a decision is: the chance that the truth lies on the other side of the tolerance. */
  chanceWorse: (chance: number, tolerance: number) => statement("chance_worse", { chance, share: tolerance }),
  chanceBelowPopularity: (chance: number) => statement("chance_below_popularity", { chance }),
  /** What lists that shoppers saw say beside the hold-out, in shares of the serving model's choices per look. */
  seenBeside: ({ lists, difference, low, high }: SeenShares) =>
    statement("seen_beside", { lists, lead_share: difference, low_share: low, high_share: high }),
  seenTooLittle: (effective: number, overlap: number) =>
    statement("seen_too_little", {
      ...{ lists: Math.floor(effective), needed: OFF_POLICY_LISTS_AT_LEAST },
      ...{ overlap_share: overlap, needed_share: OFF_POLICY_OVERLAP_AT_LEAST },
    }),
  seenWorse: ({ lists, difference, low, high }: SeenShares) =>
    statement("seen_worse", { lists, behind_share: -difference, low_share: low, high_share: high }),
  erasedMeanwhile: () => statement("erased_meanwhile"),
  promotedMeanwhile: () => statement("promoted_meanwhile"),
}

/** Why a run ended early. */
export const aboutRun = {
  endedByAdmin: () => statement("ended_by_admin"),
  tookTooLong: (minutes: number) => statement("took_too_long", { minutes }),
  outOfMemory: (message: string) => statement("out_of_memory", { message }),
  trainingKilled: () => statement("training_killed"),
  databaseFailed: (code: string) => statement("database_failed", { code }),
  fileGone: () => statement("file_gone"),
  seeLog: () => statement("see_log"),
  failedWith: (message: string) => statement("failed_with", { message }),
}

/** What a rule did to one product; places count from 1. */
export const aboutRule = {
  excluded: () => statement("excluded"),
  moved: (from: number, to: number, up: boolean) => statement(up ? "raised" : "lowered", { from, to }),
  tooMany: (count: number) => statement("too_many_of_category", { count }),
  pinned: (to: number) => statement("pinned", { to }),
}

const FIELD_CODES = {
  number: { low: "field_too_small", high: "field_too_big" },
  size: { low: "field_too_short", high: "field_too_long" },
} as const

/** One fault of a field in parts. A check of ours has words of its own; in parts such a value is only called wrong. */
function aboutIssue(issue: z.core.$ZodIssue): Saying {
  const field = issue.path.join(".")
  if (issue.code === "unrecognized_keys") return { code: "field_unknown", values: { field: issue.keys.join(", ") } }
  if (issue.code !== "too_small" && issue.code !== "too_big") return { code: "field_invalid", values: { field } }
  const codes = FIELD_CODES[issue.origin === "number" || issue.origin === "int" ? "number" : "size"]
  return issue.code === "too_small"
    ? { code: codes.low, values: { field, bound: Number(issue.minimum) } }
    : { code: codes.high, values: { field, bound: Number(issue.maximum) } }
}

const issueWords = ({ path, message }: z.core.$ZodIssue): string =>
  path.length > 0 ? `${path.join(".")}: ${message}` : message

/** Why a request was refused. */
export const aboutInput = {
  /** In the words of the check that failed. */
  wrong: (what: string, issues: readonly z.core.$ZodIssue[]): Statement => ({
    text: `${what}: ${issues.map(issueWords).join("; ")}`,
    said: issues.map(aboutIssue),
  }),
  badSchedule: (why: string) => statement("bad_schedule", { why }),
  experimentRunning: () => statement("experiment_running"),
  experimentVersion: (version: number) => statement("experiment_version", { version }),
  importEnded: (id: string) => statement("import_ended", { id }),
}
