import { parseArgs } from "node:util"
import { ARRIVALS_A_DAY, drawArrivalsShop, OLD } from "./lib/exploration/arrivals-shop"
import type { ArrivalsShop } from "./lib/exploration/arrivals-shop"
import { Arrivals, DAYS, LIST, lookAt } from "./lib/exploration/run-arrivals"
import type { Outcome } from "./lib/exploration/run-arrivals"

/**
 * `npm run bench:exploration -- [--shops N] [--from SEED] [--share S]`: simulated shops where products arrive that nobody
 * has seen, with and without exploration and what shoppers answer to it, on the same draws; both train on what was seen. A
 * good product is there when it has half of the impressions of three days that an order by true taste would give it. The
 * last line is JSON: days until then, and what it cost, as shares of all clicks: those to be expected of what gave way at
 * explored places less those of what took its place, and those of the model's own order less those of the one with lifts.
 */
const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--no-build"),
  options: {
    shops: { type: "string", default: "6" },
    from: { type: "string", default: "1" },
    share: { type: "string", default: "0.02" },
  },
})
const SHARE = Number(values.share)
/** Days over which impressions are meaned. */
const WINDOW = 3
/** New products of so much worth are good: of old ones, one in five. */
const GOOD_SHARE = 0.2

/** New products that are better than four in five of the old ones. */
function goodProducts({ worth }: ArrivalsShop): number[] {
  const sorted = [...worth.subarray(0, OLD)].sort((a, b) => b - a)
  const least = sorted[Math.floor(OLD * GOOD_SHARE)] ?? 0
  return [...worth.keys()].filter((at) => at >= OLD && (worth[at] ?? 0) >= least)
}

/** Share of all impressions that each product would have in lists by true taste. */
function trueShares(shop: ArrivalsShop): Float64Array {
  const shares = new Float64Array(shop.items.length)
  for (const user of shop.shopperIds.keys()) {
    const order = [...shop.items.keys()].sort((a, b) => shop.click(user, b) - shop.click(user, a))
    for (const item of order.slice(0, LIST)) shares[item] = (shares[item] ?? 0) + 1 / (LIST * shop.shopperIds.length)
  }
  return shares
}

/** Days from a product's arrival until it stands where it should; all days where it never does. */
function daysUntilThere({ shown }: Outcome, product: number, share: number): number {
  const arrival = Math.floor((product - OLD) / ARRIVALS_A_DAY)
  const impressions = (from: number, of: (day: Float64Array) => number): number =>
    shown.slice(from, from + WINDOW).reduce((sum, day) => sum + of(day), 0)
  for (let day = arrival; day + WINDOW <= DAYS; day++) {
    const all = impressions(day, (counts) => counts.reduce((sum, count) => sum + count, 0))
    if (impressions(day, (counts) => counts[product] ?? 0) >= (share * all) / 2) return day - arrival + 1
  }
  return DAYS - arrival
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

function main(): void {
  const days = { without: [] as number[], explored: [] as number[] }
  const explored = { clicks: 0, cost: 0, liftCost: 0 }
  for (let seed = Number(values.from); seed < Number(values.from) + Number(values.shops); seed++) {
    const shop = drawArrivalsShop(seed)
    const shares = trueShares(shop)
    const good = goodProducts(shop).filter((product) => (shares[product] ?? 0) > 0)
    if (good.length === 0) {
      console.log(`shop ${seed}: no good new product, passed over`)
      continue
    }
    for (const [name, showing] of [
      ["without", { share: 0, isLifting: false }],
      ["explored", { share: SHARE, isLifting: true }],
    ] as const) {
      const outcome = new Arrivals(shop, showing, seed).run()
      const own = good.map((product) => daysUntilThere(outcome, product, shares[product] ?? 0))
      days[name].push(...own)
      if (name === "explored") {
        explored.clicks += outcome.clicks
        explored.cost += outcome.cost
        explored.liftCost += outcome.liftCost
      }
      console.log(
        `shop ${seed}, ${name}: ${good.length} good new products, days until they stand where they should ` +
          `${own.join(" ")}; ${outcome.clicks.toFixed(0)} clicks; ${outcome.explored} places explored, ` +
          `${(outcome.cost / outcome.clicks).toFixed(4)} of the clicks given up there, ` +
          `${(-outcome.liftCost / outcome.clicks).toFixed(4)} gained by lifts`,
      )
    }
  }
  const best = Array.from({ length: LIST }, (_, place) => lookAt(place)).reduce((sum, look) => sum + look, 0)
  console.log(`a list is looked at ${best.toFixed(2)} places deep`)
  console.log(
    JSON.stringify({
      ...{ shops: Number(values.shops), share: SHARE, good_products: days.without.length },
      ...{ days_without: round(mean(days.without)), days_explored: round(mean(days.explored)) },
      time_ratio: round(mean(days.explored) / mean(days.without)),
      clicks_cost: round(explored.cost / explored.clicks),
      lifts_cost: round(explored.liftCost / explored.clicks),
    }),
  )
}

const round = (value: number): number => Number(value.toFixed(4))

main()
