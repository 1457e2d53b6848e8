import { Worker } from "node:worker_threads"
import { aShop, SHOP_START } from "../../core/recommender/__tests__/shop"
import { teachingLog, Workbench, worldOf } from "../../core/recommender/plan"
import type { Stage, TaskResult, TrainingTask } from "../../core/recommender/plan"
import { TeachingSet } from "../../core/recommender/teaching/teaching-set"
import { StageSchedule } from "../stage-schedule"
import * as threads from "../start-thread"
import { LaneLostError, PlanRunner, TaskReturnedError } from "../plan-runner"
import type { Lane } from "../plan-runner"
import { startThreadLanes } from "../thread-lane"
import type { ThreadLane } from "../thread-lane"
import { MemoryGuard } from "../thread-memory"

const DAY = 86_400_000
/** What threads that compile their own code may take to begin on a busy machine. */
const START_MS = 120_000
const NOTHING: TaskResult = { kind: "newcomers", values: [] }

jest.mock("../start-thread", () => {
  const actual = jest.requireActual<typeof threads>("../start-thread")
  return { ...actual, startThread: jest.fn(actual.startThread) }
})

function stageOf(tasks: readonly TrainingTask[], taken: TaskResult[] = []): Stage {
  return { tasks, take: (result) => taken.push(result) }
}

const lists = (moment: number, from: number): TrainingTask => ({
  ...{ kind: "lists", moment },
  shard: { from, to: from + 1 },
})
const state = (moment: number): TrainingTask => ({ kind: "state", moment, newcomerSetting: 0 })

describe("schedule of a stage", () => {
  test("schedule: results are taken in the order of the tasks, whoever was done first", () => {
    const taken: TaskResult[] = []
    const schedule = new StageSchedule(stageOf([state(0), lists(0, 0), lists(0, 1), lists(0, 2)], taken))
    const values = [1, 2, 3].map((value): TaskResult => ({ kind: "newcomers", values: [[value]] }))
    schedule.put(3, values[2])
    schedule.put(1, values[0])
    expect(taken).toEqual([{ kind: "state" }, values[0]])
    expect(schedule.isDone).toBe(false)
    schedule.put(2, values[1])
    expect(taken).toEqual([{ kind: "state" }, ...values])
    expect(schedule.isDone).toBe(true)
  })

  test("schedule: a thread goes on with the moment whose state it has, else takes one that no other has", () => {
    const schedule = new StageSchedule(stageOf([state(0), lists(0, 0), lists(0, 1), state(1), lists(1, 0)]))
    expect(schedule.next(null, new Set())).toBe(1)
    expect(schedule.tasksFor([1], null)).toEqual([state(0), lists(0, 0)])
    expect(schedule.next(null, new Set([0]))).toBe(4)
    expect(schedule.next(0, new Set([1]))).toBe(2)
    expect(schedule.tasksFor([2], 0)).toEqual([lists(0, 1)])
    expect(schedule.next(0, new Set([1]))).toBeNull()
  })

  test("schedule: a thread without work builds another's state only where enough is left", () => {
    const left = (count: number): number | null =>
      new StageSchedule(stageOf([state(0), ...Array.from({ length: count }, (_, at) => lists(0, at))])).next(
        null,
        new Set([0]),
      )
    expect(left(2)).toBeNull()
    expect(left(3)).toBe(1)
  })

  test("schedule: the state that serves is built by the thread with the plan alone", () => {
    const schedule = new StageSchedule(stageOf([{ kind: "serving_state", moment: null }]))
    expect(schedule.next(null, new Set())).toBeNull()
    expect(schedule.nextOwn()).toBe(0)
    schedule.put(0, NOTHING)
    expect(schedule.isDone).toBe(true)
  })
})

/** A lane that a test answers for. */
class HeldLane implements Lane {
  readonly given: (readonly TrainingTask[])[] = []
  #settle: { resolve(results: readonly TaskResult[]): void; reject(error: Error): void } | null = null

  constructor(readonly isRemote: boolean) {}

