import type { Statement } from "../database/query-rows"
import { CODE } from "./sql"
import type { Period } from "./sql"

/** The basket or the product alone that is asked for: by its index, whatever the period holds. */
export interface Part {
  readonly basketId?: string
  readonly productId?: string
}

/**
 * The common table expressions behind every figure on what was bought: `kept` holds each line that was bought in the
 * period and of which the customer keeps something by now, with the units that are kept and the money of them.
 *
 * A line of an order of the shop carries its own money, which follows the order (`earned`), and its later purchases and
 * returns name it. A purchase that came from elsewhere, a file for one, has its basket's returns of the same product
 * taken off: from its lines one after the other, so that one return of two lines is deducted once.
 */
export function keptPurchases({ from, to }: Period, { basketId, productId }: Part = {}): Statement {
  const part = [
    ...(basketId === undefined ? [] : [{ sql: "and basket_id = ?", value: basketId }]),
    ...(productId === undefined ? [] : [{ sql: "and product_id = ?", value: productId }]),
  ]
  return {
    // The log is read once, and what is read is carried along: a plan that hangs on statistics may read it row by row.
    sql: `dealt as materialized (
            select id, type, is_bot, product_id, basket_id, customer_id, visitor_id, recommendation_id, placement,
                   occurred_at, order_line_id, earned, price, quantity, currency_code
              from behavior_event
             where type in (${CODE.purchase}, ${CODE.return}) and occurred_at >= ? ${part.map(({ sql }) => sql).join(" ")}
          ),
          bought as (
            select p.id, p.product_id, p.basket_id, p.customer_id, p.visitor_id, p.recommendation_id, p.placement,
                   p.occurred_at, p.order_line_id, p.earned, coalesce(p.price, 0) as price, p.quantity::numeric as quantity,
                   coalesce(p.currency_code, '') as currency,
                   sum(p.quantity::numeric) over (partition by p.basket_id, p.product_id order by p.id) as up_to
              from dealt p
             where p.type = ${CODE.purchase} and not p.is_bot and p.occurred_at < ?
               and (p.order_line_id is null or p.order_line_id = p.id)
          ),
          changed as (
            select order_line_id,
                   sum(case when type = ${CODE.purchase} then quantity else -quantity end)::numeric as quantity
              from dealt where order_line_id is not null and order_line_id <> id group by 1
          ),
          sent_back as (
            select basket_id, product_id, sum(quantity)::numeric as quantity from dealt
             where type = ${CODE.return} and order_line_id is null and basket_id is not null group by 1, 2
          ),
          remaining as (
            select b.*, case when b.order_line_id is not null then b.quantity + coalesce(c.quantity, 0)
                             else least(b.quantity, greatest(0, b.up_to - coalesce(s.quantity, 0))) end as kept
              from bought b
              left join changed c on c.order_line_id = b.order_line_id
              left join sent_back s
                on b.order_line_id is null and s.basket_id = b.basket_id and s.product_id = b.product_id
          ),
          kept as (select *, coalesce(earned, price * kept) as amount from remaining where kept > 0)`,
    bindings: [from, ...part.map(({ value }) => value), to],
  }
}
