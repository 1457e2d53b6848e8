import { setImmediate as nextTurn } from "node:timers/promises"
import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../../core/contract"
import { mayBeBetter, STEADY_PLACES } from "../../../../core/exploration"
import { inBackground } from "../../background"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../query-rows"
import type { Transaction } from "../../transaction"
import { Paced } from "../live/paced"

/** Days for which a product counts as new. */
const NEW_DAYS = 60
/** New products that are looked at, the newest. */
const PRODUCTS_AT_MOST = 500
/** Impressions in lists after which a product stands where it earns to, and is explored no more. */
export const KNOWN_FROM = 300
/** Impressions of the shop's lists below which nothing is explored: nobody would learn from it. */
const IMPRESSIONS_AT_LEAST = 1_000
/** Events, the latest, that click rates are counted from; it bounds what the count costs. */
const EVENTS_AT_MOST = 50_000
/** Impressions at explorable places below which the rate of all places is taken for theirs. */
const PLACED_AT_LEAST = 500
/** Products judged in one turn of the event loop. */
const TURN = 20
/** Milliseconds after which it is counted again. */
const FRESH_MS = 600_000

const [IMPRESSION, CLICK] = [behaviorCode("impression"), behaviorCode("click")]

/** A product of which lists have shown little. */
interface LittleKnownProduct {
  readonly productId: string
  readonly impressions: number
  readonly clicks: number
}

/** Products that lists may be explored with, and how much is clicked of what stands at the places they would get. */
export interface LittleKnown {
  readonly products: readonly LittleKnownProduct[]
  readonly clickRate: number
}

const count = z.coerce.number()
const ratesRow = z.object({ shown: count, clicked: count, placed: count, placed_clicked: count })
const productRow = z.object({ id: z.string(), impressions: z.coerce.number(), clicks: z.coerce.number() })

/** Counts what lists have shown of new products, every ten minutes and behind the askers' backs. */
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
    const found = await inBackground(this.context, async (transaction) => {
      const [rates] = await queryRows(transaction, RATES, ratesRow)
      const clickRate = rates === undefined ? 0 : clickRateOf(rates)
      if (clickRate === 0) return null
      return { clickRate, products: await readNew(transaction) }
    })
    const value = found && { ...found, products: await openOf(found) }
    this.known = { value, at: performance.now() }
  }
}

/** Products of which more is to be learned: requests come between, for each is judged by hundreds of draws. */
async function openOf({ products, clickRate }: LittleKnown): Promise<LittleKnownProduct[]> {
  const open: LittleKnownProduct[] = []
  for (const [at, product] of products.entries()) {
    if (at % TURN === TURN - 1) await nextTurn()
    if (mayBeBetter(product, clickRate)) open.push(product)
  }
  return open
}

/** Counted of all lists, and of what `for_you` showed at explorable places without exploring. */
const RATES = {
  sql: `with latest as (
          select type, product_id, recommendation_id from (
            select type, product_id, recommendation_id, is_bot from behavior_event order by seq desc limit ?) newest
           where recommendation_id is not null and not is_bot and type in (?, ?)),
        placed as (
          select e.type from latest e join recommendation_served s on s.id = e.recommendation_id
           where s.strategy = 'for_you' and not coalesce(jsonb_exists(s.explored_ids, e.product_id), false)
             and e.product_id <> all(array(select jsonb_array_elements_text(s.product_ids) limit ${STEADY_PLACES})))
        select count(*) filter (where type = ?) as shown, count(*) filter (where type = ?) as clicked,
               (select count(*) from placed where type = ?) as placed,
               (select count(*) from placed where type = ?) as placed_clicked
          from latest`,
  bindings: [EVENTS_AT_MOST, IMPRESSION, CLICK, IMPRESSION, CLICK, IMPRESSION, CLICK],
}

/** Share of what stands at explorable places that is clicked; 0 where too little is reported to explore at all. */
function clickRateOf({ shown, clicked, placed, placed_clicked: placedClicked }: z.output<typeof ratesRow>): number {
  if (shown < IMPRESSIONS_AT_LEAST) return 0
  const rate = placed < PLACED_AT_LEAST ? clicked / shown : placedClicked / placed
  return Math.min(CLICK_RATE_AT_MOST, rate)
}

/** A storefront that reports clicks alone would have more than there are impressions. */
const CLICK_RATE_AT_MOST = 0.5

/** Each product's count ends where it is known: one that everybody has seen costs no more than another. */
async function readNew(transaction: Transaction): Promise<LittleKnownProduct[]> {
  const counted = `select count(*) from (
      select 1 from behavior_event e
       where e.product_id = n.id and e.type = ? and e.occurred_at > now() - make_interval(days => ${NEW_DAYS})
         and e.recommendation_id is not null and not e.is_bot limit ${KNOWN_FROM}) counted`
  const rows = await queryRows(
    transaction,
    {
      sql: `select n.id, (${counted}) as impressions, (${counted}) as clicks
              from (select id from product
                     where status = 'published' and deleted_at is null
                       and created_at > now() - make_interval(days => ${NEW_DAYS})
                     order by created_at desc limit ${PRODUCTS_AT_MOST}) n`,
      bindings: [IMPRESSION, CLICK],
    },
    productRow,
  )
  return rows
    .filter(({ impressions }) => impressions < KNOWN_FROM)
    .map(({ id: productId, impressions, clicks }) => ({
      productId,
      impressions,
      clicks: Math.min(clicks, impressions),
    }))
}
