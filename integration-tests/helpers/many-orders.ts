import type { Client } from "pg"

/** Tables that {@link addManyOrders} fills. */
export const ORDER_TABLES = [
  "order",
  "order_item",
  "order_line_item",
  "order_summary",
  "order_payment_collection",
  "payment_collection",
  "payment",
  "capture",
  "refund",
]

const QUANTITIES = [
  "fulfilled",
  "shipped",
  "delivered",
  "return_requested",
  "return_received",
  "return_dismissed",
  "written_off",
]

/**
 * Orders of two lines at 7.50, two pieces each, as a dump restores them: without statistics, and with nobody who makes
 * some. Of each ten, one was canceled, one paid back whole, and of one a piece came back.
 */
export async function addManyOrders(client: Client, orders: number): Promise<void> {
  for (const table of ORDER_TABLES) await client.query(`alter table "${table}" set (autovacuum_enabled = off)`)
  const raw = `'{"value": "0", "precision": 20}'::jsonb`
  await client.query(
    `insert into "order" (id, version, status, currency_code, created_at, updated_at, canceled_at)
     select 'order_' || n, case when n % 10 = 2 then 2 else 1 end, case when n % 10 = 0 then 'canceled' else 'pending' end::order_status_enum,
            'eur', now() - interval '90 days', now() - interval '90 days',
            case when n % 10 = 0 then now() - interval '80 days' end
       from generate_series(1, $1) n`,
    [orders],
  )
  await client.query(
    `insert into order_line_item (id, title, product_id, variant_id, unit_price, raw_unit_price)
     select 'line_' || n || '_' || l, 'Line', 'prod_' || (n % 500), 'variant_1', 7.5, ${raw}
       from generate_series(1, $1) n, generate_series(1, 2) l`,
    [orders],
  )
  const columns = QUANTITIES.flatMap((name) => [`${name}_quantity`, `raw_${name}_quantity`])
  await client.query(
    `insert into order_item (id, order_id, version, item_id, quantity, raw_quantity, created_at, ${columns.join(", ")})
     select 'item_' || n || '_' || l || '_' || v, 'order_' || n, v, 'line_' || n || '_' || l, 2, ${raw},
            now() - interval '90 days' + v * interval '1 day',
            ${QUANTITIES.map((name) => `${name === "return_received" ? "case when v = 2 and l = 1 then 1 else 0 end" : "0"}, ${raw}`).join(", ")}
       from generate_series(1, $1) n, generate_series(1, 2) l, generate_series(1, 2) v
      where v = 1 or n % 10 = 2`,
    [orders],
  )
  await client.query(
    `insert into order_summary (id, order_id, version, totals)
     select 'sum_' || n || '_' || v, 'order_' || n, v, jsonb_build_object('current_order_total', 30 - 7.5 * (v - 1))
       from generate_series(1, $1) n, generate_series(1, 2) v where v = 1 or n % 10 = 2`,
    [orders],
  )
  await client.query(
    `insert into payment_collection (id, currency_code, amount, raw_amount, status)
     select 'paycol_' || n, 'eur', 30, ${raw}, 'completed' from generate_series(1, $1) n`,
    [orders],
  )
  await client.query(
    `insert into order_payment_collection (id, order_id, payment_collection_id)
     select 'opc_' || n, 'order_' || n, 'paycol_' || n from generate_series(1, $1) n`,
    [orders],
  )
  await client.query(
    `insert into payment (id, amount, raw_amount, currency_code, provider_id, payment_collection_id, payment_session_id)
     select 'pay_' || n, 30, ${raw}, 'eur', 'pp_system_default', 'paycol_' || n, 'ps_' || n from generate_series(1, $1) n`,
    [orders],
  )
  for (const table of ["capture", "refund"])
    await client.query(
      `insert into ${table} (id, amount, raw_amount, payment_id, created_at)
       select '${table}_' || n, 30, ${raw}, 'pay_' || n, now() - interval '85 days'
         from generate_series(1, $1) n where ${table === "refund" ? "n % 10 = 1" : "true"}`,
      [orders],
    )
}
