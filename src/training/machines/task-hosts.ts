import { RunGoneError, snapshotPiece } from "./piece-store"
import type { FencedRun, PieceStore } from "./piece-store"
import type { TaskHost } from "./task-host"

/** Milliseconds that a host without tasks is kept: those of the next stage may come. */
const IDLE_MS = 60_000

/** A host that is held by whoever runs tasks on it. */
export interface HeldHost {
  readonly host: TaskHost
  readonly runId: string
  /** Whether it has the run's snapshot. */
  isLoaded: boolean
}

/** The hosts of one instance: each has the snapshot of the run that it last ran tasks of, loaded once. */
export class TaskHosts {
  readonly #store: PieceStore
  readonly #options: { readonly lanes: number; readonly start: () => TaskHost }
  #free: HeldHost[] = []
  readonly #all = new Set<HeldHost>()
  #idle: NodeJS.Timeout | null = null
  #isStopped = false

  /** @param lanes hosts at most, free ones included */
  constructor(store: PieceStore, options: { readonly lanes: number; readonly start: () => TaskHost }) {
    this.#store = store
    this.#options = options
  }

  /** A free host that has the run's snapshot, else a new one. */
  async take(runId: string): Promise<HeldHost> {
    if (this.#isStopped) throw new RunGoneError("this instance ends")
    const known = this.#free.find((held) => held.runId === runId)
    this.#free = this.#free.filter((held) => held !== known)
    if (known) return known
    // A host of another run is one too many: it has memory that this run wants.
    while (this.#all.size >= this.#options.lanes && this.#free.length > 0) await this.discard(this.#free[0])
    const held = { host: this.#options.start(), runId, isLoaded: false }
    this.#all.add(held)
    return held
  }

  /**
   * Has the host read the snapshot, where it has not.
   *
   * @throws RunGoneError when the snapshot is not kept any more
   */
  async load(held: HeldHost, run: FencedRun, parts: number): Promise<void> {
    if (held.isLoaded) return
    for (let part = 0; part < parts; part++) {
      const bytes = await this.#store.get(run, snapshotPiece(part))
      if (bytes === null) throw new RunGoneError(`the snapshot of run ${run.runId} is not kept any more`)
      await held.host.add(bytes)
    }
    held.isLoaded = true
  }

  /** Frees a host whose tasks are done. */
  giveBack(held: HeldHost): void {
    this.#free.push(held)
    if (this.#idle) clearTimeout(this.#idle)
    this.#idle = setTimeout(() => void this.#stopFree(), IDLE_MS).unref()
  }

  /** Ends a host: what failed in it may have left anything behind. */
  async discard(held: HeldHost): Promise<void> {
    this.#free = this.#free.filter((other) => other !== held)
    this.#all.delete(held)
    await held.host.stop()
  }

  /** Ends all of them at once, whatever they do. */
  async stop(): Promise<void> {
    this.#isStopped = true
    if (this.#idle) clearTimeout(this.#idle)
    await Promise.all([...this.#all].map((held) => this.discard(held)))
  }

  async #stopFree(): Promise<void> {
    await Promise.all(this.#free.map((held) => this.discard(held)))
  }
}
