import { createRandom, shuffle } from "../../../random/seeded-random"
import { aShop, SHOP_START } from "../../__tests__/shop"
import { teachingLog, trainRecommender } from "../../train-recommender"
import { PhaseClock } from "../phase-clock"
import type { Stage, TaskResult } from "../tasks"
import { trainingPlan } from "../training-plan"
import { worldOf } from "../training-world"
import { Workbench } from "../workbench"

const DAY = 86_400_000
/** What a few trainings may take on a busy machine. */
const TRAININGS_MS = 300_000
const OPTIONS = { seed: 1, now: SHOP_START + 71 * DAY, maxRows: 1_000_000, newShopperOrders: 3 }

const shop = aShop({ shoppers: 24, days: 70 })

/** Runs a stage on several benches, each with a world of its own: who runs what, and in which order, is drawn. */
function runScattered({ tasks, take }: Stage, benches: readonly Workbench[], seed: number): void {
  const random = createRandom(seed)
  const results = new Map<number, TaskResult>()
  for (const at of shuffle(Array.from(tasks.keys()), random)) {
    const task = tasks[at]
    const bench = benches[random.nextInt(benches.length)]
    if (task.kind !== "state" && "moment" in task && task.moment !== null && bench.moment !== task.moment) {
      // A state that is not at hand is built again, by whoever needs it.
      const state = tasks.find((other) => other.kind === "state" && other.moment === task.moment)
      if (state !== undefined) bench.run(state)
    }
    results.set(at, bench.run(task))
  }
  tasks.forEach((_, at) => {
    const result = results.get(at)
    if (result !== undefined) take(result)
  })
}

function scatteredBytes(count: number, seed: number): Uint8Array {
  const dataset = { ...shop, log: teachingLog(shop, OPTIONS) }
  const worlds = Array.from({ length: count }, () => worldOf({ dataset, seed: OPTIONS.seed, now: OPTIONS.now }))
  const benches = worlds.map((world) => new Workbench(world, OPTIONS))
  const plan = trainingPlan(worlds[0], { champion: undefined, clock: new PhaseClock(undefined) })
  for (;;) {
    const step = plan.next()
    if (step.done === true) return step.value.bytes
    runScattered(step.value, benches, seed)
  }
}

test(
  "plan: three who run its tasks in any order give the bytes of one who runs them one after another",
  () => {
    const { bytes } = trainRecommender(shop, OPTIONS)
    expect(Buffer.from(scatteredBytes(3, 1)).equals(Buffer.from(bytes))).toBe(true)
  },
  TRAININGS_MS,
)

test("plan: a task that reads a state that is not at hand fails, and reads no other", () => {
  const dataset = { ...shop, log: teachingLog(shop, OPTIONS) }
  const bench = new Workbench(worldOf({ dataset, seed: 1, now: OPTIONS.now }), OPTIONS)
  bench.run({ kind: "state", moment: 0, newcomerSetting: 0 })
  expect(() => bench.run({ kind: "lists", moment: 1, shard: { from: 0, to: 1 } })).toThrow(/moment 1/)
})
