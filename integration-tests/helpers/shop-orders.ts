import type { TestModule } from "./module-context"

/** An order of `cus_1` that was placed an hour ago, of two pieces each of `prod_1` to `prod_<lines>`. */
export async function addOrder(
  module: Pick<TestModule, "run">,
  id: string,
  { lines, metadata = {} }: { readonly lines: number; readonly metadata?: Readonly<Record<string, unknown>> },
): Promise<void> {
  await module.run(
    `insert into "order" (id, customer_id, version, status, is_draft_order, currency_code, metadata, created_at)
     values (?, 'cus_1', 1, 'pending', false, 'eur', ?::jsonb, now() - interval '1 hour')`,
    [id, JSON.stringify(metadata)],
  )
  for (let n = 1; n <= lines; n += 1) {
    await module.run(
      `insert into order_line_item (id, title, product_id, variant_id, unit_price, raw_unit_price, metadata)
       values (?, 'Line', ?, 'variant_1', 7.5, '{"value":"7.5"}', ?::jsonb)`,
      [`${id}_l${n}`, `prod_${n}`, JSON.stringify({ recommendation_id: "rec_7", placement: "home" })],
    )
    await module.run(
      `insert into order_item (id, order_id, version, item_id, quantity, raw_quantity, fulfilled_quantity,
         raw_fulfilled_quantity, shipped_quantity, raw_shipped_quantity, return_requested_quantity,
         raw_return_requested_quantity, return_received_quantity, raw_return_received_quantity,
         return_dismissed_quantity, raw_return_dismissed_quantity, written_off_quantity, raw_written_off_quantity)
       values (?, ?, 1, ?, 2, '{}', 0, '{}', 0, '{}', 0, '{}', 0, '{}', 0, '{}', 0, '{}')`,
      [`${id}_i${n}`, id, `${id}_l${n}`],
    )
  }
}

/** Takes every order away again. */
export async function removeOrders(module: Pick<TestModule, "run">): Promise<void> {
  for (const table of ["order_item", "order_line_item", '"order"']) await module.run(`delete from ${table}`)
}
