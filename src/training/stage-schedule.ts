import type { Stage, TaskResult, TrainingTask } from "../core/recommender/plan"

/** Tasks of one moment from which on another thread builds its state too, to help: below, that takes longer than they do. */
const WORTH_A_STATE = 3
/** Kinds that another machine runs: what reads all rows that teach, or gives the whole state, is longer sent than run. */
const runsAfar = ({ kind }: TrainingTask): boolean => kind !== "fit" && kind !== "serving_state"

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

  /**
   * The next tasks for another machine: one that needs no state, or all of a moment that nobody has. A state takes as long
   * as all the tasks of its moment do (five seconds at a million events): built twice, it would cost more processor time than
   * a second machine saves.
   *
   * @param others moments whose states others have
   */
  nextAfar(others: ReadonlySet<number>): number[] {
    const { tasks } = this.#stage
    const open = this.#waiting.filter((at) => runsAfar(tasks[at]))
    const first = open.find((at) => !others.has(momentOf(tasks[at]) ?? -1))
    if (first === undefined) return []
    const moment = momentOf(tasks[first])
    const taken = moment === null ? [first] : open.filter((at) => momentOf(tasks[at]) === moment)
    for (const at of taken) this.#give(at)
    return taken
  }

  /** Frees a task that was handed out and not run. */
  giveBack(at: number): void {
    this.#waiting = [...this.#waiting, at].sort((a, b) => a - b)
  }

  /** What a thread must run to give the results of tasks of one moment: them, and their state first where it has another. */
  tasksFor(places: readonly number[], own: number | null): TrainingTask[] {
    const tasks = places.map((at) => this.#stage.tasks[at])
    const moment = momentOf(tasks[0])
    if (moment === null || moment === own) return tasks
    return [...this.#stage.tasks.filter((other) => other.kind === "state" && other.moment === moment), ...tasks]
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
