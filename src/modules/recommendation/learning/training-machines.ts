import { randomUUID } from "node:crypto"
import { startTaskProcess, startTaskThread } from "../../../training/machines/task-host"
import { TaskMachine } from "../../../training/machines/task-machine"
import type { TaskMachineOptions } from "../../../training/machines/task-machine"
import { TaskQueue } from "../../../training/machines/task-queue"
import type { Machines, MachinesReport } from "../../../training/machines/machines"
import type { QueueRedis } from "../../../training/machines/redis-connection"
import type { ModuleContext } from "../context"
import type { Lease } from "./lease"
import { TrainingPieces } from "./training-pieces"

/** Rows of a snapshot below which a training is done before another machine has read it. */
const LEAST_ROWS = 100_000

/** How this instance shares trainings. */
export interface TrainingMachinesOptions {
  /** Whether tasks of others run in a process of their own. */
  readonly place: "own" | "thread"
  /** @defaultValue {@link LEAST_ROWS} */
  readonly leastRows?: number
  /** @defaultValue that of this release */
  readonly queueName?: string
}

/** The other machines of one training: null where it has none. */
export interface SharedTraining {
  readonly machines: Machines | null
  /** What they did; null where trainings are not shared. */
  report(): MachinesReport | null
  close(): Promise<void>
}

const NOT_SHARED: SharedTraining = { machines: null, report: () => null, close: () => Promise.resolve() }

/** How the instances of a shop share its trainings over `training.redis_url`; without it none does. */
export class TrainingMachines {
  private readonly instance = randomUUID()
  private readonly pieces: TrainingPieces
  private machine: TaskMachine | null = null

  constructor(
    private readonly context: ModuleContext,
    private readonly options: TrainingMachinesOptions,
  ) {
    this.pieces = new TrainingPieces(context)
  }

  /** From now on this instance runs tasks of the others. */
  async start(): Promise<void> {
    const { redis } = this
    if (redis === null || this.machine !== null) return
    const { threads: lanes, max_memory_mb: maxMemoryMb } = this.context.options.training
    const options: TaskMachineOptions = {
      ...{ redis, lanes, maxMemoryMb, store: this.pieces, instance: this.instance, ...this.queueName },
      startHost: this.options.place === "own" ? startTaskProcess : startTaskThread,
      warn: (words) => this.context.logger?.warn(`recommendations: ${words}`),
    }
    try {
      this.machine = await TaskMachine.start(options)
    } catch (error) {
      this.context.logger?.warn(`recommendations: this instance runs no tasks of others: ${String(error)}`)
    }
  }

  /**
   * Looks which other instances run tasks of a training of so many rows. Where Redis does not answer it goes on alone, and
   * its report says so.
   */
  async open({ runId, fencing }: Lease, rows: number): Promise<SharedTraining> {
    const { redis } = this
    if (redis === null || rows < (this.options.leastRows ?? LEAST_ROWS)) return NOT_SHARED
    const warn = (why: string): void =>
      this.context.logger?.warn(`recommendations: the training ${runId} goes on in this instance alone: ${why}`)
    const run = { runId, fencing }
    try {
      const queue = await TaskQueue.open({
        ...{ redis, run, store: this.pieces, instance: this.instance, onLost: warn, ...this.queueName },
      })
      if (queue.lanes === 0) {
        await queue.close()
        return { ...NOT_SHARED, report: () => queue.report() }
      }
      // Its own threads are the training's.
      await this.machine?.pause()
      return {
        machines: queue,
        report: () => queue.report(),
        close: () => this.end(queue, run),
      }
    } catch (error) {
      const alone = error instanceof Error ? error.message : String(error)
      warn(alone)
      return { ...NOT_SHARED, report: () => ({ instances: 0, tasks: 0, alone }) }
    }
  }

  /** Forgets what runs have left whose instance died. */
  async tidy(): Promise<void> {
    await this.pieces.dropClosed()
  }

  /** Takes no more tasks. */
  async close(): Promise<void> {
    await this.machine?.close()
    this.machine = null
  }

  private async end(queue: TaskQueue, run: Pick<Lease, "runId" | "fencing">): Promise<void> {
    await queue.close()
    this.machine?.resume()
    // What fails here the next look of a job makes good.
    await this.pieces.drop(run, "").catch((error: unknown) => {
      this.context.logger?.warn(`recommendations: what instances handed each other is still kept: ${String(error)}`)
    })
  }

  private get queueName(): { readonly queueName?: string } {
    const { queueName } = this.options
    return queueName === undefined ? {} : { queueName }
  }

  private get redis(): QueueRedis | null {
    const { redis_url: url } = this.context.options.training
    if (url === null) return null
    const { redis: own } = this.context
    return { url, prefix: own?.prefix ?? "", options: own?.url === url ? own.options : {} }
  }
}
