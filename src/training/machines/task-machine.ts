import { randomUUID } from "node:crypto"
import type * as BullMq from "bullmq"
import type { Job, Worker } from "bullmq"
import type { Redis } from "ioredis"
import { loadBullMq } from "./load-bullmq"
import { RunGoneError, resultPiece } from "./piece-store"
import type { PieceStore } from "./piece-store"
import { ATTEMPTS, jobData, LOCK_MS, machineName, taskQueueName } from "./queue-protocol"
import type { JobOutcome } from "./queue-protocol"
import { connectRedis, queuePrefix } from "./redis-connection"
import type { QueueRedis } from "./redis-connection"
import type { StartTaskHost } from "./task-host"
import { MEMORY_OPTION } from "../thread-memory"
import { TaskHosts } from "./task-hosts"

/** What an instance that helps works with. */
export interface TaskMachineOptions {
  readonly redis: QueueRedis
  readonly store: PieceStore
  readonly instance: string
  /** Tasks that it runs at once. */
  readonly lanes: number
  /** Memory of all of them together. */
  readonly maxMemoryMb: number
  readonly startHost: StartTaskHost
  readonly warn?: (words: string) => void
  /** @defaultValue that of this release */
  readonly queueName?: string
}

/** How often it is looked for tasks whose instance went silent, in milliseconds. */
const STALLED_EVERY_MS = 5_000
/** Milliseconds after which a Redis that was away is asked again. */
const RETRY_MS = 2_000
/** Milliseconds for which an instance takes no tasks that has not the memory for them. */
const REST_MS = 600_000

/** Takes tasks of other instances' trainings off the queue, for as long as it lives. */
export class TaskMachine {
  readonly #options: TaskMachineOptions
  readonly #redis: Redis
  readonly #worker: Worker
  readonly #hosts: TaskHosts
  #rest: NodeJS.Timeout | null = null

  private constructor(options: TaskMachineOptions, bull: typeof BullMq) {
    const { redis, store, instance, lanes, maxMemoryMb, startHost, queueName = taskQueueName() } = options
    this.#options = options
    const share = Math.floor(maxMemoryMb / lanes)
    this.#hosts = new TaskHosts(store, { lanes, start: () => startHost({ maxMemoryMb: share }) })
    this.#redis = connectRedis(redis)
    this.#worker = new bull.Worker(queueName, (job) => this.#process(job), {
      ...{
        connection: this.#redis,
        prefix: queuePrefix(redis),
        name: machineName(instance, lanes),
        concurrency: lanes,
      },
      ...{ lockDuration: LOCK_MS, stalledInterval: STALLED_EVERY_MS, maxStalledCount: ATTEMPTS - 1 },
      runRetryDelay: RETRY_MS,
    })
    // Redis is away, or a lock was lost: BullMQ tries again, and what was lost is run again.
    this.#worker.on("error", () => undefined)
  }

  /**
   * From now on it takes tasks.
   *
   * @throws Error when BullMQ is not installed
   */
  static async start(options: TaskMachineOptions): Promise<TaskMachine> {
    return new TaskMachine(options, await loadBullMq())
  }

  /** Resolves when others see that it waits at the queue. */
  async ready(): Promise<void> {
    await this.#worker.waitUntilReady()
  }

  /** Takes no tasks until {@link resume}: this instance trains itself. */
  async pause(): Promise<void> {
    await this.#worker.pause(true)
  }

  resume(): void {
    if (this.#rest === null) this.#worker.resume()
  }

  /** Ends it at once; what it ran is run by another when its lock has run out. */
  async close(): Promise<void> {
    if (this.#rest) clearTimeout(this.#rest)
    const closing = this.#worker.close(true)
    await this.#hosts.stop()
    await closing
    this.#redis.disconnect()
  }

  async #process(job: Job): Promise<JobOutcome> {
    const { run, parts, tasks } = jobData.parse(job.data)
    const { store } = this.#options
    if (!(await store.isOpen(run))) return { gone: true }
    const held = await this.#hosts.take(run.runId)
    try {
      const { host } = held
      await this.#hosts.load(held, run, parts)
      const count = await host.begin(Buffer.from(tasks, "base64"))
      const name = `result/${randomUUID()}`
      for (let at = 0; at < count; at++) {
        await store.put(run, resultPiece(name, at), await host.next())
        await job.updateProgress(Math.round((100 * (at + 1)) / count))
      }
      this.#hosts.giveBack(held)
      return { name, count }
    } catch (error) {
      await this.#hosts.discard(held)
      if (error instanceof RunGoneError) return { gone: true }
      const words = describe(error)
      this.#options.warn?.(`tasks of the training ${run.runId} failed here: ${words}`)
      if (!words.includes(MEMORY_OPTION)) throw new Error(words, { cause: error })
      this.#restFromTasks()
      return { refused: words }
    }
  }

  /** Leaves tasks to others: what did not fit once will not fit the next time. */
  #restFromTasks(): void {
    void this.#worker.pause(true)
    this.#rest ??= setTimeout(() => {
      this.#rest = null
      this.#worker.resume()
    }, REST_MS).unref()
  }
}

/** Words for the run's cause: of the database's errors the code alone, for their message holds statements. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = "code" in error && typeof error.code === "string" ? error.code : null
  return code === null ? error.message : `a result could not be stored (${code})`
}
