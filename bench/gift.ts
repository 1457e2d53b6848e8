import { parseArgs } from "node:util"
import { createRandom } from "../src/core/random/seeded-random"
import { drawWish, know, openDemo } from "./lib/gift/demo-shop"
import type { Knowledge } from "./lib/gift/demo-shop"
import { interview, isServed } from "./lib/gift/giver"
import type { HiddenWish, Shown } from "./lib/gift/giver"
import { openTitled } from "./lib/gift/titled-shop"
import { openSet } from "./lib/quality/set"

/**
 * How many simulated givers see a gift among ten that would do, after none to three of the assistant's questions, over
 * the demo's catalog. What would do is said by the merchant's own tags; the assistant sees none of them (`no_tags`),
 * those of other products than the one it judges (`held_out`: five models, each without a fifth of the tags), or all.
 * Beside it the form: all of recipient, occasion, age and budget filled in, on the tags it may see; and best sellers.
 *
 *     npm run bench:gift
 *
 * With a data folder, products are known by their titles and prices alone. A giver has a product in mind that was really
 * bought in the last 30 days, and says what its title names (`named`: how many wishes name anything); a product that is
 * worded much alike and that they can afford would do. Where no option says what they like, they answer with one word
 * of the title (without that: `after_3_options_only`). The assistant reads the same titles, so that this judges the
 * questions and the choice, and not whether titles are understood. A form has nothing to go by but the price.
 *
 *     npm run bench:gift -- --data DIR
 */

const GIVERS = 1_000
const SEED = 29
const KNOWLEDGE: readonly Knowledge[] = ["no_tags", "held_out", "all_tags"]

const share = (served: readonly boolean[]): number => Number((served.filter(Boolean).length / served.length).toFixed(3))

/** Best sellers that a giver can afford: all that a form can do that knows nothing but the price. */
const withinBudget = (best: Shown, prices: ReadonlyMap<string, number>, { budgetMax }: HiddenWish): Shown =>
  best.filter((id) => (prices.get(id) ?? 0) <= budgetMax)

const roundsShare = (rounds: readonly Shown[][], wishes: readonly HiddenWish[]): number[] =>
  [0, 1, 2, 3].map((number) => share(rounds.map((shown, at) => isServed(shown[number], wishes[at]))))

async function measureFolder(folder: string): Promise<void> {
  const { name, dataset } = await openSet(folder)
  const { words, choices, bestSellers, prices, drawWish: draw } = openTitled(dataset)
  const random = createRandom(SEED)
  const wishes = Array.from({ length: GIVERS }, () => draw(random))
  const rounds = wishes.map((wish) => interview(choices, words.vocabulary, wish))
  const [before, after1, after2, after3] = roundsShare(rounds, wishes)
  const named = share(wishes.map(({ says }) => says.size > 0))
  const fitting = wishes.map((wish) => wish.fitting.size).sort((a, b) => a - b)[GIVERS / 2]
  console.log(JSON.stringify({ products: choices.length, named, fitting_median: fitting }))
  console.log(JSON.stringify({ before, after_1: after1, after_2: after2 }))
  const silent = wishes.map((wish) => interview(choices, words.vocabulary, { ...wish, ownWords: new Set() }))
  console.log(JSON.stringify({ after_3_options_only: roundsShare(silent, wishes)[3] }))
  const form = share(wishes.map((wish) => isServed(withinBudget(bestSellers, prices, wish), wish)))
  const best = share(wishes.map((wish) => isServed(bestSellers, wish)))
  console.log(JSON.stringify({ set: name, after_3: after3, form, best_sellers: best }))
}

function measureDemo(): void {
  const shop = openDemo()
  const { gifts, sales } = shop
  const prices = new Map(gifts.map(({ handle, priceEur }) => [handle, priceEur]))
  const best: Shown = gifts
    .map(({ handle }) => handle)
    .sort((a, b) => (sales.get(b) ?? 0) - (sales.get(a) ?? 0) || (a < b ? -1 : 1))
  const random = createRandom(SEED)
  const wishes = Array.from({ length: GIVERS }, () => drawWish(gifts, random))
  // Without tags a form knows the price alone; with all of them its filter is what says here whether a gift would do.
  const form = share(wishes.map((wish) => isServed(withinBudget(best, prices, wish), wish)))
  const rows = KNOWLEDGE.map((knowledge) => {
    const { vocabulary, choices } = know(shop, knowledge)
    const rounds = wishes.map((wish) => interview(choices, vocabulary, wish))
    const [before, after1, after2, after3] = roundsShare(rounds, wishes)
    const row = { knowledge, before, after_1: after1, after_2: after2, after_3: after3 }
    console.log(JSON.stringify(row))
    return row
  })
  const [noTags, heldOut, allTags] = rows.map((row) => row.after_3)
  const line = { set: "demo", after_3: heldOut, form, best_sellers: share(wishes.map((wish) => isServed(best, wish))) }
  console.log(JSON.stringify({ ...line, after_3_without_tags: noTags, after_3_with_tags: allTags }))
}

const { data } = parseArgs({ options: { data: { type: "string" } } }).values
if (data === undefined) measureDemo()
else
  measureFolder(data).catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
