import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../../core/contract"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import { ReadThrough } from "../../read-through"

/** People below which nothing is shown: a handful proves nothing of a product, and may be known by name. */
const LEAST = 5
/** Gift purchases that are counted, the latest; it bounds what the count costs. */
const MAX_PURCHASES = 20_000
const FRESH_MS = 600_000

const buyersRow = z.object({ product_id: z.string(), buyers: z.coerce.number() })

/** How many people have bought a product as a gift, counted every ten minutes. */
export class GiftBuyers {
  private readonly kept = new ReadThrough<ReadonlyMap<string, number>>({ max: 1, lifeMs: FRESH_MS })

  constructor(private readonly context: ModuleContext) {}

  /** People by product, of products that at least five have given. */
  get(): Promise<ReadonlyMap<string, number>> {
    return this.kept.get("", () => this.read())
  }

  private async read(): Promise<ReadonlyMap<string, number>> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select product_id, count(distinct coalesce(customer_id, visitor_id)) as buyers
                from (select product_id, customer_id, visitor_id from behavior_event
                       where type = ? and is_gift and not is_bot order by seq desc limit ?) latest
               group by 1 having count(distinct coalesce(customer_id, visitor_id)) >= ?`,
        bindings: [behaviorCode("purchase"), MAX_PURCHASES, LEAST],
      },
      buyersRow,
    )
    return new Map(rows.map(({ product_id: productId, buyers }) => [productId, buyers]))
  }
}
