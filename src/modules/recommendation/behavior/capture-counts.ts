import { behaviorCode } from "../../../core/contract"
import type { BehaviorType } from "../../../core/contract"
import type { ModuleContext } from "../context"
import type { ShopperHashes } from "../privacy/shopper-hashes"
import { execute } from "../database/query-rows"
import { codeOf } from "./transient"

/** An event that was not stored, for the live view of the dashboard. */
export interface RefusedEvent {
  readonly id: string
  readonly type: BehaviorType | null
  readonly productId: string
  readonly shopper: string | null
  readonly outcome: "duplicate" | "rejected"
  readonly code: string | null
  readonly occurredAt: Date | null
}

const FLUSH_MS = 500
/** Refusals shown at most for each flush: a flood must not become a flood of rows. */
const SHOWN_A_FLUSH = 100
const LONGEST = 64

/** Counts what capture refused, and shows the latest; written together, off the request's way. */
export class CaptureCounts {
  private counts = new Map<string, number>()
  private refused: RefusedEvent[] = []
  private timer: NodeJS.Timeout | null = null
  private flushing: Promise<void> = Promise.resolve()

  constructor(
    private readonly context: ModuleContext,
    private readonly hashes: ShopperHashes,
  ) {}

  /** Adds to a day's count of `kind`: `rejected/<code>`, `duplicate`, `bot`, `recovered`. */
  count(kind: string, by = 1): void {
    if (by <= 0) return
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + by)
    this.plan()
  }

  refuse(events: readonly RefusedEvent[]): void {
    const room = SHOWN_A_FLUSH - this.refused.length
    if (room > 0) this.refused.push(...events.slice(0, room))
    for (const { outcome, code } of events) this.count(code === null ? outcome : `${outcome}/${code}`)
  }

  /** Writes what is gathered; resolves when all of it is in the table. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.flushing = this.flushing.then(() => this.write())
    return this.flushing
  }

  private plan(): void {
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
    this.timer.unref()
  }

  private async write(): Promise<void> {
    const counts = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => ({ kind, count }))
    const waiting = this.refused
    this.counts = new Map()
    this.refused = []
    if (counts.length === 0 && waiting.length === 0) return
    try {
      const hash = await this.hashes.hasher()
      const refused = waiting.map((event) => ({
        id: event.id.slice(0, LONGEST),
        type: event.type === null ? null : behaviorCode(event.type),
        product_id: event.productId.slice(0, LONGEST),
        shopper: event.shopper,
        shopper_key: event.shopper === null ? null : hash(event.shopper),
        outcome: event.outcome,
        code: event.code,
        occurred_at: event.occurredAt?.toISOString() ?? null,
      }))
      await execute(this.context.knex(), { sql: WRITE, bindings: [JSON.stringify(counts), JSON.stringify(refused)] })
    } catch (error) {
      this.context.logger?.warn(`recommendations: refusals could not be counted: ${codeOf(error)}`)
      for (const { kind, count } of counts) this.counts.set(kind, (this.counts.get(kind) ?? 0) + count)
    }
  }
}

/** Who was erased while a refusal waited here is not named: none waits for so long as a minute. */
const WRITE = `
  with counted as (
    insert into recommendation_capture_count (day, kind, count)
    select (now() at time zone 'UTC')::date, kind, count
      from jsonb_to_recordset(?::jsonb) as given (kind text, count bigint)
    on conflict (day, kind) do update set count = recommendation_capture_count.count + excluded.count
  )
  insert into recommendation_capture_refusal (id, type, product_id, shopper, outcome, code, occurred_at)
  select id, type, product_id, case when t.shopper is null then given.shopper end, outcome, code, occurred_at
    from jsonb_to_recordset(?::jsonb) as given
         (id text, type smallint, product_id text, shopper text, shopper_key text, outcome text, code text,
          occurred_at timestamptz)
    left join recommendation_tombstone t
      on t.shopper = given.shopper_key and t.erased_at > now() - interval '1 minute'`
