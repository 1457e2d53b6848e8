import { z } from "@medusajs/framework/zod"
import type { CatalogItem } from "../../../../core/contract"
import type { ModuleContext } from "../../context"
import { freshenStatistics } from "../../fresh-statistics"
import { LIST_PRICE } from "../../list-price-sql"
import { queryRows } from "../../query-rows"

/** Products read in one go, so that neither a query nor the reading of its rows holds up what shoppers ask. */
const PAGE = 1_000

const idRow = z.object({ id: z.string() })

const entryRow = z.object({
  id: z.string(),
  title: z.string(),
  category_ids: z.array(z.string()),
  category_paths: z.array(z.string()),
  tags: z.array(z.string()),
  type: z.string().nullable(),
  price: z.coerce.number().nullable(),
  created_at: z.date(),
  gift: z.record(z.string(), z.unknown()).nullable(),
})

/** What ranking, rules and gift filters ask of one product, in memory. */
export interface CatalogueEntry extends CatalogItem {
  /** Its own categories. */
  readonly categoryIds: readonly string[]
  /** Its own categories and all above them. */
  readonly categoryTree: readonly string[]
  readonly type: string | null
  /** The metadata fields that the settings name for gifts. */
  readonly gift: Readonly<Record<string, unknown>>
}

const READ = `
  select p.id, p.title, t.value as type, p.created_at,
         coalesce((select array_agg(c.id order by c.id) from product_category_product pc
            join product_category c on c.id = pc.product_category_id and c.deleted_at is null
           where pc.product_id = p.id), '{}') as category_ids,
         coalesce((select array_agg(c.mpath order by c.id) from product_category_product pc
            join product_category c on c.id = pc.product_category_id and c.deleted_at is null
           where pc.product_id = p.id), '{}') as category_paths,
         coalesce((select array_agg(g.value order by g.value) from product_tags pt
            join product_tag g on g.id = pt.product_tag_id and g.deleted_at is null
           where pt.product_id = p.id), '{}') as tags,
         ${LIST_PRICE} as price,
         (select jsonb_object_agg(m.key, m.value) from jsonb_each(case when jsonb_typeof(p.metadata) = 'object' then p.metadata end) m
           where m.key = any(?)) as gift
    from product p
    left join product_type t on t.id = p.type_id and t.deleted_at is null
   where p.deleted_at is null and p.status = 'published'`

/**
 * The catalogue in memory: enough of each published product to rank and filter
 * by. Some 400 bytes a product; texts, pictures and prices stay in the database.
 */
export class Catalogue {
  private entries = new Map<string, CatalogueEntry>()

  constructor(
    private readonly context: ModuleContext,
    private readonly metadataKeys: () => readonly string[],
  ) {}

  get size(): number {
    return this.entries.size
  }

  get(productId: string): CatalogueEntry | undefined {
    return this.entries.get(productId)
  }

  items(): ReadonlyMap<string, CatalogueEntry> {
    return this.entries
  }

  /** Reads the whole catalogue, page by page, and swaps it in when complete. */
  async readAll(): Promise<void> {
    await freshenStatistics(this.context)
    const entries = new Map<string, CatalogueEntry>()
    let after = ""
    for (;;) {
      const rows = await queryRows(
        this.context.knex(),
        { sql: `${READ} and p.id > ? order by p.id limit ?`, bindings: [[...this.metadataKeys()], after, PAGE] },
        entryRow,
      )
      for (const row of rows) entries.set(row.id, toEntry(row))
      if (rows.length < PAGE) break
      after = rows.at(-1)?.id ?? after
    }
    this.entries = entries
  }

  /** Products that the variants belong to, deleted ones too. */
  async productsOfVariants(variantIds: readonly string[]): Promise<string[]> {
    if (variantIds.length === 0) return []
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: "select distinct product_id as id from product_variant where id = any(?) and product_id is not null",
        bindings: [[...variantIds]],
      },
      idRow,
    )
    return rows.map(({ id }) => id)
  }

  /** Reads these products anew; those gone or unpublished are taken out. Returns what is there now. */
  async refresh(ids: readonly string[]): Promise<Map<string, CatalogueEntry>> {
    const rows = await queryRows(
      this.context.knex(),
      { sql: `${READ} and p.id = any(?)`, bindings: [[...this.metadataKeys()], [...ids]] },
      entryRow,
    )
    const found = new Map(rows.map((row) => [row.id, toEntry(row)]))
    for (const id of ids) {
      const entry = found.get(id)
      if (entry) this.entries.set(id, entry)
      else this.entries.delete(id)
    }
    return found
  }
}

function toEntry(row: z.output<typeof entryRow>): CatalogueEntry {
  return {
    id: row.id,
    title: row.title,
    category: row.category_ids[0] ?? null,
    price: row.price,
    tags: row.type === null ? row.tags : [...row.tags, `type:${row.type}`],
    createdAt: row.created_at.getTime(),
    categoryIds: row.category_ids,
    // Medusa keeps the ids of a category's ancestors in its path, parted by dots.
    categoryTree: [...new Set(row.category_paths.flatMap((path) => path.split(".")))],
    type: row.type,
    gift: row.gift ?? {},
  }
}

/**
 * Whether a product that changed may now stand in a list in which it did not. By its price alone it may not: what has
 * come within a budget is told by the sieve. A list that shows it is another matter: it looks at that itself.
 */
export function mayEnterLists(before: CatalogueEntry | undefined, now: CatalogueEntry): boolean {
  const told = (entry: CatalogueEntry): string => JSON.stringify({ ...entry, price: null })
  return before === undefined || told(before) !== told(now)
}
