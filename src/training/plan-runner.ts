import type { Stage, TaskResult, TrainingTask, Workbench } from "../core/recommender/plan"
import { StageSchedule } from "./stage-schedule"

/** Where tasks run one after another: a thread of this process, or one of another instance. */
export interface Lane {
  /** Whether tasks cross to another machine: such a lane gets the tasks of a moment together, a thread one at a time. */
  readonly isRemote: boolean
  /**
   * Runs tasks in this order; resolves to their results, those of states left out.
   *
   * @throws TaskReturnedError, LaneLostError: another lane may run it; any other error is the task's own and ends the run
   */
  run(tasks: readonly TrainingTask[]): Promise<readonly TaskResult[]>
  /** Asks for tasks back that nobody may have begun yet: where so, `run` rejects with {@link TaskReturnedError}. */
  takeBack?(): void
}

/** A task was not begun and is free again. */
export class TaskReturnedError extends Error {
  override readonly name = "TaskReturnedError"
}

/** A lane is gone; what it ran is free again. */
export class LaneLostError extends Error {
  override readonly name = "LaneLostError"
}

/** How often a lane without work asks for what no other machine has begun, in milliseconds. */
const TAKE_BACK_EVERY_MS = 1_000

/** One lane, and what it is at. */
interface Seat {
  readonly lane: Lane
  /** Moment whose state it has. */
  moment: number | null
  /** Places of the tasks that it runs, none where it rests. */
  at: readonly number[]
}

/** Runs a plan on lanes, whatever their number: the results are taken in the order of the plan. */
export class PlanRunner {
  #seats: Seat[]
  readonly #own: Workbench
  #schedule: StageSchedule | null = null
  #settle: { readonly resolve: () => void; readonly reject: (error: Error) => void } | null = null
  #ended: Error | null = null
  #onTask: (share: number) => void = () => undefined

  /**
   * @param lanes of this process, at least one: they run what no other can
   * @param own runs in this thread what would have to be copied elsewhere: the state that serves
   */
  constructor(lanes: readonly Lane[], own: Workbench) {
    this.#seats = lanes.map((lane) => ({ lane, moment: null, at: [] }))
    this.#own = own
  }

  /** Takes one more lane, also in the middle of a stage. */
  join(lane: Lane): void {
    const seat: Seat = { lane, moment: null, at: [] }
    this.#seats.push(seat)
    this.#guarded(() => this.#giveNext(seat))
  }

  /**
   * Runs a plan to its end.
   *
   * @throws Error with the cause when a lane of this process ends or a task fails
   */
  async run<T>(plan: Generator<Stage, T, void>, onTask: (share: number) => void): Promise<T> {
    this.#onTask = onTask
    const asking = setInterval(() => this.#askBack(), TAKE_BACK_EVERY_MS)
    try {
      for (;;) {
        const step = plan.next()
        if (step.done === true) return step.value
        await this.#runStage(step.value)
      }
    } finally {
      clearInterval(asking)
    }
  }

  /** Ends the run with a cause from outside. */
  end(error: Error): void {
    this.#ended ??= error
    this.#settle?.reject(this.#ended)
  }

  async #runStage(stage: Stage): Promise<void> {
    if (this.#ended !== null) throw this.#ended
    const schedule = new StageSchedule(stage)
    this.#schedule = schedule
    const done = new Promise<void>((resolve, reject) => (this.#settle = { resolve, reject }))
    this.#guarded(() => {
      this.#giveAll()
      for (let at = schedule.nextOwn(); at !== null; at = schedule.nextOwn()) {
        schedule.put(at, this.#own.run(stage.tasks[at]))
      }
      this.#afterResult()
    })
    await done
  }

  #giveAll(): void {
    // Those of this process first: what comes back to them costs nothing.
    for (const isRemote of [false, true]) {
      for (const seat of this.#seats) if (seat.lane.isRemote === isRemote) this.#giveNext(seat)
    }
  }

  #giveNext(seat: Seat): void {
    const schedule = this.#schedule
    if (schedule === null || seat.at.length > 0) return
    const others = new Set(this.#seats.flatMap((other) => (other === seat ? [] : (other.moment ?? []))))
    const next = (): number[] => {
      const at = schedule.next(seat.moment, others)
      return at === null ? [] : [at]
    }
    const at = seat.lane.isRemote ? schedule.nextAfar(others) : next()
    if (at.length === 0) return
    const tasks = schedule.tasksFor(at, seat.moment)
    for (const task of tasks) if (task.kind === "state") seat.moment = task.moment
    seat.at = at
    seat.lane.run(tasks).then(
      (results) => this.#guarded(() => this.#take(seat, results)),
      (error: unknown) => this.#guarded(() => this.#fail(seat, error)),
    )
  }

  #take(seat: Seat, results: readonly TaskResult[]): void {
    const { at } = seat
    if (results.length !== at.length) throw new Error(`${at.length} tasks gave ${results.length} results`)
    seat.at = []
    // Another machine keeps no state: its next tasks may be another's.
    if (seat.lane.isRemote) seat.moment = null
    at.forEach((place, number) => this.#schedule?.put(place, results[number]))
    this.#giveNext(seat)
    this.#afterResult()
  }

  #fail(seat: Seat, error: unknown): void {
    if (!(error instanceof TaskReturnedError || error instanceof LaneLostError)) throw error
    for (const place of seat.at) this.#schedule?.giveBack(place)
    seat.at = []
    seat.moment = null
    if (error instanceof LaneLostError) this.#seats = this.#seats.filter((other) => other !== seat)
    this.#giveAll()
  }

  /** Where a lane of this process rests, whatever waits in front of another machine may as well run here. */
  #askBack(): void {
    if (this.#seats.some(({ lane, at }) => !lane.isRemote && at.length === 0)) {
      for (const { lane, at } of this.#seats) if (at.length > 0) lane.takeBack?.()
    }
  }

  #afterResult(): void {
    if (this.#schedule === null) return
    this.#onTask(this.#schedule.share)
    if (this.#schedule.isDone) this.#settle?.resolve()
  }

  /** What throws here ends the run: nobody else would hear of it. */
  #guarded(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.end(error instanceof Error ? error : new Error(String(error)))
    }
  }
}
