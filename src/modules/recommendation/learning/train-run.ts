import { performance } from "node:perf_hooks"
import type { Attributes, Span } from "@medusajs/framework/opentelemetry/api"
import { missingForTraining } from "../../../core/recommender/readiness"
import type { RetrainTrigger } from "../../../types/http"
import type { StartTraining } from "../../../training/training-session"
import type { MachinesReport } from "../../../training/machines/machines"
import type { TrainingOutcome } from "../../../training/protocol"
import type { Arrival } from "../behavior/arrival"
import type { ModuleContext } from "../context"
import { logEvent } from "../log-event"
import { aboutGate, aboutRetrain } from "../sayings"
import type { Statement } from "../sayings"
import { traced } from "../telemetry"
import type { AccuracyMark, ActivationStore } from "./activation-store"
import { causeOf } from "./finish-run"
import { FittingTraining } from "./fitting-training"
import type { Attempt } from "./fitting-training"
import { holdoutAccuracy, judgeVersion } from "./gate"
import type { Lease } from "./lease"
import { Heartbeat, RunCanceledError } from "./heartbeat"
import type { RequestStore } from "./request-store"
import type { SampledRows } from "./report-schema"
import type { RunStore } from "./run-store"
import type { SettingsStore } from "../settings/settings-store"
import { readSnapshot } from "./snapshot"
import type { SnapshotSize } from "./snapshot"
import type { TrainingMachines } from "./training-machines"
import type { VersionStore } from "./version-store"

/** What a training run works with. */
export interface TrainingParts {
  readonly context: ModuleContext
  readonly runs: RunStore
  readonly versions: VersionStore
  readonly activation: ActivationStore
  readonly requests: RequestStore
  readonly settings: SettingsStore
  readonly arrival: () => Promise<Arrival>
  /** Secret with which files say whose a vector is. */
  readonly ownerKey: () => Promise<string>
  readonly startTraining: StartTraining
  readonly machines: Pick<TrainingMachines, "open"> | null
}

/** What a run came to: a version that may serve, one that was refused, or nothing for want of behavior. */
export interface TrainedVersion {
  readonly versionId: string | null
  readonly number: number | null
  /** Null where the gate lets it serve. */
  readonly refusal: Statement | null
  /** Whether an admin may let it serve against that: never where an erased shopper is in it. */
  readonly mayBeForced: boolean
  /** How good it was on the hold-out; null where nothing was trained. */
  readonly accuracy: AccuracyMark | null
}

/** Percents of the whole at which reading is done, and training. */
const READ_PERCENT = 8
const TRAINED_PERCENT = 97

/**
 * Takes a snapshot, trains on it beside the shop, judges the model and stores it as a
 * version - all under a lease, with a heartbeat. Nothing of it serves yet.
 *
 * @throws what ended it: RunCanceledError, RunTimeoutError, LeaseLostError, or the failure itself
 */
export function trainVersion(parts: TrainingParts, run: LeasedRun): Promise<TrainedVersion> {
  return traced("recommendations.training", async (span) => {
    span.setAttributes({ "recommendations.run_id": run.lease.runId, "recommendations.trigger": run.trigger })
    try {
      const trained = await trainAndStore(parts, run, span)
      span.setAttributes(outcomeOf(trained))
      return trained
    } catch (error) {
      span.setAttributes({
        "recommendations.outcome": error instanceof RunCanceledError ? "canceled" : "failed",
        // The code and not the words: those are the admin's alone.
        "recommendations.cause": causeOf(error).said[0]?.code,
      })
      throw error
    }
  })
}

interface LeasedRun {
  readonly lease: Lease
  readonly trigger: RetrainTrigger
}

