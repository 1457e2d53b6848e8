import type { ModuleContext } from "../context"
import { execute } from "../database/query-rows"
import { CODE, shopperOf, visitorJoin } from "../insights/sql"
import type { Period } from "../insights/sql"

/**
 * The name by which a shopper is assigned: a customer's first browser, so that nobody changes arms by logging in, else
 * the customer's own id, else the visitor's. Carts are no browsers.
 */
const FIRST_VISITOR = `
  select distinct on (customer_id) customer_id, visitor_id from recommendation_visitor
   where not starts_with(visitor_id, 'cart_') order by customer_id, linked_at, visitor_id`

/**
 * Shoppers who came in a period, when they first did, whether they bought after that, and what they saw and clicked of
 * lists: one pass over the period's events and a group by shopper. A purchase or return is a record of the shop's, not a
 * coming. What a file says was bought makes a buyer, as it is an order and money: the figures stand side by side.
 */
export const CAME = `
  select s.shopper, s.first_at, s.shown, s.clicked, coalesce(f.visitor_id, s.shopper) as name,
         coalesce(s.last_purchase >= s.first_at, false) as bought
    from (select ${shopperOf("e")} as shopper,
                 min(e.occurred_at) filter (where e.type not in (${CODE.purchase}, ${CODE.return})) as first_at,
                 max(e.occurred_at) filter (where e.type = ${CODE.purchase}) as last_purchase,
                 count(*) filter (where e.type = ${CODE.impression} and e.recommendation_id is not null) as shown,
                 count(*) filter (where e.type = ${CODE.click} and e.recommendation_id is not null) as clicked
            from behavior_event e ${visitorJoin("e")}
           where e.occurred_at >= ? and e.occurred_at < ? and not e.is_bot
             and (e.source <> 'import' or e.type = ${CODE.purchase})
             and (e.customer_id is not null or e.visitor_id is not null)
           group by 1) s
    left join (${FIRST_VISITOR}) f on f.customer_id = s.shopper
   where s.first_at is not null`

/** Where {@link gatherCame} puts them, for the rest of its transaction. */
export const CAME_TABLE = "recommendation_came"

/**
 * Before {@link CAME}, for the rest of its transaction. One process groups by hash: workers in parallel each group a part,
 * and putting a million shoppers of three parts together takes longer than the workers save.
 */
export const ONE_PROCESS = "set local max_parallel_workers_per_gather = 0"

/** Gathers who came in a period, once for all that is counted of them: the pass over the log is most of the work. */
export async function gatherCame(counting: ModuleContext, { from, to }: Period): Promise<void> {
  const knex = counting.knex()
  await execute(knex, { sql: ONE_PROCESS, bindings: [] })
  await execute(knex, { sql: `create temporary table ${CAME_TABLE} on commit drop as ${CAME}`, bindings: [from, to] })
  // A table without statistics is taken to be small, and joined row by row.
  await execute(knex, { sql: `analyze ${CAME_TABLE}`, bindings: [] })
}
