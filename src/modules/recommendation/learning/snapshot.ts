import { z } from "@medusajs/framework/zod"
import type { PartKind } from "../../../training/protocol"
import { hadArrived } from "../behavior/arrival"
import type { Arrival } from "../behavior/arrival"
import type { ModuleContext } from "../context"
import type { RecommendationSettings } from "../options"
import { TaughtSignals } from "../extend/taught-signals"
import { freshenStatistics } from "../database/fresh-statistics"
import { PRODUCT_FACTS, TYPED_AND_PUBLISHED } from "../database/product-sql"
import { queryRows } from "../database/query-rows"
import { hasObjected } from "../privacy/consent"
import { segmentOf } from "../privacy/segment-of"
import { keepShares } from "./keep-shares"
import type { KeepShare } from "./keep-shares"
import { readGiftLines } from "./gift-lines"
import { readShownLists } from "./shown-lists"

/** Rows of one query: small enough that a request never waits for one noticeably. */
const BEHAVIOR_PAGE = 10_000
const ITEM_PAGE = 1_000
const CUSTOMER_PAGE = 500

const page = z.object({ rows: z.coerce.number(), last: z.string().nullable(), text: z.string().nullable() })

/** Behavior as it had come in at one moment. */
export interface SnapshotScope extends Arrival {
  readonly maxRows: number
  readonly seed: number
  /** Called with the rows of each page of behavior. */
  readonly onRows?: (rows: number) => void
  readonly settings: RecommendationSettings
}

/** Where parts go; resolves when there is room for the next. */
export type Feed = (kind: PartKind, text: string) => Promise<void>

/** What was handed over. */
export interface SnapshotSize {
  readonly rows: number
  /** Rows of which those are a sample; null where all were read. */
  readonly sampledOf: number | null
  readonly catalogSize: number
}

/**
 * Reads behavior, catalog, segments, lists that were shown and gift orders, page by page, each page as one JSON text
 * made by Postgres: this thread but passes it on. Bots are left out; what was
 * erased is not there. Past `maxRows`, older behavior is sampled.
 */
export async function readSnapshot(context: ModuleContext, scope: SnapshotScope, feed: Feed): Promise<SnapshotSize> {
  const { shares, total } = await keepShares(context, scope)
  const objectors = await readObjectors(context)
  const rows = await readPages(context, "behavior", feed, {
    first: "0",
    size: BEHAVIOR_PAGE,
    page: (after) => behaviorPage(scope, { shares, objectors }, after),
    onRows: scope.onRows,
  })
  await freshenStatistics(context)
  const catalogSize = await readCatalog(context, feed)
  await readSegments(context, scope.settings, feed)
  await readShownLists(context, { seq: scope.seq, objectors }, (text) => feed("shown", text))
  await readGiftLines(context, scope, (text) => feed("gifts", text))
  return { rows, sampledOf: shares === null ? null : total, catalogSize }
}

/** The catalog, and what the shop's extensions know of its products: taken now, for all moments of the past. */
async function readCatalog(context: ModuleContext, feed: Feed): Promise<number> {
  const { extensions } = context
  const taught = extensions && extensions.teaching.length > 0 ? new TaughtSignals(extensions) : null
  const feedAndAsk: Feed = async (kind, text) => {
    await feed(kind, text)
    await taught?.ask(text)
  }
  const catalogSize = await readPages(context, "items", feedAndAsk, {
    first: "",
    size: ITEM_PAGE,
    page: (after) => ({ sql: ITEMS, bindings: [after, ITEM_PAGE] }),
  })
  for (const rows of taught?.parts() ?? []) await feed("signals", rows)
  return catalogSize
}

interface Pages {
  readonly first: string
  readonly size: number
  readonly onRows?: ((rows: number) => void) | undefined
  page(after: string): { readonly sql: string; readonly bindings: (string | number | string[] | number[])[] }
}

async function readPages(context: ModuleContext, kind: PartKind, feed: Feed, pages: Pages): Promise<number> {
  let after = pages.first
  let total = 0
  for (;;) {
    const [read] = await queryRows(context.knex(), pages.page(after), page)
    if (!read || read.rows === 0 || read.text === null || read.last === null) return total
    // Before they are handed over: where that fails, they were too many.
    pages.onRows?.(read.rows)
    await feed(kind, read.text)
    total += read.rows
    after = read.last
    if (read.rows < pages.size) return total
  }
}

/** Customers who objected to being learnt from as a person. Their purchases count, as nobody's. */
async function readObjectors(context: ModuleContext): Promise<string[]> {
  const rows = await queryRows(
    context.knex(),
    { sql: `select c.id from customer c where ${hasObjected("c.id")}`, bindings: [] },
    idRow,
  )
  return rows.map(({ id }) => id)
}

