import { z } from "@medusajs/framework/zod"
import { believedResponses, liftOf, placeRates } from "../../../../core/exploration"
import type { ResponseBelief } from "../../../../core/exploration"
import { inBackground } from "../../background"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import type { Transaction } from "../../database/transaction"
import { Paced } from "../../paced"
import { ANSWERS, KNOWN_FROM, NEW_PRODUCTS, PLACES } from "./answers-of-new"

/** Impressions of the shop's lists below which nothing is explored: nobody would learn from it. */
const IMPRESSIONS_AT_LEAST = 1_000
/** Milliseconds after which it is counted again. */
const FRESH_MS = 600_000

/** Products that lists may be explored with, and what shoppers' answers say of all that is new. */
export interface LittleKnown {
  readonly products: readonly (ResponseBelief & { readonly productId: string })[]
  /** Factor on the odds of each new product, by its id. */
  readonly lifts: ReadonlyMap<string, number>
}

const placeRow = z.object({ place: z.number().nullable(), looks: z.coerce.number(), clicks: z.coerce.number() })
const productRow = z.object({ id: z.string(), impressions: z.coerce.number() })
const answerRow = z.object({
  id: z.string(),
  place: z.number(),
  odds: z.number(),
  clicks: z.number(),
})

/** Counts what shoppers answered to new products, every ten minutes and behind the askers' backs. */
export class LittleKnownProducts {
  private known: { readonly value: LittleKnown | null; readonly at: number } | null = null
  private readonly paced = new Paced(() => this.count(), { restTimes: 20, restAtMostMs: FRESH_MS })

  constructor(private readonly context: ModuleContext) {}

  /** What was counted last; null where nothing may be explored, and until the first count has ended. */
  current(): LittleKnown | null {
    if (this.known === null || performance.now() - this.known.at > FRESH_MS)
      this.paced.ask().catch((error: unknown) => {
        this.context.logger?.warn(`recommendations: new products not counted: ${String(error)}`)
      })
    return this.known?.value ?? null
  }

  private async count(): Promise<void> {
    const value = await inBackground(this.context, async (transaction) => {
      const places = await queryRows(transaction, PLACES, placeRow)
      const all = places.find(({ place }) => place === null)
      if ((all?.looks ?? 0) < IMPRESSIONS_AT_LEAST) return null
      const rateAt = placeRates(byPlace(places))
      return readLittleKnown(transaction, rateAt)
    })
    this.known = { value, at: performance.now() }
  }
}

/** Counts from the first place on; a place that nothing was reported of is empty. */
function byPlace(rows: readonly z.output<typeof placeRow>[]): { readonly looks: number; readonly clicks: number }[] {
  const known = new Map(rows.map(({ place, looks, clicks }) => [place, { looks, clicks }]))
  const last = rows.reduce((most, { place }) => Math.max(most, place ?? -1), -1)
  return Array.from({ length: last + 1 }, (_, place) => known.get(place) ?? { looks: 0, clicks: 0 })
}

async function readLittleKnown(transaction: Transaction, rateAt: (place: number) => number): Promise<LittleKnown> {
  const products = await queryRows(transaction, NEW_PRODUCTS, productRow)
  const responses = new Map(products.map(({ id }) => [id, { clicks: 0, expected: 0 }]))
  for (const { id, place, odds, clicks } of await queryRows(transaction, ANSWERS, answerRow)) {
    const response = responses.get(id)
    if (response === undefined) continue
    response.clicks += clicks
    response.expected += rateAt(place) * odds
  }
  const beliefs = believedResponses(responses)
  const isKnown = new Set(products.filter(({ impressions }) => impressions >= KNOWN_FROM).map(({ id }) => id))
  return {
    products: [...beliefs].flatMap(([productId, belief]) => (isKnown.has(productId) ? [] : [{ productId, ...belief }])),
    lifts: new Map([...beliefs].map(([productId, belief]) => [productId, liftOf(belief)])),
  }
}
