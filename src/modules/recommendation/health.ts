import { z } from "@medusajs/framework/zod"
import { withDeadline } from "../../training/deadline"
import type { HealthPart, HealthResponse } from "../../types/http"
import type { ModuleContext } from "./context"
import { execute, queryRows } from "./database/query-rows"
import { aboutHealth } from "./health-sayings"
import type { Statement } from "./sayings"
import type { ExtensionFailures } from "./extend/extensions"
import type { RecentLists } from "./serving/admission"
import { measureDrift } from "./learning/drift"
import type { LearningStore } from "./learning/learning-store"

/** What health is read from, beside learning itself. */
export interface HealthParts {
  readonly context: ModuleContext
  readonly learning: LearningStore
  /** Version that ranks on this instance; null on the ladder. */
  readonly servingVersion: () => Promise<number | null>
  /** Lists that this instance refused lately, for more came than it makes. */
  readonly listsRefused: () => number
  /** Lists of this instance within the last minutes. */
  readonly recentLists: () => RecentLists
  /** The shop's extension that failed most lately; null where none did. */
  readonly extensionsFailed: () => ExtensionFailures | null
  /** When the last comparison with the orders ended; null before the first. */
  readonly lastReconciliation: () => Promise<Date | null>
}

type Status = Omit<HealthPart, "part">

const OK: Status = { status: "ok", reason: null, said: [] }
const ill = (status: "not_learnt" | "degraded" | "down", { text, said }: Statement): Status => ({
  status,
  reason: text,
  said: [...said],
})
/** In order, with a figure that is worth showing. */
const well = ({ text, said }: Statement): Status => ({ status: "ok", reason: text, said: [...said] })
const degraded = (why: Statement): Status => ill("degraded", why)

/** A part that does not answer by then is down. */
const TIMEOUT_MS = 3_000
const SLOW_DATABASE_MS = 500
/** Comparisons with the orders run each quarter of an hour. */
const RECONCILIATION_LATE_MS = 3_600_000
/** Instances follow a promotion within two seconds; this is well past it. */
const FOLLOW_LIMIT_MS = 10_000
/** Share of reports refused today above which something is wrong with the storefront. */
const REFUSED_SHARE = 0.2
const REFUSED_AT_LEAST = 50

/** Says of each part whether it works, and in words why it does not. */
export async function describeHealth(parts: HealthParts): Promise<HealthResponse> {
  const checks: [HealthPart["part"], (parts: HealthParts) => Promise<Status>][] = [
    ["capture", capture],
    ["database", database],
    ["model", model],
    ["training", training],
    ["serving", serving],
    ["reconciliation", reconciliation],
  ]
  const checked = await Promise.all(
    checks.map(async ([part, check]): Promise<HealthPart> => ({ part, ...(await guarded(parts, check)) })),
  )
  const worst = (["down", "degraded", "not_learnt"] as const).find((status) =>
    checked.some((part) => part.status === status),
  )
  return { status: worst ?? "ok", parts: checked }
}

async function guarded(parts: HealthParts, check: (parts: HealthParts) => Promise<Status>): Promise<Status> {
  const late = new Error("late")
  try {
    return await withDeadline(check(parts), TIMEOUT_MS, () => late)
  } catch (error) {
    if (error === late) return ill("down", aboutHealth.noAnswer(TIMEOUT_MS))
    // The cause may hold addresses and statements: it is for the log.
    parts.context.logger?.error(`recommendations: a health check failed: ${String(error)}`)
    return ill("down", aboutHealth.checkFailed())
  }
}

async function database({ context }: HealthParts): Promise<Status> {
  const started = performance.now()
  await execute(context.knex(), { sql: "select 1", bindings: [] })
  const took = Math.round(performance.now() - started)
  return took < SLOW_DATABASE_MS ? OK : degraded(aboutHealth.slowDatabase(took))
}

async function capture({ context }: HealthParts): Promise<Status> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select coalesce(sum(count) filter (where kind like 'rejected/%'), 0) as refused,
                   (select count(*) from behavior_event
                     where source = 'storefront' and occurred_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC')
                     as stored
              from recommendation_capture_count where day = (now() at time zone 'UTC')::date`,
      bindings: [],
    },
    z.object({ refused: z.coerce.number(), stored: z.coerce.number() }),
  )
  const { refused, stored } = rows[0] ?? { refused: 0, stored: 0 }
  if (refused < REFUSED_AT_LEAST || refused < REFUSED_SHARE * (refused + stored)) return OK
  return degraded(aboutHealth.reportsRefused(refused, stored))
}

async function model({ learning }: HealthParts): Promise<Status> {
  const [{ serving: active, newest }, activation, { settings }] = await Promise.all([
    learning.versions.keyVersions(),
    learning.activation.current(),
    learning.settings(),
  ])
  if (!active) {
    if (!newest) return ill("not_learnt", aboutHealth.noModel())
    return degraded(aboutHealth.noModelRefused(newest.number, { text: newest.gate_reason, said: newest.gate_said }))
  }
  if (activation?.accuracy_alarm) return degraded(aboutHealth.accuracyFallen())
  const skew = await learning.skew.latest()
  if (skew?.farthest) return degraded(aboutHealth.skewed({ ...skew, feature: skew.farthest.feature }))
  if (!newest) return OK
  const scores = await learning.accuracy.samples.scores(active.id, settings.retrain.accuracy_min_sample)
  const alarms = measureDrift({ serving: active, newest, scores }).filter(({ alarm }) => alarm)
  const widest = alarms[0]
  if (!widest) return OK
  const { feature, psi } = widest
  const numbers = { serving: active.number, newest: newest.number }
  return degraded(aboutHealth.drifted({ count: alarms.length, feature, psi, ...numbers }))
}

async function training({ learning }: HealthParts): Promise<Status> {
  const { last } = await learning.runs.latest()
  if (last?.status !== "failed") return OK
  return degraded(aboutHealth.lastRunFailed({ text: last.cause ?? "cause unknown", said: last.cause_said }))
}

async function serving(parts: HealthParts): Promise<Status> {
  const { learning, servingVersion, listsRefused, recentLists, extensionsFailed } = parts
  const recent = recentLists()
  if (recent.failed > 0) return degraded(aboutHealth.listsFailed(recent))
  const refused = listsRefused()
  if (refused > 0) return degraded(aboutHealth.listsRefused(refused))
  const extension = extensionsFailed()
  if (extension !== null) return degraded(aboutHealth.extensionFailed(extension.name, extension.count))
  const version = await servingVersion()
  const active = await learning.activation.current()
  const isFollowing =
    !active || active.number === version || Date.now() - active.activated_at.getTime() < FOLLOW_LIMIT_MS
  if (isFollowing) return recent.asked === 0 ? OK : well(aboutHealth.listsWell(recent.asked))
  return degraded(aboutHealth.servesAnother(version, active.number))
}

async function reconciliation({ lastReconciliation }: HealthParts): Promise<Status> {
  const last = await lastReconciliation()
  const age = last ? Date.now() - last.getTime() : process.uptime() * 1_000
  if (age < RECONCILIATION_LATE_MS) return OK
  return degraded(aboutHealth.notCompared(last))
}
