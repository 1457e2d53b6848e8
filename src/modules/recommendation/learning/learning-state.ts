import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES, behaviorCode } from "../../../core/contract"
import { isPositive } from "../../../core/features/profile"
import { PURCHASES_AT_LEAST } from "../../../core/features/shop-state"
import { missingForTraining } from "../../../core/recommender/readiness"
import type { ModelInfoResponse } from "../../../types/http"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import type { LearningState } from "./decide"
import type { RequestStore } from "./request-store"

/** Milliseconds that slow-moving figures of catalog and readiness are kept. */
const SLOW_MS = 30_000

const runsRow = z.object({
  is_running: z.boolean(),
  ended_ago_ms: z.coerce.number().nullable(),
  duration_ms: z.coerce.number().nullable(),
  failures: z.coerce.number(),
})

const RUNS = `
  with ended as (
    select status, started_at, finished_at from recommendation_training_run
     where status <> 'running' and deleted_at is null
  ), last as (select * from ended order by finished_at desc limit 1)
  select exists (select 1 from recommendation_training_run
                  where status = 'running' and lease_expires_at > now() and deleted_at is null) as is_running,
         (select extract(epoch from now() - finished_at) * 1000 from last) as ended_ago_ms,
         (select extract(epoch from finished_at - started_at) * 1000 from last) as duration_ms,
         (select count(*) from ended where status = 'failed' and finished_at >
            coalesce((select max(finished_at) from ended where status <> 'failed'), '-infinity')) as failures`

const versionRow = z.object({
  snapshot_seq: z.coerce.number(),
  trained_at: z.date(),
  catalog_size: z.number(),
  events: z.coerce.number(),
})

type Readiness = ModelInfoResponse["readiness"]

interface Slow {
  readonly at: number
  readonly forVersion: number
  readonly catalogChange: number
  readonly missing: Readiness["missing"]
}

/** Reads what a decision about a retrain is made of. */
export class LearningStateReader {
  private slow: Slow | null = null

  constructor(
    private readonly context: ModuleContext,
    private readonly requests: RequestStore,
    private readonly countSince: (seq: number) => Promise<number>,
  ) {}

  async read(): Promise<LearningState> {
    const [runs, version, pending] = await Promise.all([
      queryRows(this.context.knex(), { sql: RUNS, bindings: [] }, runsRow),
      this.newestVersion(),
      this.requests.pending(),
    ])
    const [interactions, slow] = await Promise.all([
      this.countSince(version?.snapshot_seq ?? 0),
      this.readSlow(version),
    ])
    const run = runs[0]
    return {
      isRunning: run?.is_running ?? false,
      missing: slow.missing,
      interactions,
      history: version?.events ?? 0,
      catalogChange: slow.catalogChange,
      pending,
      last:
        run && run.ended_ago_ms !== null && run.duration_ms !== null
          ? { endedAgoMs: run.ended_ago_ms, durationMs: run.duration_ms }
          : null,
      failures: run?.failures ?? 0,
    }
  }

  /**
   * What a first training needs and what there is; for shops with a model nothing is missing.
   *
   * @param keptDays that behavior is kept: an order from before them leaves none, however often it is learned from
   */
  async readiness(keptDays: number): Promise<Readiness> {
    const version = await this.newestVersion()
    const { missing } = await this.readSlow(version)
    const rows = await queryRows(
      this.context.knex(),
      { sql: NOT_IMPORTED, bindings: [keptDays, behaviorCode("purchase")] },
      z.object({ orders: z.coerce.number() }),
    )
    return { ready: missing.length === 0, missing, orders_not_imported: rows[0]?.orders ?? 0 }
  }

  private async newestVersion(): Promise<z.output<typeof versionRow> | null> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select snapshot_seq, trained_at, catalog_size, coalesce((report #>> '{counts,events}')::bigint, 0) as events from recommendation_model_version
               where deleted_at is null order by number desc limit 1`,
        bindings: [],
      },
      versionRow,
    )
    return rows[0] ?? null
  }

  private async readSlow(version: z.output<typeof versionRow> | null): Promise<Slow> {
    const forVersion = version?.trained_at.getTime() ?? 0
    const kept = this.slow
    // What is missing for the first training is asked again: it is what the admin waits for.
    if (kept && kept.missing.length === 0 && kept.forVersion === forVersion && performance.now() - kept.at < SLOW_MS)
      return kept
    const slow: Slow = {
      at: performance.now(),
      forVersion,
      catalogChange: version ? await this.catalogChange(version) : 0,
      missing: version ? [] : await this.missing(),
    }
    this.slow = slow
    return slow
  }

  private async catalogChange(version: z.output<typeof versionRow>): Promise<number> {
    const since = version.trained_at
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select count(*) filter (where deleted_at is null and status = 'published') as published,
                     count(*) filter (where deleted_at is null and status = 'published' and created_at > ?) as added,
                     count(*) filter (where deleted_at > ? and created_at <= ?) as removed
                from product`,
        bindings: [since, since, since],
      },
      z.object({ published: z.coerce.number(), added: z.coerce.number(), removed: z.coerce.number() }),
    )
    const { published, added, removed } = rows[0] ?? { published: 0, added: 0, removed: 0 }
    // Products that were taken off sale, but not deleted, show in the totals alone.
    const changed = Math.max(added + removed, Math.abs(published - version.catalog_size))
    return changed / Math.max(1, version.catalog_size)
  }

  /** As `assessReadiness` counts, from the database: purchases, or visits where a shop has hardly any. */
  private async missing(): Promise<Readiness["missing"]> {
    const rows = await queryRows(
      this.context.knex(),
      { sql: READINESS, bindings: [PURCHASE, PURCHASE, POSITIVE] },
      readinessRow,
    )
    return rows.flatMap((has) => missingForTraining(has))
  }
}

const PURCHASE = behaviorCode("purchase")
const POSITIVE = BEHAVIOR_TYPES.map(behaviorCode).filter(isPositive)

const readinessRow = z.object({
  purchases: z.coerce.number(),
  shoppers: z.coerce.number(),
  products: z.coerce.number(),
  baskets: z.coerce.number(),
})

const READINESS = `
  with goal as (select count(*) >= ${PURCHASES_AT_LEAST} as is_purchase from (
    select 1 from behavior_event where type = ? and not is_bot limit ${PURCHASES_AT_LEAST}) bought)
  select count(*) as purchases, count(distinct coalesce(customer_id, visitor_id, basket_id, session_id, id)) as shoppers,
         count(distinct product_id) as products, count(distinct coalesce(basket_id, session_id, id)) as baskets
    from behavior_event, goal
   where not is_bot and case when goal.is_purchase then type = ? else type = any(?) end`

/** Orders of the shop none of whose lines is known as a purchase. */
const NOT_IMPORTED = `
  select count(*) as orders from "order" o
   where o.deleted_at is null and o.canceled_at is null and o.is_draft_order is not true
     and o.created_at > now() - make_interval(days => ?)
     and not exists (select 1 from behavior_event e where e.basket_id = o.id and e.type = ?)`
