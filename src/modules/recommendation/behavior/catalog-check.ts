import { LRUCache } from "lru-cache"
import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../database/query-rows"

/** What an event's product must agree with. */
export interface KnownProduct {
  readonly salesChannelIds: ReadonlySet<string>
  readonly variantIds: ReadonlySet<string>
}

const MAX_KEPT = 50_000
const FRESH_MS = 30_000
/** A product that was made a moment ago must not be refused for long. */
const UNKNOWN_MS = 2_000

const productRow = z.object({ id: z.string(), channels: z.array(z.string()), variants: z.array(z.string()) })

/** Published products with their channels and variants, kept for seconds. */
export class CatalogCheck {
  private readonly kept = new LRUCache<string, { readonly product: KnownProduct | null }>({ max: MAX_KEPT })

  constructor(private readonly context: ModuleContext) {}

  /** Products by id; those that do not exist, are deleted or not published are missing. */
  async find(ids: Iterable<string>): Promise<ReadonlyMap<string, KnownProduct>> {
    const found = new Map<string, KnownProduct>()
    const missing: string[] = []
    for (const id of new Set(ids)) {
      const kept = this.kept.get(id)
      if (!kept) missing.push(id)
      else if (kept.product) found.set(id, kept.product)
    }
    if (missing.length === 0) return found
    for (const [id, product] of await this.read(missing)) found.set(id, product)
    for (const id of missing) {
      const product = found.get(id) ?? null
      this.kept.set(id, { product }, { ttl: product ? FRESH_MS : UNKNOWN_MS })
    }
    return found
  }

  private async read(ids: string[]): Promise<ReadonlyMap<string, KnownProduct>> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select p.id,
                     array(select c.sales_channel_id::text from product_sales_channel c
                            where c.product_id = p.id and c.deleted_at is null) as channels,
                     array(select v.id from product_variant v
                            where v.product_id = p.id and v.deleted_at is null) as variants
                from product p
               where p.id = any(?::text[]) and p.deleted_at is null and p.status = 'published'`,
        bindings: [ids],
        timeoutMs: SHOPPERS_TIMEOUT_MS,
      },
      productRow,
    )
    return new Map(
      rows.map((row) => [row.id, { salesChannelIds: new Set(row.channels), variantIds: new Set(row.variants) }]),
    )
  }
}
