import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"

/** Served lists, and answers of the gift assistant, that are kept at most, the newest, whatever their age: anybody may ask for lists. */
const MOST_SERVED = 5_000_000
/** Rows of one delete: short locks, and vacuum keeps up. */
const ROWS_A_DELETE = 20_000

export interface ExpiryDays {
  /** Days that single events are kept. */
  readonly behavior: number
  /** Days that served lists are kept. */
  readonly served: number
}

/** Rows that went. */
export interface ExpiryOutcome {
  readonly served: number
  readonly giftRounds: number
  readonly featureSamples: number
  readonly visitors: number
  readonly tombstones: number
}

const countRow = z.object({ count: z.coerce.number() })

/** Ends what requests of anybody write: served lists, what givers were asked, links of visitors, tombstones of visitors. */
export class Expiry {
  constructor(
    private readonly context: ModuleContext,
    private readonly mostServed = MOST_SERVED,
  ) {}

  async run(days: ExpiryDays): Promise<ExpiryOutcome> {
    return {
      served: await this.deleteAll(SERVED, [days.served, this.mostServed]),
      giftRounds: await this.deleteAll(GIFT_ROUNDS, [days.served, this.mostServed]),
      featureSamples: await this.deleteAll(FEATURE_SAMPLES, [days.served]),
      visitors: await this.deleteAll(VISITORS, [days.behavior]),
      tombstones: await this.deleteAll(TOMBSTONES, [days.behavior]),
    }
  }

  private async deleteAll(sql: string, bindings: readonly number[]): Promise<number> {
    for (let deleted = 0; ;) {
      const rows = await queryRows(this.context.knex(), { sql, bindings: [...bindings, ROWS_A_DELETE] }, countRow)
      const count = rows[0]?.count ?? 0
      deleted += count
      if (count < ROWS_A_DELETE) return deleted
    }
  }
}

/** By age, and what is older than the bound's last row. */
const SERVED = `
  with cut as (
    select greatest(now() - make_interval(days => ?::int),
                    (select created_at from recommendation_served where deleted_at is null
                      order by created_at desc offset ?::bigint limit 1)) as at),
  old as (
    select s.id from recommendation_served s, cut where s.created_at <= cut.at and s.deleted_at is null limit ?),
  gone as (delete from recommendation_served s using old where s.id = old.id returning 1)
  select count(*) as count from gone`

/** As served lists: each of them is one. */
const GIFT_ROUNDS = `
  with cut as (
    select greatest(now() - make_interval(days => ?::int),
                    (select created_at from recommendation_gift_round order by created_at desc offset ?::bigint limit 1)) as at),
  old as (select r.id from recommendation_gift_round r, cut where r.created_at <= cut.at limit ?),
  gone as (delete from recommendation_gift_round r using old where r.id = old.id returning 1)
  select count(*) as count from gone`

/** Where nothing is trained any more none is checked. */
const FEATURE_SAMPLES = `
  with old as (
    select id from recommendation_feature_sample where created_at < now() - make_interval(days => ?::int) limit ?),
  gone as (delete from recommendation_feature_sample f using old where f.id = old.id returning 1)
  select count(*) as count from gone`

/** A link outlives the events of its visitor by nothing: while there are any, they need the customer's token. */
const VISITORS = `
  with old as (
    select v.visitor_id from recommendation_visitor v
     where v.linked_at < now() - make_interval(days => ?::int)
       and not exists (select 1 from behavior_event e where e.visitor_id = v.visitor_id) limit ?),
  gone as (delete from recommendation_visitor v using old where v.visitor_id = old.visitor_id returning 1)
  select count(*) as count from gone`

/** Whatever a visitor did before is older than any event that is kept. Tombstones of customers stay: orders do. */
const TOMBSTONES = `
  with old as (
    select shopper from recommendation_tombstone
     where is_visitor and erased_at < now() - make_interval(days => ?::int) limit ?),
  gone as (delete from recommendation_tombstone t using old where t.shopper = old.shopper returning 1)
  select count(*) as count from gone`
