import { createHash } from "node:crypto"
import { PhaseClock, teachingLog, trainingPlan, Workbench, worldOf } from "../../../src/core/recommender/plan"
import type { Dataset, TrainedRecommender } from "../../../src/core/contract"
import { MemoryGuard } from "../../../src/training/thread-memory"
import { trainOnThreads } from "../../../src/training/train-on-threads"
import { generateShop } from "../generated-shop"
import { withMachines } from "../machines/coordinate"
import { criticalPath, measurePlan } from "./measured-plan"

/** `bench/scale.ts` runs it in a process of its own: `EVENTS PRODUCTS THREADS [MACHINES,MACHINES…]`. */

const OPTIONS = { seed: 1, maxRows: 20_000_000, newShopperOrders: 3 }

/** Trains one task after another, each timed, and reckons what so many machines would take. */
function simulate(dataset: Dataset, now: number, machines: readonly number[]) {
  const started = performance.now()
  const options = { ...OPTIONS, now }
  const world = worldOf({ dataset: { ...dataset, log: teachingLog(dataset, options) }, seed: options.seed, now })
  const before = (performance.now() - started) / 1000
  const plan = trainingPlan(world, { champion: undefined, clock: new PhaseClock(undefined) })
  const measured = measurePlan(plan, new Workbench(world, options))
  const paths = machines.map((count) => [count, Number(criticalPath(measured, count, before).toFixed(2))] as const)
  return { trained: measured.trained, paths }
}

/** A dataset that is given away once: as the plugin does, so that nobody holds rows that do not teach. */
function once(dataset: Dataset): () => Dataset {
  let held: Dataset | null = dataset
  return () => {
    if (held === null) throw new Error("the dataset is taken")
    const given = held
    held = null
    return given
  }
}

async function train(take: () => Dataset, now: number, threads: number): Promise<TrainedRecommender> {
  const run = { threads, maxMemoryMb: 65_536, memory: new MemoryGuard(Infinity), onProgress: () => undefined }
  const { trained, remoteTasks } = await withMachines((remote) =>
    trainOnThreads(take, { ...OPTIONS, now }, { ...run, remote }),
  )
  if (process.env.MACHINES !== undefined) console.error(`${remoteTasks} tasks ran on other machines`)
  return trained
}

/** The made-up shop, and the moment after its last event; its rows stand in the answer of `take` alone. */
function madeUp(events: number, products: number) {
  const shoppers = Math.max(20, Math.round(events / 25))
  const dataset = generateShop({ products, shoppers, events, seed: 3 })
  const { log } = dataset
  const size = { events: log.length, products: log.itemIds.length }
  return { take: once(dataset), now: log.time[log.length - 1] + 1, size }
}

async function main(): Promise<void> {
  const [events, products, threads] = process.argv.slice(2, 5).map(Number)
  const machines = (process.argv[5] ?? "").split(",").filter(Boolean).map(Number)
  const { take, now, size } = madeUp(events, products)
  const started = performance.now()
  const cpuBefore = process.cpuUsage()
  const simulated = machines.length > 0 ? simulate(take(), now, machines) : null
  const trained = simulated?.trained ?? (await train(take, now, threads))
  const seconds = (performance.now() - started) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  console.log(
    JSON.stringify({
      ...{ ...size, threads, seconds },
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      peakMb: process.resourceUsage().maxRSS / 1024,
      sha256: createHash("sha256").update(trained.bytes).digest("hex"),
      modelMb: trained.bytes.length / 1e6,
      ndcg10: trained.report.challenger.all.ndcg10,
      durationsMs: trained.report.durationsMs,
      paths: simulated?.paths ?? [],
    }),
  )
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
