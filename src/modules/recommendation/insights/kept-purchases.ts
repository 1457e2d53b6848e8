import type { Statement } from "../query-rows"
import { CODE } from "./sql"
import type { Period } from "./sql"

/**
 * The common table expressions behind every figure on what was bought: `kept` holds each line that was bought in the
 * period and of which the customer keeps something by now, with the units that are kept and the money of them.
 *
 * A line of an order of the shop carries its own money, which follows the order (`earned`), and its later purchases and
 * returns name it. A purchase that came from elsewhere, a file for one, has its basket's returns of the same product
 * taken off: from its lines one after the other, so that one return of two lines is deducted once.
 */
export function keptPurchases({ from, to }: Period): Statement {
  return {
    sql: `bought as (
            select p.id, p.product_id, p.basket_id, p.customer_id, p.visitor_id, p.recommendation_id, p.placement,
                   p.occurred_at, p.order_line_id, p.earned, coalesce(p.price, 0) as price, p.quantity::numeric as quantity,
                   coalesce(p.currency_code, '') as currency,
                   sum(p.quantity::numeric) over (partition by p.basket_id, p.product_id order by p.id) as up_to
              from behavior_event p
             where p.type = ? and not p.is_bot and p.occurred_at >= ? and p.occurred_at < ?
               and (p.order_line_id is null or p.order_line_id = p.id)
          ),
          changed as (
            select order_line_id, sum(case when type = ? then quantity else -quantity end)::numeric as quantity
              from behavior_event
             where type in (?, ?) and order_line_id is not null and order_line_id <> id and occurred_at >= ?
             group by 1
          ),
          sent_back as (
            select basket_id, product_id, sum(quantity)::numeric as quantity from behavior_event
             where type = ? and order_line_id is null and basket_id is not null and occurred_at >= ? group by 1, 2
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
    bindings: [
      ...[CODE.purchase, from, to],
      ...[CODE.purchase, CODE.purchase, CODE.return, from],
      ...[CODE.return, from],
    ],
  }
}
