import { trainRecommender } from "../src/core/recommender"
import { generateShop } from "./lib/generated-shop"
import { keepMeasurement } from "./lib/measurement"

const EVENTS = Number(process.env.EVENTS ?? 1_000_000)
const PRODUCTS = Number(process.env.PRODUCTS ?? 50_000)

const dataset = generateShop({ products: PRODUCTS, shoppers: 40_000, events: EVENTS, seed: 3 })
const now = dataset.log.time[dataset.log.length - 1] + 1
console.log(
  `${dataset.log.length} events, ${dataset.log.itemIds.length} products, ${dataset.log.userIds.length} shoppers`,
)
const started = performance.now()
const cpuBefore = process.cpuUsage()
const { report, bytes } = trainRecommender(dataset, { seed: 1, now, maxRows: 2_000_000, newShopperOrders: 3 })
const seconds = (performance.now() - started) / 1000
const cpu = process.cpuUsage(cpuBefore)
const cpuSeconds = (cpu.user + cpu.system) / 1e6
const peak = process.resourceUsage().maxRSS / 1024
console.log(report.durationsMs)
console.log(`trained in ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), peak ${peak.toFixed(0)} MB`)
keepMeasurement("scale", "npm run bench:scale", [
  {
    items: ["L5"],
    what: `${dataset.log.length} events of ${dataset.log.itemIds.length} products`,
    outcome: `trained in ${seconds.toFixed(0)} s, peak ${peak.toFixed(0)} MB`,
  },
])
console.log(
  JSON.stringify({
    scale: { events: dataset.log.length, products: dataset.log.itemIds.length },
    seconds: Number(seconds.toFixed(1)),
    cpu_seconds: Number(cpuSeconds.toFixed(1)),
    peak_mb: Math.round(peak),
    model_mb: Number((bytes.length / 1e6).toFixed(1)),
    ndcg10: report.challenger.all.ndcg10,
  }),
)
