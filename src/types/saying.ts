/** What the server says to an admin, by code: the dashboard has the words, in the admin's language. */
export type SayingCode =
  // Whether a retrain is due.
  | "run_under_way"
  | "too_little"
  | "missing"
  | "asked_for"
  | "catalog_changed"
  | "new_interactions"
  | "nothing_due"
  | "backing_off"
  | "frozen"
  | "pausing"
  | "few_new"
  // What the gate decided.
  | "unmeasured"
  | "below_popularity"
  | "not_above_popularity"
  | "noise_above_popularity"
  | "below_serving"
  | "noise_below_serving"
  | "first_passes"
  | "passes"
  | "chance_worse"
  | "chance_below_popularity"
  | "seen_beside"
  | "seen_too_little"
  | "seen_worse"
  | "erased_meanwhile"
  | "promoted_meanwhile"
  // Why a run ended early.
  | "ended_by_admin"
  | "took_too_long"
  | "out_of_memory"
  | "training_killed"
  | "went_silent"
  | "database_failed"
  | "see_log"
  | "file_gone"
  | "failed_with"
  // What is wrong with a part of the plugin.
  | "no_answer"
  | "slow_database"
  | "reports_refused"
  | "no_model_refused"
  | "no_model"
  | "accuracy_fallen"
  | "drifted"
  | "drift_train"
  | "drift_activate"
  | "skewed"
  | "last_run_failed"
  | "lists_refused"
  | "lists_failed"
  | "lists_well"
  | "extension_failed"
  | "serves_another"
  | "serves_none"
  | "not_compared_since"
  | "not_compared"
  // What a rule did to a list.
  | "excluded"
  | "raised"
  | "lowered"
  | "too_many_of_category"
  | "pinned"
  // Why a request was refused.
  | "field_too_small"
  | "field_too_big"
  | "field_too_short"
  | "field_too_long"
  | "field_unknown"
  | "field_invalid"
  | "bad_schedule"
  | "experiment_running"
  | "experiment_version"
  | "import_ended"

/**
 * One sentence of the server in parts. Values named `share` are 0 to 1, those
 * that end in `_ms` are milliseconds, `trigger`, `phase`, `what` and `feature`
 * are codes with words of their own, `field` is the path of a field and `bound`
 * is in the unit of that field.
 */
export interface Saying {
  code: SayingCode
  values: Record<string, string | number>
}
