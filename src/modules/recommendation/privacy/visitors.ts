import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../database/query-rows"
import type { ShopperHashes } from "./shopper-hashes"

/** Visitor ids of one customer that are kept: made-up ones, a new one with each request, must not fill the table. */
const MOST_VISITORS = 200

const ownerRow = z.object({ customer_id: z.string() })
const linkRow = z.object({ customer_id: z.string(), is_new: z.boolean() })

/** A visitor id and a customer seen together. */
export interface Link {
  readonly visitorId: string
  readonly customerId: string
  /** Whether the storefront reported a yes with it: a cart that is handed over says none. */
  readonly isConsented: boolean
}

/** Called when a visitor id has become a customer's, before whoever linked them goes on. */
export type LinkListener = (link: Link) => Promise<void>

/** Whose a visitor id is: the first customer's who showed it, until it is erased. */
export class Visitors {
  private readonly listeners = new Set<LinkListener>()

  constructor(
    private readonly context: ModuleContext,
    private readonly hashes: ShopperHashes,
  ) {}

  onLinked(listener: LinkListener): void {
    this.listeners.add(listener)
  }

  /** Whose a visitor id is; null while it is nobody's. */
  async owner(visitorId: string): Promise<string | null> {
    const statement = {
      sql: "select customer_id from recommendation_visitor where visitor_id = ?",
      bindings: [visitorId],
      timeoutMs: SHOPPERS_TIMEOUT_MS,
    }
    return (await queryRows(this.context.knex(), statement, ownerRow))[0]?.customer_id ?? null
  }

  /**
   * Makes a visitor id the customer's, once: all that was done under it before,
   * and what arrives late, is then the customer's. The next person at the same
   * browser does not get it, nor the profile behind it. Nothing is kept in memory:
   * another instance may have erased the owner a moment ago.
   *
   * @returns whose it is now; null where it is nobody's, as the customer is gone or has too many
   */
  async link(link: Link): Promise<string | null> {
    const hash = await this.hashes.hasher()
    const { visitorId, customerId, isConsented } = link
    const statement = {
      sql: LINK,
      bindings: [visitorId, customerId, isConsented, hash(customerId)],
      timeoutMs: SHOPPERS_TIMEOUT_MS,
    }
    // Of two at once the later finds nothing known and makes nothing: asked again, it gets the one that is there.
    const [first] = await queryRows(this.context.knex(), statement, linkRow)
    const row = first ?? (await queryRows(this.context.knex(), statement, linkRow))[0]
    if (row?.is_new) for (const listener of this.listeners) await listener(link)
    return row?.customer_id ?? null
  }
}

const LINK = `
  with given as (
    select ?::text as visitor_id, ?::text as customer_id, ?::boolean as is_consented, ?::text as key),
  known as (
    select v.customer_id from recommendation_visitor v join given using (visitor_id)),
  consented as (
    update recommendation_visitor v set consented_at = now() from given
     where given.is_consented and v.visitor_id = given.visitor_id and v.customer_id = given.customer_id
       and v.consented_at is null
    returning 1),
  made as (
    insert into recommendation_visitor (visitor_id, customer_id, consented_at)
    select visitor_id, customer_id, case when is_consented then now() end from given
     where not exists (select 1 from known)
       and (select count(*) from recommendation_visitor v where v.customer_id = given.customer_id) < ${MOST_VISITORS}
       and not exists (select 1 from recommendation_tombstone t where t.shopper = given.key and t.erased_at = 'infinity')
       and not exists (select 1 from customer c where c.id = given.customer_id and c.deleted_at is not null)
    on conflict do nothing
    returning customer_id)
  select customer_id, false as is_new from known
  union all select customer_id, true from made`
