import { z } from "@medusajs/framework/zod"
import type { CatalogItem } from "../../../../core/contract"
import { hash32 } from "../../../../core/evaluation/experiment"
import { priceBand } from "../../../../core/gift"
import type { ChangeKind, ServingChange } from "../../database/change-log"
import type { ModuleContext } from "../../context"
import { freshenStatistics } from "../../database/fresh-statistics"
import { CATEGORY_PATHS, PRODUCT_FACTS, TYPED_AND_PUBLISHED } from "../../database/product-sql"
import { queryRows } from "../../database/query-rows"
import { Paced } from "../../paced"
import { FollowedMap, versionOf } from "./followed-map"
import type { Marked, OverlaidMap, PartVersion } from "./followed-map"
import { PRODUCT_TEXT_HASH } from "./product-text-sql"

/** Products read in one go, so that neither a query nor the reading of its rows holds up what shoppers ask. */
const PAGE = 1_000

const idRow = z.object({ id: z.string().nullable() })

const entryRow = z.object({
  id: z.string(),
  title: z.string(),
  category_ids: z.array(z.string()),
  category_paths: z.array(z.string()),
  tags: z.array(z.string()),
  type: z.string().nullable(),
  price: z.coerce.number().nullable(),
  created_at: z.date(),
  is_giftcard: z.boolean(),
  recommendations: z.string().nullable(),
  gift: z.record(z.string(), z.unknown()).nullable(),
  text_hash: z.string(),
})

type EntryRow = z.output<typeof entryRow>

/** What ranking, rules and gift filters ask of one product, in memory. */
export interface CatalogEntry extends CatalogItem, Marked {
  /** Its own categories. */
  readonly categoryIds: readonly string[]
  /** Its own categories and all above them. */
  readonly categoryTree: readonly string[]
  readonly type: string | null
  /** Whether lists may show it unasked: not a gift card, a wrap, a sample or a fee. */
  readonly isRecommended: boolean
  /** The metadata fields that the settings name for gifts. */
  readonly gift: Readonly<Record<string, unknown>>
  /** Of its description and the names of its categories, which stay in the database ({@link PRODUCT_TEXT_HASH}). */
  readonly textHash: string
  /** Of all that gifts are known by: texts and the band of the price, too. */
  readonly learnedMark: number
}

/** The catalog at one moment. */
export type CatalogView = OverlaidMap<CatalogEntry>

const READ = `
  select ${PRODUCT_FACTS}, p.is_giftcard, ${CATEGORY_PATHS} as category_paths,
         case when jsonb_typeof(p.metadata) = 'object' then p.metadata ->> 'recommendations' end as recommendations,
         (select jsonb_object_agg(m.key, m.value) from jsonb_each(case when jsonb_typeof(p.metadata) = 'object' then p.metadata end) m
           where m.key = any(?)) as gift,
         ${PRODUCT_TEXT_HASH} as text_hash
    from product p ${TYPED_AND_PUBLISHED}`

/** How the ids of products are found that a change concerns. */
const PRODUCTS_OF: Readonly<Partial<Record<ChangeKind, string>>> = {
  product: "select unnest(?::text[]) as id",
  // Deleted ones too: what they belonged to has changed.
  variant: "select product_id as id from product_variant where id = any(?)",
  tag: "select product_id as id from product_tags where product_tag_id = any(?)",
  type: "select id from product where type_id = any(?)",
  // An amount or a set of them, deleted ones too.
  price: `with named as (select unnest(?::text[]) as id),
               sets as (select id from named union select r.price_set_id from price r join named on named.id = r.id)
          select v.product_id as id from sets join product_variant_price_set s on s.price_set_id = sets.id
            join product_variant v on v.id = s.variant_id`,
  // Below it, too: a product's categories are its own and all above them.
  category: `select pc.product_id as id from product_category_product pc
               join product_category c on c.id = pc.product_category_id
              where string_to_array(c.mpath, '.') && ?::text[]`,
}

/**
 * The catalog in memory: enough of each published product to rank and filter
 * by. Some 400 bytes a product; texts, pictures and prices stay in the database.
 */
export class Catalog {
  private readonly products = new FollowedMap<CatalogEntry>()
  private readonly whole = new Paced(() => this.products.readWhole(() => this.readPages()), {
    restTimes: 1,
    restAtMostMs: 10_000,
  })

