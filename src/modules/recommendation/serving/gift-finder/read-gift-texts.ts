import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../../core/contract"
import { boughtTogether, plainGiftValue } from "../../../../core/gift"
import type { BoughtTogether, GiftKey, GiftPurchase, GiftText } from "../../../../core/gift"
import type { ModuleContext } from "../../context"
import type { RecommendationSettings } from "../../options"
import { CATEGORY_NAMES } from "../../database/product-sql"
import { queryRows } from "../../database/query-rows"
import type { CatalogEntry } from "../catalog/catalog"
import { PRODUCT_TEXT_HASH } from "../catalog/product-text-sql"
import { INTEREST, spokenValues } from "../gift"

/** Products read in one go. */
const PAGE = 1_000
/** Gift purchases that say when a product is given, the latest. */
const MAX_PURCHASES = 20_000

const textRow = z.object({
  id: z.string(),
  description: z.string().nullable(),
  categories: z.array(z.string()),
  hash: z.string(),
})
const purchaseRow = z.object({ product_id: z.string(), at: z.date() })
/** Lines of orders that say what is bought together, the latest. */
const MAX_LINES = 20_000
const lineRow = z.object({ product_id: z.string(), basket_id: z.string() })

/** The start of a product's description, the names of its categories, and what is another when they are others. */
export type GiftDescription = Omit<z.output<typeof textRow>, "id">

const TEXTS = `
  select p.id, left(p.description, 2000) as description,
         ${CATEGORY_NAMES} as categories,
         ${PRODUCT_TEXT_HASH} as hash
    from product p
   where p.deleted_at is null and p.status = 'published' and p.id > ? order by p.id limit ?`

/** Descriptions of all published products, page by page. */
export async function* readGiftDescriptions(context: ModuleContext): AsyncGenerator<Map<string, GiftDescription>> {
  for (let after = ""; ;) {
    const rows = await queryRows(context.knex(), { sql: TEXTS, bindings: [after, PAGE] }, textRow)
    yield new Map(rows.map(({ id, ...text }) => [id, text]))
    if (rows.length < PAGE) return
    after = rows.at(-1)?.id ?? after
  }
}

/** The same of one product; null where it is not published. */
export async function readGiftDescription(context: ModuleContext, id: string): Promise<GiftDescription | null> {
  const sql = TEXTS.replace("p.id > ?", "p.id = ?")
  const [row] = await queryRows(context.knex(), { sql, bindings: [id, 1] }, textRow)
  return row ?? null
}

/** What the shop knew before a moment to have been bought as a gift, and when. */
export async function readGiftPurchases(context: ModuleContext, before: Date): Promise<GiftPurchase[]> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select product_id, occurred_at as at from behavior_event
             where type = ? and is_gift and received_at < ? order by seq desc limit ?`,
      bindings: [behaviorCode("purchase"), before, MAX_PURCHASES],
    },
    purchaseRow,
  )
  return rows.map(({ product_id: productId, at }) => ({ productId, at: at.getTime() }))
}

/** Which products the shop knew before a moment to stand in one order, as gifts or not: who buys a rattle buys a bib with it. */
export async function readBoughtTogether(context: ModuleContext, before: Date): Promise<BoughtTogether> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select product_id, basket_id from behavior_event
             where type = ? and basket_id is not null and not is_bot and received_at < ? order by seq desc limit ?`,
      bindings: [behaviorCode("purchase"), before, MAX_LINES],
    },
    lineRow,
  )
  const orders = new Map<string, string[]>()
  for (const { product_id: productId, basket_id: basketId } of rows) {
    const order = orders.get(basketId)
    if (order) order.push(productId)
    else orders.set(basketId, [productId])
  }
  return boughtTogether(orders.values())
}

/** A product as its words are learned: what the merchant says of it comes from tags, type and metadata. */
export function giftTextOf(
  entry: CatalogEntry,
  fields: RecommendationSettings["gift"],
  more: Omit<GiftDescription, "hash"> & { readonly seasons: readonly string[] },
): GiftText {
  const free = entry.tags.filter((tag) => !tag.includes(":"))
  const stated: [GiftKey, readonly string[]][] = [
    ["recipient", [...spokenValues(entry, fields.recipient)]],
    ["age_band", [...spokenValues(entry, fields.age_band)]],
    ["occasion", [...spokenValues(entry, fields.occasion)]],
    ["interest", [...spokenValues(entry, INTEREST)]],
    ["style", free.map(plainGiftValue)],
  ]
  return {
    id: entry.id,
    title: entry.title,
    description: more.description ?? "",
    categories: more.categories,
    tags: free,
    stated: new Map(stated.filter(([, values]) => values.length > 0)),
    seasons: more.seasons,
    price: entry.price,
  }
}
