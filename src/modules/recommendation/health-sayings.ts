import { inTurn, statement } from "./sayings"
import type { Statement } from "./sayings"
import type { RecentLists } from "./serving/admission"

/** Features that moved between the version that serves and the one trained last, by their numbers. */
interface DriftFigures {
  readonly count: number
  readonly feature: string
  readonly psi: number
  readonly serving: number
  readonly newest: number
}

/** What is wrong with a part of the plugin. */
export const aboutHealth = {
  noAnswer: (waitMs: number) => statement("no_answer", { wait_ms: waitMs }),
  checkFailed: () => statement("see_log"),
  slowDatabase: (tookMs: number) => statement("slow_database", { took_ms: tookMs }),
  reportsRefused: (count: number, stored: number) => statement("reports_refused", { count, stored }),
  noModelRefused: (number: number, why: Statement) => after(statement("no_model_refused", { number }), why),
  noModel: () => statement("no_model"),
  accuracyFallen: () => statement("accuracy_fallen"),
  drifted: ({ count, feature, psi, serving, newest }: DriftFigures) =>
    inTurn(
      statement("drifted", { count, feature, psi }),
      serving === newest ? statement("drift_train") : statement("drift_activate", { number: serving, newest }),
    ),
  skewed: ({ lists, apart, feature }: { lists: number; apart: number; feature: string }) =>
    statement("skewed", { count: apart, lists, feature }),
  lastRunFailed: (cause: Statement) => after(statement("last_run_failed"), cause),
  listsRefused: (count: number) => statement("lists_refused", { count }),
  listsFailed: ({ asked, failed }: RecentLists) =>
    statement("lists_failed", { count: failed, asked, share: failed / Math.max(asked, failed) }),
  listsWell: (asked: number) => statement("lists_well", { asked }),
  extensionFailed: (name: string, count: number) => statement("extension_failed", { name, count }),
  servesAnother: (serves: number | null, promoted: number) =>
    serves === null
      ? statement("serves_none", { promoted })
      : statement("serves_another", { promoted, number: serves }),
  notCompared: (since: Date | null) =>
    since ? statement("not_compared_since", { at: since.toISOString() }) : statement("not_compared"),
}

/** A sentence and its cause, whose words may be those of an older release. */
const after = (first: Statement, cause: Statement): Statement => ({
  text: `${first.text} ${cause.text}`,
  said: [...first.said, ...cause.said],
})
