import { inTurn, percent, statement } from "./sayings"
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
  noAnswer: (waitMs: number) => statement("no_answer", `No answer within ${waitMs / 1_000} s.`, { wait_ms: waitMs }),
  checkFailed: () => statement("see_log", "The check failed; the cause is in the server's log."),
  slowDatabase: (tookMs: number) =>
    statement("slow_database", `A trivial query took ${tookMs} ms.`, { took_ms: tookMs }),
  reportsRefused: (count: number, stored: number) =>
    statement("reports_refused", `${count} reports of behavior were refused today, ${stored} stored.`, {
      count,
      stored,
    }),
  noModelRefused: (number: number, why: Statement): Statement =>
    inTurn(statement("no_model_refused", `No model serves: the gate refused version ${number}.`, { number }), why),
  noModel: () => statement("no_model", "No model was trained yet: shoppers get what is popular, trending and new."),
  accuracyFallen: () => statement("accuracy_fallen", "Accuracy on fresh behavior has fallen since the promotion."),
  drifted({ count, feature, psi, serving, newest }: DriftFigures): Statement {
    const moved = statement(
      "drifted",
      `${count} features or scores have drifted, ${feature} most (PSI ${psi.toFixed(2)}).`,
      {
        ...{ count, feature, psi },
      },
    )
    if (serving === newest) return inTurn(moved, statement("drift_train", "Train a new version."))
    const text = `Version ${newest} has learned from it, version ${serving} serves: see the gate's reason, and activate version ${newest} if it ranks as well.`
    return inTurn(moved, statement("drift_activate", text, { number: serving, newest }))
  },
  skewed: ({ lists, apart, feature }: { lists: number; apart: number; feature: string }) =>
    statement(
      "skewed",
      `${apart} of ${lists} lists were served with other features than training computes of them, ${feature} most: update the plugin or report it; the log has more.`,
      { count: apart, lists, feature },
    ),
  lastRunFailed: (cause: Statement): Statement => ({
    text: `The last run failed: ${cause.text}`,
    said: [{ code: "last_run_failed", values: {} }, ...cause.said],
  }),
  listsRefused: (count: number) =>
    statement(
      "lists_refused",
      `${count} lists were refused in the last minutes: more were asked for than this server or its database makes.`,
      {
        count,
      },
    ),
  listsFailed: ({ asked, failed }: RecentLists) => {
    const share = failed / Math.max(asked, failed)
    const text = `${failed} of ${asked} lists (${percent(share)}) ended in an error on this server in the last ten minutes; the cause is in the server's log.`
    return statement("lists_failed", text, { count: failed, asked, share })
  },
  listsWell: (asked: number) =>
    statement("lists_well", `None of ${asked} lists ended in an error on this server in the last ten minutes.`, {
      asked,
    }),
  extensionFailed: (name: string, count: number) =>
    statement(
      "extension_failed",
      `The shop's extension ${name} failed ${count} times in the last minutes and was left out; the cause is in the server's log.`,
      { name, count },
    ),
  servesAnother: (serves: number | null, promoted: number) =>
    statement(
      serves === null ? "serves_none" : "serves_another",
      `This instance serves ${serves === null ? "without a model" : `model ${serves}`}, though model ${promoted} was promoted.`,
      { promoted, ...(serves === null ? {} : { number: serves }) },
    ),
  notCompared(since: Date | null): Statement {
    const text = `Purchases were not compared with the orders ${since ? `since ${since.toISOString()}` : "yet"}: is an instance in worker mode running?`
    return since ? statement("not_compared_since", text, { at: since.toISOString() }) : statement("not_compared", text)
  },
}
