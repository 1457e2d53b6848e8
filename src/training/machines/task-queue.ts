import type * as BullMq from "bullmq"
import type { Job, Queue, QueueEvents } from "bullmq"
import type { Redis } from "ioredis"
import { withDeadline } from "../deadline"
import { loadBullMq } from "./load-bullmq"
import { NotRunError } from "./machines"
import type { Machines, MachinesReport } from "./machines"
import { resultPiece, snapshotPiece } from "./piece-store"
import type { FencedRun, PieceStore } from "./piece-store"
import { ATTEMPTS, jobOutcome, machineOf, taskQueueName } from "./queue-protocol"
import type { JobData, JobOutcome } from "./queue-protocol"
import { connectRedis, queuePrefix } from "./redis-connection"
import type { QueueRedis } from "./redis-connection"

/** What a training's queue works with. */
export interface TaskQueueOptions {
  readonly redis: QueueRedis
  readonly run: FencedRun
  readonly store: PieceStore
  /** Name of this instance among those that wait at the queue: it does not help itself. */
  readonly instance: string
  /** Called once when Redis is lost. */
  readonly onLost?: (why: string) => void
  /** @defaultValue that of this release */
  readonly queueName?: string
}

/** How often Redis is asked whether it is there, and the silence after which it is not, in milliseconds. */
const PING_MS = 2_000
const LOST_MS = 10_000
const OPEN_MS = 5_000

/** Rests between attempts, of 2 and 4 s: a database that is away for a moment fails no task three times. */
const BACKOFF = { type: "exponential", delay: 2_000 }

interface Waiting {
  readonly resolve: (outcome: JobOutcome) => void
  readonly reject: (error: Error) => void
  /** Looks at which the job was nowhere. */
  missed: number
}

/** Looks in a row at which a job must be nowhere before it counts as lost: its end may be known a moment later. */
const MISSED_AT_MOST = 2

/** The tasks of one training on the queue of all instances, as its coordinator sees them. */
export class TaskQueue implements Machines {
  readonly #options: TaskQueueOptions
  readonly #redis: Redis
  readonly #queue: Queue
  readonly #events: QueueEvents
  readonly #waiting = new Map<string, Waiting>()
  #watch: NodeJS.Timeout | null = null
  #lastAnswer = performance.now()
  #lost: string | null = null
  #parts = 0
  #tasks = 0
  lanes = 0
  #instances = 0

