import { z } from "@medusajs/framework/zod"
import type { StoreGiftWrap } from "../../../../types/gift-http"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import type { CatalogEntry } from "../catalog/catalog"
import { spokenValues } from "../gift"
import { readOffers } from "../pipeline/offers"
import type { Prepared } from "../pipeline/prepare"
import type { ShopPorts } from "../ports"

const row = z.object({ id: z.string(), title: z.string() })
const YES: ReadonlySet<string> = new Set(["yes", "true", "1", "ja"])
const NO: ReadonlySet<string> = new Set(["no", "false", "0", "nein"])

/** The wrap that the shop sells here and now, at this shopper's price; null where the settings name none, or it cannot be bought. */
export async function readGiftWrap(
  context: ModuleContext,
  prepared: Prepared,
  ports: ShopPorts,
): Promise<StoreGiftWrap | null> {
  const handle = prepared.settings.gift.wrap_product
  if (handle === null) return null
  const [product] = await queryRows(
    context.knex(),
    {
      sql: "select id, title from product where handle = ? and deleted_at is null and status = 'published'",
      bindings: [handle],
    },
    row,
  )
  if (product === undefined) return null
  const looked = await readOffers(context, prepared, { ports, ids: [product.id], sections: "stamp" })
  const [cheapest] = [...(looked.get(product.id)?.open ?? [])].sort((a, b) => a.amount - b.amount)
  return cheapest === undefined
    ? null
    : {
        ...{ product_id: product.id, variant_id: cheapest.variantId, title: product.title },
        ...{ amount: cheapest.amount, currency_code: prepared.question.market.currencyCode },
      }
}

/**
 * Whether the shop wraps a product: what the product says of it, else whether wrap is sold at all. Null where neither says
 * anything: the shop knows no wrapping.
 */
export function isWrapped(entry: CatalogEntry, field: string, sellsWrap: boolean): boolean | null {
  const values = new Set(spokenValues(entry, field))
  const value = Object.hasOwn(entry.gift, field) ? entry.gift[field] : undefined
  if (typeof value === "boolean") values.add(String(value))
  if ([...values].some((value) => NO.has(value))) return false
  if ([...values].some((value) => YES.has(value))) return true
  return sellsWrap ? true : null
}
