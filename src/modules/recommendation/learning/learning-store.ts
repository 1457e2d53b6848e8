import type { ModelInfoResponse, RetrainDecision, RetrainTrigger } from "../../../types/http"
import { startTrainingThread } from "../../../training/training-thread"
import type { EdgeFile } from "../../../training/edge-thread"
import type { StartTraining } from "../../../training/training-session"
import type { BehaviorStore } from "../behavior/behavior-store"
import { retryTransient } from "../behavior/transient"
import type { ChangeLog } from "../database/change-log"
import type { ModuleContext } from "../context"
import { logEvent } from "../log-event"
import { ShopperHashes } from "../privacy/shopper-hashes"
import { codesOf } from "../sayings"
import type { Statement } from "../sayings"
import { AccuracyStore } from "./accuracy-store"
import { ActivationStore } from "./activation-store"
import { decideRetrain } from "./decide"
import { measureDrift } from "./drift"
import { makeEdgeFile } from "./edge-file"
import { ErasedFiles } from "./erased-files"
import { closeFailed } from "./finish-run"
import { LearningStateReader } from "./learning-state"
import type { Lease } from "./lease"
import { describeModel } from "./model-info"
import { RequestStore } from "./request-store"
import { RunStore } from "./run-store"
import { serveTrained } from "./serve-trained"
import { SkewCheck } from "./skew-check"
import type { ServedVersion } from "./serve-trained"
import { SettingsStore } from "../settings/settings-store"
import type { CurrentSettings } from "../settings/settings-store"
import type { TrainingMachines } from "./training-machines"
import { trainVersion } from "./train-run"
import type { KeptVersion } from "./version-store"
import type { TrainedVersion } from "./train-run"
import { VersionStore } from "./version-store"

/** What learning asks of its neighbors; tests give a training of their own. */
export interface LearningNeighbors {
  readonly behavior: Pick<BehaviorStore, "readProfile" | "countSince" | "arrival">
  readonly startTraining?: StartTraining
  /** Absent where trainings are not shared. */
  readonly machines?: TrainingMachines
  readonly changes?: ChangeLog
}

/** A run that has its lease and is to be trained. */
export interface OpenedRun {
  readonly lease: Lease
  readonly trigger: RetrainTrigger
}

/** How the model keeps itself good: settings, triggers, runs, versions, and which one serves. */
export class LearningStore {
  readonly settingsStore: SettingsStore
  readonly runs: RunStore
  readonly requests: RequestStore
  readonly versions: VersionStore
  readonly activation: ActivationStore
  readonly accuracy: AccuracyStore
  readonly erasedFiles: ErasedFiles
  readonly skew: SkewCheck
  private readonly state: LearningStateReader
  private readonly hashes: ShopperHashes

  constructor(
    private readonly context: ModuleContext,
    private readonly neighbors: LearningNeighbors,
  ) {
    this.settingsStore = new SettingsStore(context, neighbors.changes)
    this.runs = new RunStore(context)
    this.requests = new RequestStore(context)
    this.versions = new VersionStore(context)
    this.erasedFiles = new ErasedFiles(context, this.versions)
    this.hashes = new ShopperHashes(context)
    this.activation = new ActivationStore(context, neighbors.changes)
    this.state = new LearningStateReader(context, this.requests, (seq) => neighbors.behavior.countSince(seq))
    this.accuracy = new AccuracyStore({ ...this.parts, behavior: neighbors.behavior })
    this.skew = new SkewCheck(this.parts)
  }

  /** Settings now, at most two seconds old. */
  settings(): Promise<CurrentSettings> {
    return this.settingsStore.current()
  }

  /** Settings as they are stored at this moment. */
  readSettings(): Promise<CurrentSettings> {
    return this.settingsStore.read()
  }

  /** Which model serves; one read by primary key. */
  async activeModel(): Promise<(KeptVersion & { fencing: number }) | null> {
    const active = await this.activation.current()
    if (!active) return null
    const { number: version, version_id: id, fencing, snapshot_seq: snapshotSeq, snapshot } = active
    return { version, id, fencing, snapshotSeq, snapshot }
  }

  /** A version of that number whose file is kept; null where there is none. */
  modelOf(number: number): Promise<KeptVersion | null> {
    return this.versions.kept(number)
  }

  /**
   * The file of a version.
   *
   * @throws Error when it is not kept
   */
  async modelFile(versionId: string): Promise<Uint8Array> {
    const bytes = await this.versions.file(versionId)
    if (!bytes) throw new Error(`the file of model version ${versionId} is not kept`)
    return bytes
  }

  /** The file for the edge of a version, made in a thread of its own; null where the version's file is not kept. */
  async edgeFile(number: number): Promise<EdgeFile | null> {
    const kept = await this.modelOf(number)
    return kept && makeEdgeFile(this.context, { version: number, bytes: await this.modelFile(kept.id) })
  }

