import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../../core/contract/behavior"
import type { ModuleContext } from "../../context"
import { CONSENT_FIELD } from "../../privacy/consent"
import { queryRows } from "../../database/query-rows"

/** Customers that are ranked at most: those nearest to the product by what they did. */
const CUSTOMERS_AT_MOST = 500
/** Behavior that is looked through, days. */
const LOOKED_THROUGH_DAYS = 180

const candidateRow = z.object({ customer_id: z.string(), email: z.string().nullable() })

export interface AudienceCandidate {
  readonly customerId: string
  readonly email: string | null
}

/** Of whom an audience is made. */
export interface AudienceScope {
  readonly productId: string
  /** Products that go with it. */
  readonly relatedIds: readonly string[]
  /** Whether a yes is needed, or no objection is enough. */
  readonly needsConsent: boolean
}

/**
 * Customers with an account who had to do with the product, or with many that go with it. Who objected is not among
 * them, and who did not say yes where the shop needs one.
 */
export async function readAudienceCandidates(
  context: ModuleContext,
  { productId, relatedIds, needsConsent }: AudienceScope,
): Promise<AudienceCandidate[]> {
  const answered = `(c.metadata ->> '${CONSENT_FIELD}' = 'true' or exists (
    select 1 from recommendation_visitor v where v.customer_id = c.id and v.consented_at is not null))`
  const rows = await queryRows(
    context.knex(),
    {
      sql: `select c.id as customer_id, c.email
              from (select e.customer_id, bool_or(e.product_id = ?) as met, count(distinct e.product_id) as products
                      from behavior_event e
                     where e.product_id = any(?) and e.customer_id is not null and not e.is_bot
                       and e.occurred_at > now() - make_interval(days => ?) and e.type <> ?
                     group by 1) near
              join customer c on c.id = near.customer_id and c.deleted_at is null and c.has_account
             where coalesce(c.metadata ->> '${CONSENT_FIELD}', '') <> 'false' ${needsConsent ? `and ${answered}` : ""}
             order by near.met desc, near.products desc, c.id limit ?`,
      bindings: [
        ...[productId, [productId, ...relatedIds], LOOKED_THROUGH_DAYS, behaviorCode("impression")],
        CUSTOMERS_AT_MOST,
      ],
    },
    candidateRow,
  )
  return rows.map(({ customer_id: customerId, email }) => ({ customerId, email }))
}
