import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../core/contract"
import type { ShopperExport } from "../../../types/http"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { inTransaction } from "../database/transaction"
import { lockOtherWriters } from "../behavior/insert-events"
import { retryTransient } from "../behavior/transient"
import { readAnswer } from "./objections"
import type { ShopperHash, ShopperHashes } from "./shopper-hashes"
import { identify } from "./shopper-identity"
import type { ShopperKey } from "./shopper-identity"
import { bury } from "./tombstones"

/** Rows that are a shopper's: their own, their visitors', and those of their orders and carts; each found by an index. */
const THEIRS = `
  (e.customer_id = any(?::text[]) or e.visitor_id = any(?::text[]) or e.basket_id = any(?::text[]))`

/** Milliseconds that an erasure waits for writers that are under way, before it is tried again. */
const WRITERS_MS = 5_000
/** Deleted customers that one look finds; the next finds the rest. */
const DELETED_AT_ONCE = 500

const exportRow = z.object({
  id: z.string(),
  type: z.number().transform((code) => BEHAVIOR_TYPES[code] ?? "view"),
  product_id: z.string(),
  variant_id: z.string().nullable(),
  quantity: z.number(),
  price: z.coerce.number().nullable(),
  currency_code: z.string().nullable(),
  sales_channel_id: z.string().nullable(),
  region_id: z.string().nullable(),
  session_id: z.string().nullable(),
  basket_id: z.string().nullable(),
  device: z.string().nullable(),
  placement: z.string().nullable(),
  recommendation_id: z.string().nullable(),
  source: z.string(),
  is_bot: z.boolean(),
  is_gift: z.boolean(),
  occurred_at: z.date().transform((at) => at.toISOString()),
  received_at: z.date().transform((at) => at.toISOString()),
})

const countRow = z.object({ count: z.coerce.number(), sessions: z.array(z.string()) })
const idRow = z.object({ id: z.string() })

/** What a shopper may ask for: all of it, or none of it. */
export class ShopperRights {
  constructor(
    private readonly context: ModuleContext,
    private readonly hashes: ShopperHashes,
  ) {}

  /**
   * Deletes every row of a shopper and keeps what comes later out: first tombstones,
   * by which each way in knows the shopper without a name, then, when all who write
   * have seen them, the rows. Counters stay, for they name nobody. The deletion asks
   * for a training in its own transaction, for a request that came behind it could
   * be lost; it also says whose vectors are to be taken out of model files.
   *
   * @returns rows of behavior that went
   */
  async erase(key: ShopperKey, { isUrgent = true }: { readonly isUrgent?: boolean } = {}): Promise<number> {
    const hash = await this.hashes.hasher()
    await retryTransient(() => this.bury(key, hash))
    return retryTransient(() => this.remove(key, { hash, isUrgent }))
  }

  /** Customers whom Medusa has deleted and of whom something is left: the bus lost the event, or the erasure died. */
  async leftBehind(): Promise<string[]> {
    const rows = await queryRows(this.context.knex(), { sql: LEFT_BEHIND, bindings: [DELETED_AT_ONCE] }, idRow)
    return rows.map(({ id }) => id)
  }

  /**
   * The lock waits for writers whose statements began before the tombstones were there, and is gone with the commit:
   * those that come behind it see them.
   */
  private bury(key: ShopperKey, hash: ShopperHash): Promise<void> {
    return inTransaction(this.context, async (transaction) => {
      const { customers, visitors, isGone } = await identify(transaction, key, hash)
      await bury(
        transaction,
        [
          ...customers.map((name) => ({ name, isVisitor: false, forAllTime: isGone })),
          ...visitors.map((name) => ({ name, isVisitor: true, forAllTime: false })),
        ],
        hash,
      )
      await transaction.raw(`set local lock_timeout = ${WRITERS_MS}`)
      await lockOtherWriters(transaction)
    })
  }