interface BehaviorRules {
  readonly shares: readonly KeepShare[] | null
  readonly objectors: readonly string[]
}

/**
 * A gift, and the look for it, teaches what goes together and what sells, but says nothing of the
 * giver's own taste: it is read as nobody's. So is what a customer who objected
 * did. Events of the future are left out until they come: one of next year would
 * be the newest of all, and what is popular would be taken from its year alone.
 */
function behaviorPage(
  scope: SnapshotScope,
  { shares, objectors }: BehaviorRules,
  after: string,
): ReturnType<Pages["page"]> {
  const shopper = "coalesce(e.customer_id, v.customer_id, e.visitor_id, '')"
  const whom = `case when e.is_gift or ${shopper} = any(?::text[]) then '' else ${shopper} end`
  // The draw is the shopper's, not the row's: who is kept, is kept with all of the more recent past.
  const arrived = hadArrived(scope)
  const sample = shares
    ? `and ((hashtextextended(coalesce(nullif(${shopper}, ''), e.session_id, e.basket_id, e.id), ?) & 1048575) / 1048576.0
            < coalesce((select share from unnest(?::text[], ?::float8[]) as kept (month, share)
                         where kept.month = to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM')), 1))`
    : ""
  return {
    sql: `select count(*) as rows, max(seq)::text as last,
                 json_agg(json_build_array(whom, product_id, type, at, quantity, price, session, voice, channel))::text as text
            from (select e.seq, ${whom} as whom, e.product_id, e.type,
                         round(extract(epoch from e.occurred_at) * 1000) as at, e.quantity, ${OWN_PRICE} as price,
                         coalesce(e.basket_id, e.session_id, '') as session, e.voice, ${CHANNEL} as channel
                    from behavior_event e
                    left join recommendation_visitor v on e.customer_id is null and v.visitor_id = e.visitor_id
                   where e.seq > ?::bigint and ${arrived.sql} and not e.is_bot and e.occurred_at <= now() ${sample}
                   order by e.seq limit ?) e`,
    bindings: [
      [...objectors],
      after,
      ...arrived.bindings,
      ...(shares ? [scope.seed, shares.map(({ month }) => month), shares.map(({ share }) => share)] : []),
      BEHAVIOR_PAGE,
    ],
  }
}

const idRow = z.object({ id: z.string() })

/** Where it came from, in a shop that has more than one such place. */
const CHANNEL = `
  case when (select count(*) from sales_channel where deleted_at is null) > 1 then e.sales_channel_id end`

/**
 * A price in the currency in which the catalog's own prices are. Another currency's figure would be read as one of
 * these, 3200 yen as 3200 euros; without it the product counts with its listed price.
 */
const OWN_PRICE = `
  case when e.currency_code is null or lower(e.currency_code) = coalesce(
         (select lower(currency_code) from store_currency where is_default and deleted_at is null limit 1),
         lower(e.currency_code))
       then e.price end`

/** The catalog as serving knows it, so that a trained model and the live catalog speak of the same things. */
const ITEMS = `
  select count(*) as rows, max(id) as last,
         json_agg(json_build_array(
           id, title, category_ids[1], price, case when type is null then tags else tags || ('type:' || type) end,
           round(extract(epoch from created_at) * 1000)))::text as text
    from (select ${PRODUCT_FACTS} from product p ${TYPED_AND_PUBLISHED} and p.id > ? order by p.id limit ?) as items`

const customerRow = z.object({
  id: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  consented: z.boolean(),
})

async function readSegments(context: ModuleContext, settings: RecommendationSettings, feed: Feed): Promise<void> {
  let after = ""
  for (;;) {
    const rows = await queryRows(
      context.knex(),
      {
        sql: `select c.id, c.metadata,
                     exists (select 1 from recommendation_visitor v
                              where v.customer_id = c.id and v.consented_at is not null) as consented
                from customer c
               where c.deleted_at is null and jsonb_typeof(c.metadata) = 'object' and c.metadata <> '{}' and c.id > ?
               order by c.id limit ?`,
        bindings: [after, CUSTOMER_PAGE],
      },
      customerRow,
    )
    const known = rows.flatMap((row) => {
      const segment = segmentOf(row, settings)
      return segment ? [[row.id, segment.age, segment.gender, segment.country]] : []
    })
    if (known.length > 0) await feed("segments", JSON.stringify(known))
    if (rows.length < CUSTOMER_PAGE) return
    after = rows.at(-1)?.id ?? after
  }
}
