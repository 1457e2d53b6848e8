import { TRAINING_KILLED } from "../../training/training-process"
import type { RetrainTrigger, Saying, SayingCode } from "../../types/http"

/** Refusals of input, whose words are those of the check that failed. */
type FieldCode = Extract<SayingCode, `field_${string}`>
type Words = Readonly<Record<Exclude<SayingCode, FieldCode>, string>>

/**
 * The English of what the server says to an admin, for logs, mails and whoever calls the API. It stands here alone: the
 * database holds codes and values, and the dashboard has texts of its own for each language.
 */
const ENGLISH: Words = {
  run_under_way: "A training run is under way.",
  too_little: "Too little behavior to learn from.",
  missing: "{has} of {needs} {what}.",
  asked_for: "{trigger}{detail}.",
  catalog_changed: "{share} of the catalog was added or removed since the last training.",
  new_interactions: "{count} new interactions since the last training.",
  nothing_due: "Nothing asks for it: {count} of {threshold} new interactions, {share} of the catalog changed.",
  backing_off: "The last {count} runs failed; the next attempt is in {wait_ms}.",
  frozen: "An admin keeps the active version: no training begins until that is released.",
  pausing: "The pause between runs lasts {wait_ms} more.",
  few_new:
    "{count} new interactions are few beside the {history} events learned from: the next run starts at {threshold}, or in {wait_ms}.",

  unmeasured: "The model could not be measured: the hold-out has no shopper.",
  below_popularity: "NDCG@10 {score} is below popularity with {popularity}.",
  not_above_popularity:
    "NDCG@10 {score} does not beat popularity with {popularity}: the ladder serves on without a model.",
  noise_above_popularity:
    "NDCG@10 {score} is above popularity with {popularity}, but the lead may be as low as {lead} (90 % interval): it may be chance, and the ladder serves on without a model.",
  below_serving: "NDCG@10 {score} is below the serving model with {serving} (tolerance {share}).",
  noise_below_serving:
    "NDCG@10 {score} beside the serving model with {serving}: the difference may be as low as {lead} (90 % interval), beyond the tolerance of {share}.",
  first_passes: "NDCG@10 {score}; popularity {popularity}, no model served before, item-kNN {item_knn}.",
  passes: "NDCG@10 {score}; popularity {popularity}, serving model {serving}, item-kNN {item_knn}.",
  chance_worse: "The chance that it is worse than the serving model by more than {share} is {chance}.",
  chance_below_popularity: "The chance that it is worse than popularity is {chance}.",
  seen_beside:
    "On {lists} lists that shoppers saw, its choices per look differ by {lead_share} from the serving model's (95 % interval {low_share} to {high_share}).",
  seen_too_little:
    "Lists that shoppers saw say too little of it yet: they stand for {lists} of {needed} lists, and hold {overlap_share} of what it would show ({needed_share} is needed).",
  seen_worse:
    "On {lists} lists that shoppers saw, its own would be chosen from {behind_share} less often than the serving model's (95 % interval {low_share} to {high_share}).",
  erased_meanwhile: "A shopper was erased while this was trained: it is trained again without.",
  promoted_meanwhile: "An admin promoted a version while this one was trained; that choice stands.",

  ended_by_admin: "An admin ended the run.",
  took_too_long: "Training took longer than {minutes} minutes and was ended.",
  out_of_memory: "{message}",
  training_killed: TRAINING_KILLED,
  went_silent: "The instance that trained went silent in phase {phase}: its lease ran out and the run was closed.",
  database_failed: "The database failed ({code}); the details are in the server's log.",
  see_log: "The cause is in the server's log.",
  file_gone: "The file of this version is no longer kept: train a new one.",
  failed_with: "{message}",

  no_answer: "No answer within {wait_ms}.",
  slow_database: "A trivial query took {took_ms}.",
  reports_refused: "{count} reports of behavior were refused today, {stored} stored.",
  no_model_refused: "No model serves: the gate refused version {number}.",
  no_model: "No model was trained yet: shoppers get what is popular, trending and new.",
  accuracy_fallen: "Accuracy on fresh behavior has fallen since the promotion.",
  drifted: "{count} features or scores have drifted, {feature} most (PSI {psi}).",
  drift_train: "Train a new version.",
  drift_activate:
    "Version {newest} has learned from it, version {number} serves: see the gate's reason, and activate version {newest} if it ranks as well.",
  skewed:
    "{count} of {lists} lists were served with other features than training computes of them, {feature} most: update the plugin or report it; the log has more.",
  last_run_failed: "The last run failed.",
  lists_refused:
    "{count} lists were refused in the last minutes: more were asked for than this server or its database makes.",
  lists_failed:
    "{count} of {asked} lists ({share}) ended in an error on this server in the last ten minutes; the cause is in the server's log.",
  lists_well: "None of {asked} lists ended in an error on this server in the last ten minutes.",
  extension_failed:
    "The shop's extension {name} failed {count} times in the last minutes and was left out; the cause is in the server's log.",
  serves_another: "This instance serves model {number}, though model {promoted} was promoted.",
  serves_none: "This instance serves without a model, though model {promoted} was promoted.",
  not_compared_since: "Purchases were not compared with the orders since {at}: is an instance in worker mode running?",
  not_compared: "Purchases were not compared with the orders yet: is an instance in worker mode running?",

  excluded: "excluded",
  raised: "raised from {from} to {to}",
  lowered: "lowered from {from} to {to}",
  too_many_of_category: "more than {count} of its category",
  pinned: "pinned to {to}",

  bad_schedule: "retrain.schedule: {why}",
  experiment_running: "Another experiment is running: stop it first.",
  experiment_version: "There is no other version {version} whose model is kept: choose one of Versions.",
  import_ended: "Import {id} is not running.",
}

