import type { PredictResponse } from "../../../../types/http"
import type { ModuleContext } from "../../context"
import { readProductsForSale } from "../catalog/products-for-sale"
import { rankingProfile } from "../pipeline/prepare"
import type { Prepared } from "../pipeline/prepare"
import { describeReasons } from "../pipeline/render"
import { rounded } from "../pipeline/rounded"
import type { ShopPorts } from "../ports"
import { channelOf } from "../question"

export type PredictedPreference = PredictResponse

/**
 * Places of the shopper's own list among which a product counts as preferred. No bound on the probability would do: of
 * thousands of products even the likeliest is rarely the very next.
 */
const PREFERRED_AMONG = 20

/** What the model says of one product for one shopper; null when it is not for sale to them. */
export async function predictPreference(
  context: ModuleContext,
  { prepared }: { prepared: Prepared; ports: ShopPorts },
): Promise<PredictedPreference | null> {
  const { question, live, now } = prepared
  const productId = question.productId
  if (productId === null) return null
  const forSale = await readProductsForSale(context, {
    ids: [productId],
    salesChannelIds: question.salesChannelIds,
    currencyCode: question.market.currencyCode,
    sections: "stamp",
  })
  if (!forSale.has(productId)) return null
  const profile = rankingProfile(prepared)
  const asked = { now, channel: channelOf(question) }
  const predicted = live.recommender.predict(profile, productId, asked)
  const best = live.recommender.rank(profile, { ...asked, strategy: "for_you", limit: PREFERRED_AMONG })
  return {
    preferred: best.some((ranked) => ranked.productId === productId),
    score: rounded(predicted?.score),
    confidence: rounded(predicted?.confidence),
    chance: rounded(predicted?.chance),
    reasons: describeReasons({ productId, reasons: predicted?.reasons ?? [], fillsIn: false }, prepared),
    model_version: live.version,
  }
}
