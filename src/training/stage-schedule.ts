import type { Stage, TaskResult, TrainingTask } from "../core/recommender/plan"

/** Tasks of one moment from which on another thread builds its state too, to help: below, that takes longer than they do. */
const WORTH_A_STATE = 3

/** Who runs what of a stage next, and results in the order of its tasks. */
export class StageSchedule {
  readonly #stage: Stage
  readonly #results: (TaskResult | null)[]
  /** Places of tasks that nobody runs yet, in order. */
  #waiting: number[]
  #taken = 0

  constructor(stage: Stage) {
    this.#stage = stage
    this.#results = stage.tasks.map((task) => (task.kind === "state" ? { kind: "state" } : null))
    this.#waiting = [...stage.tasks.keys()].filter((at) => stage.tasks[at].kind !== "state")
    this.#takeNext()
  }

  /** Share of the tasks whose results are taken. */
  get share(): number {
    return this.#stage.tasks.length === 0 ? 1 : this.#taken / this.#stage.tasks.length
  }

  get isDone(): boolean {
    return this.#taken === this.#stage.tasks.length
  }

  /** The next task of a kind that only the thread with the plan runs; null where there is none. */
  nextOwn(): number | null {
    return this.#give(this.#waiting.find((at) => this.#stage.tasks[at].kind === "serving_state"))
  }

  /**
   * The next task for a thread: of the moment whose state it has, else one that needs none, else of a moment that no
   * other thread has, else of the moment that has most left; null where it would not pay.
   *
   * @param own moment whose state the thread has
   * @param others moments whose states other threads have
   */
  next(own: number | null, others: ReadonlySet<number>): number | null {
    const open = this.#waiting.filter((at) => this.#stage.tasks[at].kind !== "serving_state")
    const momentAt = (at: number): number | null => momentOf(this.#stage.tasks[at])
    const known = open.find((at) => momentAt(at) !== null && momentAt(at) === own)
    const free = open.find((at) => momentAt(at) === null)
    const untouched = open.find((at) => !others.has(momentAt(at) ?? -1))
    return this.#give(known ?? free ?? untouched ?? this.#mostLeft(open))
  }

  /** What a thread must run to give the result of a task: the task, and its state first where it has another. */
  tasksFor(at: number, own: number | null): TrainingTask[] {
    const task = this.#stage.tasks[at]
    const moment = momentOf(task)
    if (moment === null || moment === own) return [task]
    return [...this.#stage.tasks.filter((other) => other.kind === "state" && other.moment === moment), task]
  }

  /** Takes a result; those before it in order are waited for. */
  put(at: number, result: TaskResult): void {
    this.#results[at] = result
    this.#takeNext()
  }

  #give(at: number | undefined): number | null {
    if (at === undefined) return null
    this.#waiting = this.#waiting.filter((other) => other !== at)
    return at
  }

  #mostLeft(open: readonly number[]): number | undefined {
    const alike = (at: number): number =>
      open.filter((other) => momentOf(this.#stage.tasks[other]) === momentOf(this.#stage.tasks[at])).length
    const [most] = [...open].sort((a, b) => alike(b) - alike(a) || a - b)
    return most !== undefined && alike(most) >= WORTH_A_STATE ? most : undefined
  }

  #takeNext(): void {
    for (; this.#taken < this.#results.length; this.#taken++) {
      const result = this.#results[this.#taken]
      if (result === null) return
      // Rows are copied as they are taken: kept, they would be there twice.
      this.#results[this.#taken] = { kind: "state" }
      this.#stage.take(result)
    }
  }
}

function momentOf(task: TrainingTask): number | null {
  return "moment" in task ? task.moment : null
}