async function trainAndStore(parts: TrainingParts, run: LeasedRun, span: Span): Promise<TrainedVersion> {
  const { context } = parts
  const { lease, trigger } = run
  const started = performance.now()
  const heartbeat = new Heartbeat(context, parts.runs, lease)
  const { max_rows: maxRows, max_memory_mb: maxMemoryMb } = context.options.training
  const training = new FittingTraining({
    start: () => parts.startTraining({ maxMemoryMb }),
    onSmaller: (rows, { message }) => {
      const fields = { run: lease.runId, rows, cause: message }
      logEvent(context, "warn", { name: "run.smaller", fields })
    },
  })
  try {
    heartbeat.at("snapshot", 0)
    const { settings } = await parts.settings.current()
    const snapshotAt = new Date()
    const arrival = await parts.arrival()
    const work = { lease, heartbeat, arrival, now: snapshotAt }
    const { size, sampled, outcome, machines } = await heartbeat.guard(
      training.run(maxRows, (attempt) => train(parts, work, attempt)),
    )
    span.setAttribute("recommendations.rows", size.rows)
    if (outcome.type === "not_ready") return notReady(outcome)
    for (const words of outcome.leftOut) context.logger?.warn(`recommendations: ${words}`)
    heartbeat.at("store", TRAINED_PERCENT)
    const verdict = judgeVersion(outcome.report, settings.gate)
    const stored = await heartbeat.guard(
      parts.versions.store(lease, {
        trigger,
        isRefused: !verdict.promote,
        gate: verdict.why,
        bytes: outcome.bytes,
        report: outcome.report,
        machines,
        sampled,
        weights: outcome.weights,
        durationMs: performance.now() - started,
        memoryMb: outcome.memoryMb,
        arrival,
        catalogSize: size.catalogSize,
      }),
    )
    return {
      versionId: stored.id,
      number: stored.number,
      refusal: stored.isErased ? aboutGate.erasedMeanwhile() : verdict.promote ? null : verdict.why,
      mayBeForced: !stored.isErased,
      accuracy: holdoutAccuracy(outcome.report),
    }
  } finally {
    heartbeat.stop()
    await training.stop()
  }
}

function outcomeOf({ versionId, number, refusal }: TrainedVersion): Attributes {
  const judged = refusal === null ? "passed" : "refused"
  return {
    "recommendations.outcome": versionId === null ? "not_ready" : judged,
    "recommendations.version": number ?? undefined,
  }
}

interface Work {
  readonly lease: Lease
  readonly heartbeat: Heartbeat
  readonly arrival: Arrival
  readonly now: Date
}

/** How a training went that was read and run. */
interface Trained {
  readonly size: SnapshotSize
  readonly sampled: SampledRows | null
  readonly outcome: TrainingOutcome
  readonly machines: MachinesReport | null
}

async function train(parts: TrainingParts, work: Work, attempt: Attempt): Promise<Trained> {
  const { context, versions, activation } = parts
  const { seed, threads } = context.options.training
  const { lease, heartbeat } = work
  const { session, maxRows, isSmaller, onRows } = attempt
  const { settings } = await parts.settings.current()
  const size = await readSnapshot(context, { ...work.arrival, maxRows, seed, settings, onRows }, (kind, text) =>
    session.add(kind, text),
  )
  heartbeat.at("snapshot", READ_PERCENT)
  const serving = await activation.current()
  const champion = serving ? await versions.file(serving.version_id) : null
  // Others may still hold the snapshot of the larger attempt: they would run tasks of other rows.
  const shared = isSmaller ? undefined : await parts.machines?.open(lease, size.rows)
  // The run may end before the training does: what others do for it ends with it.
  const end = (): void => void shared?.close()
  heartbeat.signal.addEventListener("abort", end, { once: true })
  try {
    const outcome = await session.train(
      {
        ...{ seed, now: work.now.getTime(), maxRows, threads, champion },
        newShopperOrders: settings.serving.new_shopper_orders,
        ownerKey: await parts.ownerKey(),
      },
      ({ phase, fraction }) => heartbeat.at(phase, READ_PERCENT + (TRAINED_PERCENT - READ_PERCENT) * fraction),
      shared?.machines,
    )
    return { size, sampled: sampledOf(size, isSmaller), outcome, machines: shared?.report() ?? null }
  } finally {
    heartbeat.signal.removeEventListener("abort", end)
    await shared?.close()
  }
}

function sampledOf({ rows, sampledOf: of }: SnapshotSize, isSmaller: boolean): SampledRows | null {
  return of === null ? null : { rows, of, for: isSmaller ? "memory" : "max_rows" }
}

function notReady({ readiness }: Extract<TrainingOutcome, { type: "not_ready" }>): TrainedVersion {
  return {
    versionId: null,
    number: null,
    refusal: aboutRetrain.tooLittle(missingForTraining(readiness.has)),
    mayBeForced: false,
    accuracy: null,
  }
}