  private constructor(options: TaskQueueOptions, bull: typeof BullMq) {
    this.#options = options
    this.#redis = connectRedis(options.redis)
    const { queueName = taskQueueName() } = options
    const shared = { connection: this.#redis, prefix: queuePrefix(options.redis) }
    this.#queue = new bull.Queue(queueName, { ...shared, streams: { events: { maxLen: 1_000 } } })
    // From the first event that is kept: one between two readings is missed by nobody.
    this.#events = new bull.QueueEvents(queueName, { ...shared, lastEventId: "0" })
    // Redis is away: BullMQ tries again, and the watch below says when it is enough.
    this.#queue.on("error", () => undefined)
    this.#events.on("error", () => undefined)
    this.#events.on("completed", ({ jobId, returnvalue }) => this.#complete(jobId, returnvalue))
    this.#events.on("failed", ({ jobId, failedReason }) => {
      const words = `Tasks of the training failed ${ATTEMPTS} times on other instances, the last time with: ${failedReason}`
      this.#settle(jobId, ({ reject }) => reject(new Error(words)))
    })
  }

  /**
   * Looks who else waits at the queue.
   *
   * @throws Error when Redis does not answer, or BullMQ is not installed
   */
  static async open(options: TaskQueueOptions): Promise<TaskQueue> {
    const queue = new TaskQueue(options, await loadBullMq())
    try {
      await withDeadline(queue.#look(), OPEN_MS, late)
      return queue
    } catch (error) {
      await queue.close()
      throw error
    }
  }

  async share(part: Uint8Array): Promise<void> {
    const { run, store } = this.#options
    await store.put(run, snapshotPiece(this.#parts), part)
    this.#parts += 1
  }

  async run(id: number, tasks: Uint8Array): Promise<readonly Uint8Array[]> {
    if (this.#lost !== null) throw new NotRunError(this.#lost, true)
    const { run } = this.#options
    const jobId = `${run.runId}-${id}`
    const ended = new Promise<JobOutcome>((resolve, reject) => this.#waiting.set(jobId, { resolve, reject, missed: 0 }))
    const data: JobData = { run, parts: this.#parts, tasks: Buffer.from(tasks).toString("base64") }
    const added = this.#queue.add("tasks", data, {
      ...{ jobId, attempts: ATTEMPTS, backoff: BACKOFF, removeOnComplete: true, removeOnFail: true },
    })
    const [outcome] = await Promise.all([ended, added])
    if ("refused" in outcome) throw new NotRunError(outcome.refused, true)
    if ("gone" in outcome) throw new NotRunError("the run is over", true)
    return this.#results(outcome)
  }

  async takeBack(id: number): Promise<void> {
    const jobId = `${this.#options.run.runId}-${id}`
    if (await this.#remove(jobId, (job) => this.#isFree(job))) {
      this.#settle(jobId, ({ reject }) => reject(new NotRunError("nobody had begun it", false)))
    }
  }

  report(): MachinesReport {
    return { instances: this.#instances, tasks: this.#tasks, alone: this.#lost }
  }

  async close(): Promise<void> {
    if (this.#watch) clearInterval(this.#watch)
    const left = [...this.#waiting.keys()]
    for (const jobId of left) this.#settle(jobId, ({ reject }) => reject(new NotRunError("the run is over", true)))
    if (this.#lost === null) await withDeadline(this.#removeAll(left), OPEN_MS, late).catch(() => undefined)
    this.#disconnect()
  }

  async #look(): Promise<void> {
    await this.#queue.waitUntilReady()
    await this.#events.waitUntilReady()
    const others = await this.#others()
    this.#instances = new Set(others.map(({ instance }) => instance)).size
    this.lanes = others.reduce((sum, { lanes }) => sum + lanes, 0)
    this.#lastAnswer = performance.now()
    this.#watch = setInterval(() => void this.#ask(), PING_MS)
    this.#watch.unref()
  }

  /** Asks Redis whether it is there, and whether all that waits is. */
  async #ask(): Promise<void> {
    if (performance.now() - this.#lastAnswer > LOST_MS) {
      this.#lose(`Redis has not answered for ${LOST_MS / 1000} seconds`)
      return
    }
    try {
      await this.#redis.ping()
      this.#lastAnswer = performance.now()
      for (const [jobId, waiting] of this.#waiting) {
        waiting.missed = (await this.#queue.getJob(jobId)) === undefined ? waiting.missed + 1 : 0
        // A Redis that was restarted has forgotten it.
        if (waiting.missed > MISSED_AT_MOST) {
          this.#settle(jobId, ({ reject }) => reject(new NotRunError("Redis has forgotten it", false)))
        }
      }
    } catch {
      // It is away for a moment, or for longer: the next look knows.
    }
  }

  #lose(why: string): void {
    if (this.#lost !== null) return
    this.#lost = why
    if (this.#watch) clearInterval(this.#watch)
    for (const jobId of [...this.#waiting.keys()]) {
      this.#settle(jobId, ({ reject }) => reject(new NotRunError(why, true)))
    }
    this.#disconnect()
    this.#options.onLost?.(why)
  }

  async #results({ name, count }: { readonly name: string; readonly count: number }): Promise<readonly Uint8Array[]> {
    const { run, store } = this.#options
    const results: Uint8Array[] = []
    for (let at = 0; at < count; at++) {
      const bytes = await store.get(run, resultPiece(name, at))
      if (bytes === null) throw new NotRunError("its results are not kept", false)
      results.push(bytes)
    }
    await store.drop(run, name)
    this.#tasks += count
    return results
  }

  #complete(jobId: string, returned: unknown): void {
    this.#settle(jobId, ({ resolve, reject }) => {
      const outcome = jobOutcome.safeParse(returned)
      if (outcome.success) resolve(outcome.data)
      else reject(new Error("Another instance answered tasks with what is no outcome."))
    })
  }

  #settle(jobId: string, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(jobId)
    this.#waiting.delete(jobId)
    if (waiting) how(waiting)
  }

  /** Who else waits at the queue. */
  async #others(): Promise<{ readonly instance: string; readonly lanes: number }[]> {
    const found = (await this.#queue.getWorkers()).flatMap(({ rawname }) => machineOf(rawname) ?? [])
    return found.filter(({ instance }) => instance !== this.#options.instance)
  }

  /** Whether tasks may run here instead: those that failed elsewhere are to fail the run, where anybody can try them again. */
  async #isFree({ attemptsMade }: Job): Promise<boolean> {
    return attemptsMade === 0 || (await this.#others()).length === 0
  }

  /** Takes tasks off the queue; false where somebody is at them, they are not there, or Redis is away. */
  async #remove(jobId: string, mayGo: (job: Job) => Promise<boolean> | boolean = () => true): Promise<boolean> {
    if (this.#lost !== null) return false
    try {
      const job = await this.#queue.getJob(jobId)
      if (job === undefined || !(await mayGo(job))) return false
      await job.remove()
      return true
    } catch {
      return false
    }
  }

  /** Whoever is at one of them finds the run closed when it stores its result. */
  async #removeAll(jobIds: readonly string[]): Promise<void> {
    for (const jobId of jobIds) await this.#remove(jobId)
  }

  /** At once: a Redis that is away would keep a polite farewell waiting. */
  #disconnect(): void {
    void this.#events.close().catch(() => undefined)
    void this.#queue.close().catch(() => undefined)
    this.#redis.disconnect()
  }
}

const late = (): Error => new Error(`Redis did not answer within ${OPEN_MS / 1000} seconds`)
