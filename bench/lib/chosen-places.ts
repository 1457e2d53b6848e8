import type { Dataset, ProfileEvent, Recommender } from "../../src/core/contract"
import { BEHAVIOR_TYPES } from "../../src/core/contract"
import { temporalSplit } from "../../src/core/evaluation/temporal-split"
import { rowsByVisit } from "../../src/core/features/visits"
import { blendOrders, loadRecommender, trainRecommender } from "../../src/core/recommender"

/** Mean place of the product that was chosen, among all of its category: 1 is the first. */
export type ChosenPlaces = Readonly<Record<"personal" | "half" | "best_sellers" | "newest", number>>

/** What was measured, and on how many choices. */
export interface PlacesReport {
  readonly choices: number
  readonly products_a_page: number
  readonly places: ChosenPlaces
}

interface Choice {
  readonly events: readonly ProfileEvent[]
  readonly now: number
  readonly chosen: string
  /** The category page that it was chosen from, best sellers first. */
  readonly page: readonly string[]
}

const SEED = 1

/**
 * Every step of each visit after the cut: the next product, found on the page of its category. The model, the best
 * sellers and the newest know what was before the cut alone; the visit so far is the shopper's past.
 */
export function measureChosenPlaces(dataset: Dataset): PlacesReport {
  const { log, items } = dataset
  const split = temporalSplit(log)
  const train = { ...dataset, log: split.train }
  const options = { seed: SEED, now: split.cut, maxRows: 1_000_000, newShopperOrders: 3 }
  const recommender = loadRecommender(trainRecommender(train, options).bytes)
  recommender.upsertItems(items)
  const pages = pagesOf(train)
  const firstSeen = firstSeenOf(train)
  const sums = { personal: 0, half: 0, best_sellers: 0, newest: 0 }
  let choices = 0
  let length = 0
  for (const choice of choicesAfter(dataset, split.cut, pages)) {
    const { chosen, page } = choice
    const personal = orderFor(recommender, choice)
    const newest = [...page].sort((a, b) => (firstSeen.get(b) ?? 0) - (firstSeen.get(a) ?? 0))
    sums.personal += personal.indexOf(chosen) + 1
    sums.half += blendOrders(page, personal, 0.5).indexOf(chosen) + 1
    sums.best_sellers += page.indexOf(chosen) + 1
    sums.newest += newest.indexOf(chosen) + 1
    length += page.length
    choices++
  }
  const mean = (sum: number): number => Number((sum / choices).toFixed(3))
  const { personal, half, best_sellers: sellers, newest } = sums
  return {
    choices,
    products_a_page: mean(length),
    places: { personal: mean(personal), half: mean(half), best_sellers: mean(sellers), newest: mean(newest) },
  }
}

function orderFor(recommender: Recommender, { events, now, page }: Choice): string[] {
  const ordered = recommender.order({ events, segment: null }, { ids: page, now })
  return blendOrders(
    page,
    ordered.map(({ productId }) => productId),
    1,
  )
}

/** Products of each category, those that were chosen most often first. */
function pagesOf({ log, items }: Dataset): Map<string, string[]> {
  const counts = new Map<string, number>()
  for (let row = 0; row < log.length; row++) {
    const id = log.itemIds[log.item[row]]
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  const pages = new Map<string, string[]>()
  for (const [id, { category }] of items) {
    if (category !== null && counts.has(id)) pages.set(category, [...(pages.get(category) ?? []), id])
  }
  for (const page of pages.values()) page.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))
  return pages
}

function firstSeenOf({ log }: Dataset): Map<string, number> {
  const first = new Map<string, number>()
  for (let row = 0; row < log.length; row++) {
    const id = log.itemIds[log.item[row]]
    if (!first.has(id)) first.set(id, log.time[row])
  }
  return first
}

function* choicesAfter(
  { log, items }: Dataset,
  cut: number,
  pages: ReadonlyMap<string, readonly string[]>,
): Generator<Choice> {
  const { offsets, rows: byVisit } = rowsByVisit(log)
  for (let visit = 0; visit + 1 < offsets.length; visit++) {
    const rows = byVisit.subarray(offsets[visit], offsets[visit + 1])
    for (let step = 1; step < rows.length; step++) {
      const now = log.time[rows[step]]
      const chosen = log.itemIds[log.item[rows[step]]]
      const page = pages.get(items.get(chosen)?.category ?? "")
      // Who looks again at what is open already chooses nothing.
      if (log.time[rows[0]] < cut || log.item[rows[step]] === log.item[rows[step - 1]]) continue
      if (page?.includes(chosen) !== true) continue
      const events = Array.from(rows.subarray(0, step), (row): ProfileEvent => ({
        productId: log.itemIds[log.item[row]],
        type: BEHAVIOR_TYPES[log.behavior[row]],
        at: log.time[row],
        quantity: 1,
        price: null,
        basketId: "visit",
      }))
      yield { events, now, chosen, page }
    }
  }
}
