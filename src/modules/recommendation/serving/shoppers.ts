import { z } from "@medusajs/framework/zod"
import type { ShopperSegment } from "../../../core/contract"
import type { ModuleContext } from "../context"
import type { RecommendationSettings } from "../options"
import { queryRows } from "../database/query-rows"
import { answerOfCustomer } from "../privacy/consent"
import type { ConsentAnswer } from "../privacy/consent"
import { segmentOf } from "../privacy/segment-of"
import { ReadThrough } from "../read-through"
import type { Revisions } from "./revisions"

/** What is known of a customer apart from behavior. */
export interface CustomerFacts {
  readonly groupIds: readonly string[]
  readonly segment: ShopperSegment | null
  readonly name: string | null
  /** The customer's own answer. */
  readonly consent: ConsentAnswer
  /** Browsers and carts that are theirs. */
  readonly visitorIds: readonly string[]
}

export const STRANGER: CustomerFacts = { groupIds: [], segment: null, name: null, consent: "unknown", visitorIds: [] }

/** Milliseconds that facts are kept: groups decide on prices, so not long even if an event is lost. */
const FRESH_MS = 10_000
const MAX_KEPT = 20_000

const factsRow = z.object({
  metadata: z.record(z.string(), z.unknown()).nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  groups: z.array(z.string()),
  visitors: z.array(z.string()),
  consented: z.boolean(),
})

/** Customers' groups and segments, kept for seconds. */
export class Shoppers {
  private readonly kept = new ReadThrough<z.output<typeof factsRow> | null>({ max: MAX_KEPT, lifeMs: FRESH_MS })

  constructor(
    private readonly context: ModuleContext,
    private readonly revisions: Revisions,
  ) {}

  async facts(customerId: string | null, settings: RecommendationSettings): Promise<CustomerFacts> {
    if (customerId === null) return STRANGER
    const row = await this.kept.get(`${customerId} ${this.revisions.of(customerId)}`, () => this.read(customerId))
    return row === null ? STRANGER : toFacts(row, settings)
  }

  private async read(customerId: string): Promise<z.output<typeof factsRow> | null> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select c.metadata, c.first_name, c.last_name,
                     coalesce((select array_agg(g.customer_group_id order by g.customer_group_id)
                        from customer_group_customer g where g.customer_id = c.id and g.deleted_at is null), '{}') as groups,
                     array(select visitor_id from recommendation_visitor v where v.customer_id = c.id) as visitors,
                     exists (select 1 from recommendation_visitor v
                              where v.customer_id = c.id and v.consented_at is not null) as consented
                from customer c where c.id = ? and c.deleted_at is null`,
        bindings: [customerId],
      },
      factsRow,
    )
    return rows[0] ?? null
  }
}

const toFacts = (row: z.output<typeof factsRow>, settings: RecommendationSettings): CustomerFacts => ({
  groupIds: row.groups,
  segment: segmentOf(row, settings),
  name: [row.first_name, row.last_name].filter(Boolean).join(" ") || null,
  consent: answerOfCustomer(row.metadata),
  visitorIds: row.visitors,
})
