import { createRandom } from "../src/core/random/seeded-random"
import { drawWish, know, openDemo } from "./lib/gift/demo-shop"
import type { Knowledge } from "./lib/gift/demo-shop"
import { interview, isServed } from "./lib/gift/giver"
import type { Shown } from "./lib/gift/giver"

/**
 * How many simulated givers see a gift among ten that would do, after none to three of the assistant's questions, over
 * the demo's catalog. What would do is said by the merchant's own tags; the assistant sees none of them (`no_tags`),
 * those of other products than the one it judges (`held_out`: five models, each without a fifth of the tags), or all.
 * Beside it the form: all of recipient, occasion, age and budget filled in, on the tags it may see; and best sellers.
 *
 *     npm run bench:gift
 */

const GIVERS = 1_000
const SEED = 29
const KNOWLEDGE: readonly Knowledge[] = ["no_tags", "held_out", "all_tags"]

const share = (served: readonly boolean[]): number => Number((served.filter(Boolean).length / served.length).toFixed(3))

function main(): void {
  const { gifts, sales } = openDemo()
  const prices = new Map(gifts.map(({ handle, priceEur }) => [handle, priceEur]))
  const best: Shown = gifts
    .map(({ handle }) => handle)
    .sort((a, b) => (sales.get(b) ?? 0) - (sales.get(a) ?? 0) || (a < b ? -1 : 1))
  const random = createRandom(SEED)
  const wishes = Array.from({ length: GIVERS }, () => drawWish(gifts, random))
  // Without tags a form knows the price alone; with all of them its filter is what says here whether a gift would do.
  const form = share(
    wishes.map((wish) =>
      isServed(
        best.filter((handle) => (prices.get(handle) ?? 0) <= wish.budgetMax),
        wish,
      ),
    ),
  )
  const rows = KNOWLEDGE.map((knowledge) => {
    const { vocabulary, choices } = know(gifts, knowledge)
    const rounds = wishes.map((wish) => interview(choices, vocabulary, wish))
    const [before, after1, after2, after3] = [0, 1, 2, 3].map((number) =>
      share(rounds.map((shown, at) => isServed(shown[number], wishes[at]))),
    )
    const row = { knowledge, before, after_1: after1, after_2: after2, after_3: after3 }
    console.log(JSON.stringify(row))
    return row
  })
  const [noTags, heldOut, allTags] = rows.map((row) => row.after_3)
  const line = { set: "demo", after_3: heldOut, form, best_sellers: share(wishes.map((wish) => isServed(best, wish))) }
  console.log(JSON.stringify({ ...line, after_3_without_tags: noTags, after_3_with_tags: allTags }))
}

main()
