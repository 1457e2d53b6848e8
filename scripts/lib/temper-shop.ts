import type { CatalogItem, Dataset } from "../../src/core/contract"
import type { BehaviorType } from "../../src/core/contract/behavior"
import { InteractionLogBuilder } from "../../src/core/data"
import { DAY_MS } from "../../src/core/features/profile"
import { createRandom } from "../../src/core/random/seeded-random"
import type { SeededRandom } from "../../src/core/random/seeded-random"

/** How people shop in a made-up shop. */
interface Temper {
  /** Chance that a line repeats what the shopper bought before. */
  readonly again: number
  /** Mean lines of a basket. */
  readonly lines: number
  /** Mean days between two visits of one shopper. */
  readonly everyDays: number
  /** Mean visits of one shopper; the rest never come back. */
  readonly visits: number
  /** Chance that a line goes with the line before, as cup goes with saucer. */
  readonly together: number
  /** Days after which a product has lost half of its appeal; Infinity for one that never ages. */
  readonly fadesAfterDays: number
  /** Products looked at beside each one bought. */
  readonly looks: number
  /** Whether anything is bought at all, and shoppers are known. */
  readonly buys: boolean
}

/** Kinds of shops that the simulator knows. */
export const TEMPERS: Readonly<Record<string, Temper>> = {
  habit: {
    again: 0.7,
    lines: 2.5,
    everyDays: 20,
    visits: 8,
    together: 0.3,
    fadesAfterDays: Infinity,
    looks: 0,
    buys: true,
  },
  "one-off": {
    again: 0.02,
    lines: 1.4,
    everyDays: 60,
    visits: 1.8,
    together: 0.4,
    fadesAfterDays: 180,
    looks: 3,
    buys: true,
  },
  fashion: {
    again: 0.05,
    lines: 1.8,
    everyDays: 30,
    visits: 3,
    together: 0.4,
    fadesAfterDays: 30,
    looks: 6,
    buys: true,
  },
  grocer: {
    again: 0.5,
    lines: 6,
    everyDays: 9,
    visits: 12,
    together: 0.3,
    fadesAfterDays: Infinity,
    looks: 0,
    buys: true,
  },
  browsing: {
    again: 0.1,
    lines: 5,
    everyDays: 20,
    visits: 1.2,
    together: 0.5,
    fadesAfterDays: 60,
    looks: 0,
    buys: false,
  },
}

const START = Date.UTC(2024, 0, 1)
const DAYS = 240
/** Products of one theme, and of one set that is bought together. */
const THEME = 20
const SET = 4

/** A shop of one temper; the same options give the same shop. */
export function temperShop(
  name: string,
  options: { readonly products: number; readonly shoppers: number; readonly seed: number },
): Dataset {
  const temper = TEMPERS[name]
  const { products, shoppers, seed } = options
  const random = createRandom(seed)
  const appeal = Array.from({ length: products }, () => (0.05 + random.next()) ** 3)
  const launched = Array.from({ length: products }, () =>
    temper.fadesAfterDays === Infinity ? -1 : random.next() * DAYS * 1.2 - DAYS * 0.2,
  )
  const builder = new InteractionLogBuilder()
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const themes = [random.nextInt(products), random.nextInt(products)].map((item) => Math.floor(item / THEME))
    const past: number[] = []
    let day = random.next() * DAYS * 0.9
    for (let visit = 0; day < DAYS && (visit === 0 || random.next() < 1 - 1 / temper.visits); visit++) {
      visitShop({ temper, random, appeal, launched, themes, past, day, id: `${shopper}-${visit}`, shopper }, builder)
      day += -Math.log(1 - random.next()) * temper.everyDays
    }
  }
  return { log: builder.finish(), items: catalogOf(products, launched), segments: new Map() }
}

interface Visit {
  readonly temper: Temper
  readonly random: SeededRandom
  readonly appeal: readonly number[]
  readonly launched: readonly number[]
  readonly themes: readonly number[]
  /** What the shopper bought, oldest first; the visit adds to it. */
  readonly past: number[]
  readonly day: number
  readonly id: string
  readonly shopper: number
}

function visitShop(visit: Visit, builder: InteractionLogBuilder): void {
  const { temper, random, past, day, id, shopper } = visit
  const lines = 1 + Math.floor(-Math.log(1 - random.next()) * (temper.lines - 0.5))
  let last = -1
  let step = 0
  const add = (item: number, behavior: BehaviorType): void => {
    builder.add({
      userId: temper.buys ? `u${shopper}` : "",
      itemId: `p${item}`,
      behavior,
      time: START + day * DAY_MS + step++ * 20_000,
      quantity: 1,
      price: 5 + (item % 50),
      sessionId: `s${id}`,
    })
  }
  for (let line = 0; line < lines; line++) {
    const item = chooseItem(visit, last)
    if (item < 0) continue
    for (let look = 0; look < Math.round(temper.looks * random.next() * 2); look++) {
      const seen = random.next() < 0.5 ? item : chooseItem(visit, item)
      if (seen >= 0) add(seen, "view")
    }
    add(item, temper.buys ? "purchase" : "view")
    past.push(item)
    last = item
  }
}

/** One product: an old love, what goes with the last one, one of a liked theme, or any; -1 where none was for sale. */
function chooseItem({ temper, random, appeal, launched, themes, past, day }: Visit, last: number): number {
  if (past.length > 0 && random.next() < temper.again)
    return past[past.length - 1 - Math.floor(past.length * random.next() ** 2)]
  const span = (from: number, length: number): number[] =>
    Array.from({ length }, (_, at) => from + at).filter((item) => item < appeal.length && launched[item] <= day)
  let choices: number[]
  if (last >= 0 && random.next() < temper.together)
    choices = span(last - (last % SET), SET).filter((item) => item !== last)
  else if (random.next() < 0.6) choices = span(themes[random.nextInt(themes.length)] * THEME, THEME)
  else choices = span(0, appeal.length)
  const weights = choices.map(
    (item) => appeal[item] * 2 ** (-Math.max(0, day - launched[item]) / temper.fadesAfterDays),
  )
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  for (let at = 0; at < choices.length; at++) {
    left -= weights[at]
    if (left <= 0) return choices[at]
  }
  return -1
}

function catalogOf(products: number, launched: readonly number[]): Map<string, CatalogItem> {
  const words = ["red", "blue", "glass", "wooden", "small", "large", "paper", "cotton", "garden", "kitchen"]
  return new Map(
    Array.from({ length: products }, (_, at): [string, CatalogItem] => [
      `p${at}`,
      {
        id: `p${at}`,
        title: `${words[Math.floor(at / SET) % 10]} thing ${Math.floor(at / THEME)} ${words[at % 10]}`,
        category: `theme ${Math.floor(at / THEME)}`,
        price: 5 + (at % 50),
        tags: [],
        createdAt: START + Math.max(0, launched[at]) * DAY_MS,
      },
    ]),
  )
}
