import type { Client } from "pg"

/** Size of a made-up log. */
interface LargeLog {
  readonly events: number
  readonly products: number
  readonly customers: number
}

/** Whole months that the log goes back, this one included. */
const MONTHS = 12
/** Lines of an order. */
const LINES = 3

/**
 * One event: in hundred 58 views, 25 impressions, 6 clicks, 5 carts, 5 purchases, 1 return; a fifth by customers, the rest
 * by visitors; few products get most of it. Numbers of the columns come from hashes, so that the same size is the same log.
 */
const EVENT = `
  select 'ev-' || n as id,
         (case when kind < 58 then 0 when kind < 83 then 2 when kind < 89 then 1
               when kind < 94 then 3 when kind < 99 then 7 else 8 end)::smallint as type,
         'prod_' || (1 + floor($1 * power(draw, 2.5)))::int as product_id,
         case when kind >= 94 or n % 5 = 0 then 'cus_' || (1 + who % $2) end as customer_id,
         case when kind < 94 and n % 5 <> 0 then 'visitor-' || (who % ($2 * 4)) end as visitor_id,
         1 as quantity, 10 + who % 90 as price, 'eur' as currency_code, 'sc_bench' as sales_channel_id,
         'session-' || n / 8 as session_id,
         case when kind >= 94 then 'order_' || n / (20 * ${LINES}) when kind >= 89 then 'cart_' || n / 20 end as basket_id,
         (array['mobile', 'desktop', 'tablet'])[1 + who % 3] as device,
         case when kind between 58 and 88 then 'home' end as placement,
         case when kind between 58 and 93 then 'list-' || n / 50 end as recommendation_id,
         case when kind >= 94 then 'order' when kind >= 89 then 'cart' else 'storefront' end as source,
         n % 50 = 0 as is_bot,
         case when kind between 94 and 98 then 'ev-' || n end as order_line_id,
         case when kind < 89 then (who % 2000000000)::int end as voice,
         $3::timestamptz + ($4::timestamptz - $3::timestamptz) * (n - $5)::float / $6 as occurred_at
    from (select n, hash % 100 as kind, hash / 100 as who, ((hash / 7) % 1000003) / 1000003.0 as draw
            from (select n, abs(hashint8(n))::bigint as hash from generate_series($5::bigint, $5 + $6 - 1) n) hashed) drawn`

const COLUMNS =
  "id, type, product_id, customer_id, visitor_id, quantity, price, currency_code, sales_channel_id, session_id, basket_id, device, placement, recommendation_id, source, is_bot, order_line_id, voice, occurred_at"

/**
 * Writes a log straight into the table's partitions, a month at a time: each is filled before it has indexes, and then
 * takes the place of the empty one.
 */
export async function writeLargeLog(client: Client, { events, products, customers }: LargeLog): Promise<void> {
  const aMonth = Math.floor(events / MONTHS)
  await client.query("set maintenance_work_mem = '256MB'")
  for (let month = 0; month < MONTHS; month++) {
    const { rows } = await client.query<{ name: string; first: string; next: string; end: string }>(
      `select 'behavior_event_' || to_char(first, 'YYYY_MM') as name, first::text || ' 00:00:00+00' as first,
              (first + interval '1 month')::date::text || ' 00:00:00+00' as next,
              least(now() - interval '1 minute', (first + interval '1 month - 1 second') at time zone 'UTC')::text as end
         from (select (date_trunc('month', now() at time zone 'UTC') - make_interval(months => $1))::date as first) m`,
      [MONTHS - 1 - month],
    )
    const [{ name, first, next, end }] = rows
    await client.query(`drop table if exists "${name}"`)
    await client.query(`create table "${name}" (like behavior_event including defaults)`)
    await client.query(`insert into "${name}" (${COLUMNS}) select ${COLUMNS} from (${EVENT}) made`, [
      ...[products, customers, first, end, month * aMonth, aMonth],
    ])
    await client.query(`create unique index "${name}_id_unique" on "${name}" (id)`)
    await client.query(
      `alter table behavior_event attach partition "${name}" for values from ('${first}') to ('${next}')`,
    )
    console.log(`${name}: ${aMonth} events`)
  }
  await writeNeighbors(client, { events, products, customers })
  await client.query("vacuum analyze")
}

/** What stands beside events: customers, links of visitors, served lists. */
async function writeNeighbors(client: Client, { events, customers }: LargeLog): Promise<void> {
  await client.query(
    `insert into customer (id, email, has_account)
     select 'cus_' || n, 'c' || n || '@shop.test', true from generate_series(1, $1::int) n`,
    [customers],
  )
  await client.query(
    `insert into recommendation_visitor (visitor_id, customer_id, linked_at)
     select 'visitor-' || n, 'cus_' || n, now() - make_interval(days => n % 300) from generate_series(1, $1::int) n`,
    [customers],
  )
  await client.query(
    `insert into recommendation_served (id, strategy, rung, product_ids, created_at)
     select 'list-' || n, 'for_you', 'popular', '[]', now() - make_interval(days => (360 - n * 360 / $1)::int)
       from generate_series(1, $1::bigint) n`,
    [Math.floor(events / 50)],
  )
}
