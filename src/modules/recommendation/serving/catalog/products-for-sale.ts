import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../../context"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../../database/query-rows"
import { productStatement } from "./for-sale-sql"
import type { ProductStatementOptions } from "./for-sale-sql"

/** A JSON object whose fields are passed on as they are. */
const jsonObject = z.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
)

const productRow = z.object({
  id: z.string(),
  stamp: z.string(),
  offers: z.array(z.tuple([z.string(), z.string().nullable(), z.boolean()])),
  product: jsonObject.nullable(),
  variants: z.array(jsonObject.nullable()),
})

/** A product that is for sale at this moment. */
export type ProductForSale = z.output<typeof productRow>

/** Those of the products that are for sale now; the others are simply not there. */
export async function readProductsForSale(
  context: ModuleContext,
  options: ProductStatementOptions,
): Promise<Map<string, ProductForSale>> {
  if (options.ids.length === 0 || options.salesChannelIds.length === 0) return new Map()
  const rows = await queryRows(
    context.knex(),
    { ...productStatement(options), timeoutMs: SHOPPERS_TIMEOUT_MS },
    productRow,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