  constructor(
    private readonly context: ModuleContext,
    private readonly metadataKeys: () => Promise<string[]>,
  ) {}

  /** The catalog as it is known now; what changes later does not change this one. */
  get current(): CatalogView {
    return this.products.current
  }

  /** Moves with any change that may bring a product into a list in which it was not; not with its price. */
  get version(): PartVersion {
    return versionOf(this.products)
  }

  /** Moves with all that gifts are known by, and is the same on all instances that know the same. */
  get learnedContents(): string {
    return this.products.learnedContents
  }

  /** Reads the whole catalog, page by page, and swaps it in when complete. */
  readAll(): Promise<void> {
    return this.whole.ask()
  }

  private async readPages(): Promise<Map<string, CatalogEntry>> {
    await freshenStatistics(this.context)
    const keys = await this.metadataKeys()
    const entries = new Map<string, CatalogEntry>()
    let after = ""
    for (;;) {
      const rows = await queryRows(
        this.context.knex(),
        { sql: `${READ} and p.id > ? order by p.id limit ?`, bindings: [keys, after, PAGE] },
        entryRow,
      )
      for (const row of rows) entries.set(row.id, toEntry(row, this.context.options.lists.gift_cards))
      if (rows.length < PAGE) return entries
      after = rows.at(-1)?.id ?? after
    }
  }

  /** Products that these changes concern, gone ones too. */
  async productsOf(changes: readonly ServingChange[]): Promise<string[]> {
    const ids = new Set<string>()
    for (const [kind, sql] of Object.entries(PRODUCTS_OF)) {
      const keys = changes.flatMap((change) => (change.kind === kind && change.key !== null ? [change.key] : []))
      if (keys.length === 0) continue
      const rows = await queryRows(this.context.knex(), { sql, bindings: [[...new Set(keys)]] }, idRow)
      for (const { id } of rows) if (id !== null) ids.add(id)
    }
    return [...ids]
  }

  /** Reads these products again; those gone or unpublished are taken out. Returns what is there now. */
  async refresh(ids: readonly string[]): Promise<Map<string, CatalogEntry>> {
    const keys = await this.metadataKeys()
    const all = new Map<string, CatalogEntry>()
    for (let start = 0; start < ids.length; start += PAGE) {
      const page = ids.slice(start, start + PAGE)
      const rows = await queryRows(
        this.context.knex(),
        { sql: `${READ} and p.id = any(?)`, bindings: [keys, page] },
        entryRow,
      )
      const found = new Map(rows.map((row) => [row.id, toEntry(row, this.context.options.lists.gift_cards)]))
      this.products.patch(new Map(page.map((id) => [id, found.get(id) ?? null])))
      for (const [id, entry] of found) all.set(id, entry)
    }
    return all
  }
}

/** A product is shown unasked unless it says no, or is a gift card that does not say yes. */
function isRecommended({ is_giftcard: isGiftCard, recommendations }: EntryRow, giftCards: boolean): boolean {
  return recommendations === "false" ? false : recommendations === "true" || giftCards || !isGiftCard
}

function toEntry(row: EntryRow, giftCards: boolean): CatalogEntry {
  const entry = {
    id: row.id,
    title: row.title,
    category: row.category_ids[0] ?? null,
    price: row.price,
    tags: row.type === null ? row.tags : [...row.tags, `type:${row.type}`],
    createdAt: row.created_at.getTime(),
    categoryIds: row.category_ids,
    // Medusa keeps the ids of a category's ancestors in its path, separated by dots.
    categoryTree: [...new Set(row.category_paths.flatMap((path) => path.split(".")))],
    type: row.type,
    isRecommended: isRecommended(row, giftCards),
    gift: row.gift ?? {},
    textHash: row.text_hash,
  }
  // A price alone brings no product into a list: what comes within a budget is for the index of prices to decide.
  const mark = hash32(JSON.stringify({ ...entry, price: null, textHash: null }))
  return { ...entry, mark, learnedMark: hash32(JSON.stringify({ ...entry, price: priceBand(entry.price) })) }
}

/** Products of `now` that are not the same in `before`. */
export function changedSince(before: CatalogView, now: CatalogView): Map<string, CatalogEntry> {
  const isSame = (entry: CatalogEntry, old: CatalogEntry | undefined): boolean =>
    entry === old || (entry.mark === old?.mark && entry.price === old.price)
  return new Map([...now].filter(([id, entry]) => !isSame(entry, before.get(id))))
}