  run(tasks: readonly TrainingTask[]): Promise<readonly TaskResult[]> {
    this.given.push(tasks)
    return new Promise((resolve, reject) => (this.#settle = { resolve, reject }))
  }

  /** Ends what it runs with one result for each task. */
  async done(): Promise<void> {
    const tasks = this.given.at(-1)?.filter(({ kind }) => kind !== "state") ?? []
    this.#settle?.resolve(tasks.map((): TaskResult => NOTHING))
    await new Promise(setImmediate)
  }

  async fail(error: Error): Promise<void> {
    this.#settle?.reject(error)
    await new Promise(setImmediate)
  }
}

describe("plan on lanes of this process and of other machines", () => {
  const shop = aShop({ shoppers: 24, days: 70 })
  const options = { seed: 1, now: SHOP_START + 71 * DAY, maxRows: 1_000_000, newShopperOrders: 3 }
  const bench = new Workbench(worldOf({ dataset: shop, seed: 1, now: options.now }), options)
  const here = (): HeldLane => new HeldLane(false)
  const afar = (): HeldLane => new HeldLane(true)
  const TWO_MOMENTS = [state(0), lists(0, 0), lists(0, 1), state(1), lists(1, 0), lists(1, 1)]

  function* planOf(tasks: readonly TrainingTask[], taken: TaskResult[] = []): Generator<Stage, string, void> {
    yield stageOf(tasks, taken)
    return "done"
  }

  test("lanes: another machine gets a moment whole, with its state, and none that somebody has", async () => {
    const [own, other, third] = [here(), afar(), afar()]
    const runner = new PlanRunner([own], bench)
    const outcome = runner.run(planOf(TWO_MOMENTS), () => undefined)
    runner.join(other)
    runner.join(third)
    expect(own.given).toEqual([[state(0), lists(0, 0)]])
    expect(other.given).toEqual([[state(1), lists(1, 0), lists(1, 1)]])
    expect(third.given).toEqual([])
    await other.done()
    await own.done()
    await own.done()
    expect(await outcome).toBe("done")
  })

  test.each([
    ["did not begin", new TaskReturnedError("not begun"), 2],
    ["was lost with", new LaneLostError("gone"), 1],
  ])("lanes: what another machine %s is free again, and results keep their order", async (_, error, given) => {
    const [own, other] = [here(), afar()]
    const taken: TaskResult[] = []
    const runner = new PlanRunner([own], bench)
    const outcome = runner.run(planOf(TWO_MOMENTS, taken), () => undefined)
    runner.join(other)
    await other.fail(error)
    // A lane that is lost gets nothing any more.
    expect(other.given).toHaveLength(given)
    await other.done()
    for (let task = 0; task < 4; task++) await own.done()
    expect(await outcome).toBe("done")
    expect(taken).toHaveLength(TWO_MOMENTS.length)
  })

  test("lanes: tasks that fail end the run with their words, wherever they ran", async () => {
    const [own, other] = [here(), afar()]
    const runner = new PlanRunner([own], bench)
    const rejected = expect(runner.run(planOf(TWO_MOMENTS), () => undefined)).rejects.toThrow("failed 3 times")
    runner.join(other)
    await other.fail(new Error("Tasks failed 3 times"))
    await rejected
  })

  test("lanes: fits and the state that serves never go to another machine", async () => {
    const [own, other] = [here(), afar()]
    const set = new TeachingSet(1, 1)
    const fit: TrainingTask = { kind: "fit", list: "for_you", taught: set.taught(), earlier: null }
    const runner = new PlanRunner([own], bench)
    const outcome = runner.run(planOf([fit, { ...fit, list: "cart" }]), () => undefined)
    runner.join(other)
    expect(other.given).toEqual([])
    await own.done()
    await own.done()
    expect(await outcome).toBe("done")
  })
})

describe("threads that run tasks", () => {
  const shop = aShop({ shoppers: 24, days: 70 })
  const options = { seed: 1, now: SHOP_START + 71 * DAY, maxRows: 1_000_000, newShopperOrders: 3 }
  const snapshot = { dataset: { ...shop, log: teachingLog(shop, options) }, seed: 1, now: options.now }
  const bench = new Workbench(worldOf(snapshot), options)
  let lanes: ThreadLane[] = []
  const start = (limitMb = 4_096): PlanRunner => {
    lanes = startThreadLanes(snapshot, { threads: 2, maxMemoryMb: 1_024, memory: new MemoryGuard(limitMb) })
    return new PlanRunner(lanes, bench)
  }

  function* planOf(tasks: readonly TrainingTask[]): Generator<Stage, string, void> {
    yield stageOf(tasks)
    return "done"
  }

  afterEach(async () => {
    await Promise.all(lanes.splice(0).map((lane) => lane.stop()))
    jest.mocked(threads.startThread).mockClear()
  })

  test(
    "threads: one that dies in a task fails the run with its cause",
    async () => {
      const outcome = start().run(planOf([state(0), lists(0, 0)]), () => undefined)
      const rejected = expect(outcome).rejects.toThrow("ended before it was done")
      const first: unknown = jest.mocked(threads.startThread).mock.results[0].value
      if (!(first instanceof Worker)) throw new Error("no thread was started")
      await first.terminate()
      await rejected
    },
    START_MS,
  )

  test(
    "threads: a task that fails ends the run with its words",
    async () => {
      const outcome = start().run(planOf([lists(0, 0)]), () => undefined)
      await expect(outcome).rejects.toThrow("the state of moment 0 is not there")
    },
    START_MS,
  )

  test(
    "threads: what all use together is held against the limit",
    async () => {
      const outcome = start(1).run(planOf([state(0), lists(0, 0)]), () => undefined)
      await expect(outcome).rejects.toThrow(/training.max_memory_mb/)
    },
    START_MS,
  )
})
