import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { NO_GIFT_REQUEST, RECOMMENDATION_MODULE, UnknownMarketError } from "../../modules/recommendation"
import type { Question, RecommendationModuleService } from "../../modules/recommendation"

/** Whose order, and where; what is not known is left out. */
export interface SearchShopper {
  readonly sales_channel_ids: readonly string[]
  readonly customer_id?: string | null | undefined
  readonly visitor_id?: string | undefined
  readonly region_id?: string | undefined
  readonly currency_code?: string | undefined
  readonly locale?: string | undefined
  /** @defaultValue "search" */
  readonly placement?: string | undefined
  /** Share of the shopper's own order, 0 to 1. @defaultValue the setting of the placement */
  readonly blend?: number | undefined
}

const PLACEMENT = "search"

const rankingSchema = z.object({
  ranking: z.array(z.object({ id: z.string() })),
  recommendation_id: z.string(),
  blend: z.number(),
})
type Ranking = z.output<typeof rankingSchema>

/** Ids of hits in the shopper's order, with the list's id; null where the order cannot be made now. */
export type HitsOrder = (ids: readonly string[]) => Promise<Ranking | null>

/**
 * The order of a shopper, for the hits of any number of queries. A search page must not fail for want of an order: where
 * the database does not give it, the log says so and the hits stay as they are.
 *
 * @throws MedusaError of kind INVALID_DATA (400) when the region does not exist
 */
export async function hitsOrderOf(container: MedusaContainer, shopper: SearchShopper): Promise<HitsOrder> {
  const { serving } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const question = await questionOf(container, shopper)
  return async (ids) => {
    try {
      const json = await serving.order(question, { ids, blend: shopper.blend ?? null, reasonsOf: 0 })
      return rankingSchema.parse(JSON.parse(json.toString()))
    } catch (error) {
      const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
      logger.warn(`recommendations: search hits stay as the engine has them: ${String(error)}`)
      return null
    }
  }
}

async function questionOf(container: MedusaContainer, shopper: SearchShopper): Promise<Question> {
  const { serving } = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const market = await serving.markets
    .resolve({ regionId: shopper.region_id ?? null, currencyCode: shopper.currency_code ?? null })
    .catch((error: unknown) => {
      if (error instanceof UnknownMarketError) throw new MedusaError(MedusaError.Types.INVALID_DATA, error.message)
      throw error
    })
  return {
    shopper: { customerId: shopper.customer_id ?? null, visitorId: shopper.visitor_id ?? null },
    ...{ market, taxAddress: null, salesChannelIds: shopper.sales_channel_ids },
    ...{ placement: shopper.placement ?? PLACEMENT, locale: shopper.locale ?? "en" },
    // Of a list that is made, not ordered: no part of an order depends on them.
    ...{ strategy: "for_you", limit: 1, fillsUp: false, bySegment: false, minConfidence: 0, fields: null },
    ...{ productId: null, categoryId: null, cartProductIds: [], gift: NO_GIFT_REQUEST, exclude: new Set<string>() },
  }
}