  private remove(
    key: ShopperKey,
    { hash, isUrgent }: { readonly hash: ShopperHash; readonly isUrgent: boolean },
  ): Promise<number> {
    return inTransaction(this.context, async (transaction) => {
      const { customers, visitors, baskets } = await identify(transaction, key, hash)
      const names = [...customers, ...visitors]
      const [erased] = await queryRows(
        transaction,
        {
          sql: `with gone as (delete from behavior_event e where ${THEIRS} returning e.id, e.session_id, e.basket_id, e.recommendation_id),
                     rounds as (delete from recommendation_gift_round r using gone where r.id = gone.recommendation_id),
                     features as (delete from recommendation_feature_sample f using gone where f.id = gone.recommendation_id),
                     samples as (delete from recommendation_accuracy_sample s using gone where s.event_id = gone.id)
                select count(distinct gone.id) as count, coalesce(array_agg(distinct s.name) filter (where s.name is not null), '{}') as sessions
                  from gone left join lateral unnest(array[gone.session_id, gone.basket_id]) as s (name) on true`,
          bindings: [customers, visitors, baskets],
        },
        countRow,
      )
      await transaction.raw(
        `delete from recommendation_visitor where customer_id = any(?::text[]) or visitor_id = any(?::text[])`,
        [customers, visitors],
      )
      await transaction.raw(`delete from recommendation_capture_refusal where shopper = any(?::text[])`, [names])
      await transaction.raw(`delete from recommendation_serving_change where key = any(?::text[])`, [names])
      if (erased === undefined || erased.count === 0) return 0
      // One that counts as tried waits the usual pause: whoever erases themselves all day must not keep training busy.
      await transaction.raw(
        "insert into recommendation_retrain_request (trigger, attempts, erased_names) values ('erasure', ?, ?)",
        [isUrgent ? 0 : 1, [...new Set([...names, ...baskets, ...erased.sessions])].map(hash)],
      )
      return erased.count
    })
  }

  /** A customer's own answer; null where they gave none. */
  async answerOf(customerId: string): Promise<boolean | null> {
    const answer = await readAnswer(this.context.knex(), customerId)
    return answer === "unknown" ? null : answer === "yes"
  }

  /** Metadata of a customer's account. */
  async metadataOf(customerId: string): Promise<Readonly<Record<string, unknown>>> {
    const rows = await queryRows(
      this.context.knex(),
      { sql: "select metadata from customer where id = ?", bindings: [customerId] },
      metadataRow,
    )
    return rows[0]?.metadata ?? {}
  }

  /** All that is kept of a shopper, oldest first. */
  async export(key: ShopperKey): Promise<ShopperExport> {
    const knex = this.context.knex()
    const { customers, visitors, baskets } = await identify(knex, key, await this.hashes.hasher())
    const links = await queryRows(
      knex,
      {
        sql: `select visitor_id, linked_at from recommendation_visitor
               where customer_id = any(?::text[]) or visitor_id = any(?::text[]) order by linked_at`,
        bindings: [customers, visitors],
      },
      linkRow,
    )
    const events = await queryRows(
      knex,
      {
        sql: `select ${Object.keys(exportRow.shape)
          .map((column) => `e.${column}`)
          .join(", ")}
                from behavior_event e where ${THEIRS} order by e.occurred_at, e.seq`,
        bindings: [customers, visitors, baskets],
      },
      exportRow,
    )
    const giftAnswers = await queryRows(
      knex,
      {
        sql: `select id as recommendation_id, answers, created_at as asked_at from recommendation_gift_round
               where id in (select e.recommendation_id from behavior_event e where ${THEIRS}) order by created_at`,
        bindings: [customers, visitors, baskets],
      },
      giftAnswersRow,
    )
    const rankedLists = await queryRows(
      knex,
      {
        sql: `select id as recommendation_id, served as ranked, created_at as served_at from recommendation_feature_sample
               where served is not null and id in (select e.recommendation_id from behavior_event e where ${THEIRS})
               order by created_at`,
        bindings: [customers, visitors, baskets],
      },
      rankedListRow,
    )
    return {
      customer_id: key.customerId ?? null,
      exported_at: new Date().toISOString(),
      visitors: links,
      events,
      gift_answers: giftAnswers,
      ranked_lists: rankedLists,
    }
  }
}

const metadataRow = z.object({ metadata: z.record(z.string(), z.unknown()).nullable() })
const giftAnswersRow = z.object({
  recommendation_id: z.string(),
  answers: z.record(z.string(), z.string().nullable()),
  asked_at: z.date().transform((at) => at.toISOString()),
})
const rankedListRow = z.object({
  recommendation_id: z.string(),
  ranked: z.record(z.string(), z.unknown()),
  served_at: z.date().transform((at) => at.toISOString()),
})
const linkRow = z.object({ visitor_id: z.string(), linked_at: z.date().transform((at) => at.toISOString()) })

const LEFT_BEHIND = `
  select c.id from customer c
   where c.deleted_at is not null
     and (exists (select 1 from behavior_event e where e.customer_id = c.id)
       or exists (select 1 from recommendation_visitor v where v.customer_id = c.id)
       or exists (select 1 from "order" o join behavior_event e on e.basket_id = o.id where o.customer_id = c.id)
       or exists (select 1 from cart k join behavior_event e on e.basket_id = k.id where k.customer_id = c.id))
   order by c.id limit ?`
