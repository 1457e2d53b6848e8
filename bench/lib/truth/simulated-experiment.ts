import { assignArm } from "../../../src/core/evaluation/experiment"
import type { ExperimentArm } from "../../../src/core/evaluation/experiment"
import type { ArmSpending } from "../../../src/core/evaluation/spending-lead"
import type { ArmCount } from "../../../src/core/evaluation/uplift"
import { createRandom } from "../../../src/core/random/seeded-random"
import type { SeededRandom } from "../../../src/core/random/seeded-random"
import { normal } from "../normal"

/** Days that an experiment runs, each of which is looked at. */
export const DAYS = 28
const HOLDOUT_SHARES = [0.5, 0.3, 0.2]
/** Days at most between coming first and buying. */
const DELAY_DAYS = 7

type Arms<T> = Readonly<Record<ExperimentArm, T>>

/** What the experiment of one shop gave. */
export interface SimulatedExperiment {
  readonly holdoutShare: number
  /** Shoppers and buyers up to and with each day. */
  readonly days: readonly Arms<ArmCount>[]
  readonly spending: Arms<ArmSpending>
  /** Uplift per shopper in money that this shop's shoppers stand for. */
  readonly trueDifference: number
  /** Money that a shopper of control stands for. */
  readonly trueControl: number
}

/** What a shop is like. */
interface Shop {
  readonly shoppers: number
  readonly holdoutShare: number
  readonly buyRate: number
  readonly guestShare: number
  readonly returnRate: number
  /** Median of an order's money, and the spread of its logarithm: between shoppers and between one's orders. */
  readonly median: number
  readonly spread: { readonly shopper: number; readonly order: number }
}

const between = (random: SeededRandom, low: number, high: number): number => low + (high - low) * random.next()

function drawShop(random: SeededRandom): Shop {
  return {
    shoppers: Math.round(3000 * 6 ** random.next()),
    holdoutShare: HOLDOUT_SHARES[random.nextInt(HOLDOUT_SHARES.length)],
    buyRate: between(random, 0.03, 0.12),
    guestShare: between(random, 0.3, 0.8),
    returnRate: between(random, 0.05, 0.3),
    median: between(random, 15, 90),
    spread: { shopper: between(random, 0.3, 0.7), order: between(random, 0.5, 0.9) },
  }
}

/** Spread of the logarithm of a shopper's chance to buy: few are regulars, and who bought before buys again. */
const CHANCE_SPREAD = 1.2

function buyChance(shop: Shop, random: SeededRandom): number {
  return Math.min(0.8, shop.buyRate * Math.exp(CHANCE_SPREAD * normal(random) - CHANCE_SPREAD ** 2 / 2))
}

/** Orders of one who buys: a third of them order again. */
const MORE_ORDERS = 1 / 3
const ORDERS_OF_BUYER = 1 / (1 - MORE_ORDERS)
/** Months of the past that are known, and of orders in each beside what the buyer's chance gives. */
const PAST_MONTHS = 2

/** Money of one order, less its returns: a line in three, all or half of it. */
function orderMoney(shop: Shop, level: number, random: SeededRandom): number {
  const money = level * Math.exp(shop.spread.order * normal(random))
  if (random.next() >= shop.returnRate) return money
  return random.next() < 0.5 ? 0 : money / 2
}

/** Share of an order's money that is kept in the mean. */
const keptShare = (shop: Shop): number => 1 - shop.returnRate * 0.75

function ordersMoney(shop: Shop, level: number, random: SeededRandom): number {
  let money = orderMoney(shop, level, random)
  while (random.next() < MORE_ORDERS) money += orderMoney(shop, level, random)
  return money
}

interface Counter {
  readonly came: Int32Array
  readonly bought: Int32Array
  readonly spent: number[]
  readonly before: number[]
  shoppers: number
}

const newCounter = (): Counter => ({
  ...{ came: new Int32Array(DAYS), bought: new Int32Array(DAYS), spent: [], before: [], shoppers: 0 },
})

/** Runs one experiment in one shop whose treatment makes shoppers so much likelier to buy. */
export function simulateExperiment(uplift: number, seed: number): SimulatedExperiment {
  const random = createRandom(seed)
  const shop = drawShop(random)
  const { holdoutShare } = shop
  const counters: Arms<Counter> = { treatment: newCounter(), control: newCounter() }
  let expected = 0
  for (let shopper = 0; shopper < shop.shoppers; shopper++) {
    const arm = assignArm({ salt: `shop-${seed}`, holdoutShare }, `visitor-${shopper}`)
    const counter = counters[arm]
    const chance = buyChance(shop, random)
    const level = shop.median * Math.exp(shop.spread.shopper * normal(random))
    expected += chance * level
    const isGuest = random.next() < shop.guestShare
    let before = 0
    for (let month = 0; !isGuest && month < PAST_MONTHS; month++)
      if (random.next() < chance) before += ordersMoney(shop, level, random)
    const day = random.nextInt(DAYS)
    const boughtOn = day + random.nextInt(DELAY_DAYS)
    const buys = random.next() < chance * (arm === "treatment" ? 1 + uplift : 1) && boughtOn < DAYS
    counter.shoppers++
    counter.came[day]++
    if (buys) counter.bought[boughtOn]++
    const spent = buys ? ordersMoney(shop, level, random) : 0
    if (spent > 0 || before > 0) {
      counter.spent.push(spent)
      counter.before.push(before)
    }
  }
  const ofOrder = ORDERS_OF_BUYER * keptShare(shop) * Math.exp(shop.spread.order ** 2 / 2)
  const trueControl = ((expected * ofOrder) / shop.shoppers) * shareWithin()
  return {
    holdoutShare,
    days: Array.from({ length: DAYS }, (_, day) => ({
      treatment: upTo(counters.treatment, day),
      control: upTo(counters.control, day),
    })),
    spending: counters,
    trueControl,
    trueDifference: uplift * trueControl,
  }
}

/** Share of purchases that come before the end. */
function shareWithin(): number {
  let within = 0
  for (let day = 0; day < DAYS; day++) within += Math.min(DELAY_DAYS, DAYS - day) / DELAY_DAYS
  return within / DAYS
}

function upTo(counter: Counter, day: number): ArmCount {
  const sum = (values: Int32Array): number => values.subarray(0, day + 1).reduce((total, one) => total + one, 0)
  return { shoppers: sum(counter.came), conversions: sum(counter.bought) }
}