/** Where a `count` of one reads otherwise. */
const OF_ONE: Partial<Words> = { backing_off: "The last run failed; the next attempt is in {wait_ms}." }

const TRIGGERS: Readonly<Record<RetrainTrigger, string>> = {
  admin: "An admin asked for it",
  erasure: "A shopper was erased",
  import: "History was imported",
  schedule: "The schedule is due",
  accuracy: "Accuracy on fresh behavior has fallen",
  catalog: "The catalog has changed",
  interactions: "There are new interactions",
}

const SCORES = new Set(["score", "popularity", "serving", "item_knn", "lead"])
const isKeyOf = <Table extends object>(table: Table, key: string): key is keyof Table & string =>
  Object.hasOwn(table, key)

const percent = (share: number): string => `${Math.round(share * 100)} %`

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

/** A value in words, by its name: {@link Saying} says which name means what. */
function valueWords(name: string, value: string | number | undefined): string {
  if (value === undefined) return ""
  if (name === "detail") return ` (${value})`
  if (typeof value === "string") return name === "trigger" && isKeyOf(TRIGGERS, value) ? TRIGGERS[value] : value
  if (SCORES.has(name)) return value.toFixed(4)
  if (name === "psi") return value.toFixed(2)
  if (name === "chance" || name === "share" || name.endsWith("_share")) return percent(value)
  if (name === "wait_ms") return duration(value)
  return name.endsWith("_ms") ? `${value} ms` : String(value)
}

function sentence({ code, values }: Saying): string {
  // A code of a newer release, read while instances of both run.
  if (!isKeyOf(ENGLISH, code)) return code
  const words = (values.count === 1 ? OF_ONE[code] : undefined) ?? ENGLISH[code]
  return words.replace(/\{(\w{1,30})\}/g, (_, name: string) => valueWords(name, values[name]))
}

/** Sentences in English, one after the other; a code that has none stands for itself. */
export const english = (said: readonly Saying[]): string => said.map(sentence).join(" ")