  /** Remembers that a retrain is wanted; the ticking job starts it. */
  async requestRetrain(trigger: RetrainTrigger, detail: string | null = null): Promise<void> {
    await this.requests.add(trigger, detail)
  }

  /** Whether a retrain would begin now, and why (not). */
  async decide(): Promise<RetrainDecision> {
    const [state, { settings }] = await Promise.all([this.state.read(), this.settings()])
    return decideRetrain(state, settings)
  }

  /**
   * Looks after the runs: closes dead ones, follows the schedule, and opens a run
   * where one is due and no other instance was faster.
   */
  async openDueRun(): Promise<OpenedRun | null> {
    await this.runs.closeDead()
    await this.neighbors.machines?.tidy()
    await this.erasedFiles.rewrite()
    const { settings } = await this.settings()
    const { cron, time_zone: timeZone, enabled } = settings.retrain.schedule
    await this.requests.followSchedule({ cron, timeZone, enabled })
    const decision = await this.decide()
    if (!decision.would_run || decision.trigger === null) return null
    const { trigger, reason, said } = decision
    const pending = await this.requests.pending()
    const by = pending.find((request) => request.trigger === trigger)?.requested_by ?? null
    const lease = await this.runs.open({ trigger, detail: codesOf(said), by })
    if (!lease) return null
    logEvent(this.context, "info", { name: "run.opened", fields: { run: lease.runId, trigger, reason } })
    return { lease, trigger }
  }

  /** Trains, judges and stores a version; nothing of it serves yet. */
  async train(run: OpenedRun): Promise<TrainedVersion> {
    // Before anything else serves: the lists are compared by the file of the model that made them.
    await this.skew.check().catch((error: unknown) => {
      this.context.logger?.warn(`recommendations: features of served lists not compared: ${String(error)}`)
    })
    return trainVersion(
      {
        ...this.parts,
        arrival: () => this.neighbors.behavior.arrival(),
        ownerKey: () => this.hashes.key(),
        startTraining: this.neighbors.startTraining ?? startTrainingThread,
        machines: this.neighbors.machines ?? null,
      },
      run,
    )
  }

  /** Lets a trained version serve, if the gate or the admin who asked for it does. */
  serve(lease: Lease, trained: TrainedVersion): Promise<ServedVersion> {
    return serveTrained(this.parts, lease, trained)
  }

  /** Closes a run that got to its end: its version serves, or was refused for `refusal`. */
  async finish(lease: Lease, refusal: Statement | null): Promise<void> {
    const status = refusal === null ? "succeeded" : "refused"
    await retryTransient(() => this.runs.close(lease, status, refusal))
    logEvent(this.context, "info", {
      name: `run.${status}`,
      fields: { run: lease.runId, refusal: refusal?.text ?? null },
    })
  }

  /**
   * What is done once a run is closed: watches drift, and forgets what policy does not keep. The run stands
   * whatever becomes of this; the next one does it again.
   */
  async afterRun(): Promise<void> {
    try {
      await this.watchDrift()
      await this.prune()
    } catch (error) {
      this.context.logger?.warn(`recommendations: not tidied up after a run: ${String(error)}`)
    }
  }

  /** Logs features that moved since the serving model was trained. */
  private async watchDrift(): Promise<void> {
    const { serving, newest } = await this.versions.keyVersions()
    if (!serving || !newest) return
    const moved = measureDrift({ serving, newest, scores: { first: [], newest: [] } }).filter(({ alarm }) => alarm)
    const widest = moved[0]
    if (!widest) return
    const fields = {
      serving: serving.number,
      newest: newest.number,
      features: moved.length,
      widest: widest.feature,
      psi: widest.psi,
    }
    logEvent(this.context, "warn", { name: "model.drift", fields })
  }

  /** Writes down why a run came to nothing; what serves, serves on. */
  fail(lease: Lease, error: unknown): Promise<void> {
    return closeFailed(this.parts, lease, error)
  }

  /** Forgets what policy does not keep: files of old versions, old accuracy samples. */
  private async prune(): Promise<void> {
    const { settings } = await this.settings()
    await this.versions.prune(settings.retention.versions_kept)
    await this.accuracy.samples.prune()
  }

  /** All that the admin sees of the model. */
  async describe(): Promise<ModelInfoResponse> {
    const [state, { settings }] = await Promise.all([this.state.read(), this.settings()])
    return describeModel(
      { ...this.parts, accuracy: this.accuracy },
      { state, settings, readiness: await this.state.readiness(settings.retention.behavior_days) },
    )
  }

  private get parts() {
    const { context, runs, versions, activation, requests, settingsStore: settings } = this
    return { context, runs, versions, activation, requests, settings }
  }
}
