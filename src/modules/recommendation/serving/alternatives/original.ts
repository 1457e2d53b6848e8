import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../../context"
import { CATEGORY_IDS, listPrice } from "../../database/product-sql"
import { queryRows } from "../../database/query-rows"

/** The product that something else is wanted for: it need not be for sale, nor published. */
export interface Original {
  /** Its own categories. */
  readonly categoryIds: readonly string[]
  readonly type: string | null
  /** Lowest price in the currency, null where it has none. */
  readonly price: number | null
}

const originalRow = z.object({
  category_ids: z.array(z.string()),
  type: z.string().nullable(),
  price: z.coerce.number().nullable(),
})

/** What an alternative is measured by; null for a product that never was. A deleted one is remembered. */
export async function readOriginal(
  context: ModuleContext,
  { productId, currencyCode }: { readonly productId: string; readonly currencyCode: string },
): Promise<Original | null> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select t.value as type,
                   ${CATEGORY_IDS} as category_ids,
                   ${listPrice("?", { withDeleted: true })} as price
              from product p left join product_type t on t.id = p.type_id and t.deleted_at is null
             where p.id = ?`,
      bindings: [currencyCode, productId],
    },
    originalRow,
  )
  const [row] = rows
  return row ? { categoryIds: row.category_ids, type: row.type, price: row.price } : null
}
