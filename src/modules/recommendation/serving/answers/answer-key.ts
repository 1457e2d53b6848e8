import type { ShopperSegment } from "../../../../core/contract"
import type { Prepared } from "../pipeline/prepare"
import { VISIT_MS } from "../pipeline/arrange"
import type { Question } from "../question"

/** Versions of what an answer rests on, beside the question itself. */
export interface AnswerBasis {
  readonly modelVersion: number | null
  readonly settingsVersion: number
  readonly rulesRevision: string
  readonly customerGroupIds: readonly string[]
  readonly segment: ShopperSegment | null
  readonly arm: Prepared["arm"]
  readonly rotates: boolean
  readonly now: number
}

/** Everything that the answer depends on and that does not drop it by itself when it changes. */
export function answerKey(question: Question, basis: AnswerBasis): string {
  const { gift, market, shopper } = question
  return JSON.stringify([
    [question.strategy, question.limit, question.productId, question.cartProductIds, question.categoryId],
    [shopper.customerId, shopper.visitorId, basis.customerGroupIds, basis.segment, basis.arm],
    [market.regionId, market.currencyCode, market.automaticTaxes, question.salesChannelIds],
    [question.taxAddress?.countryCode, question.taxAddress?.province],
    [gift.recipient, gift.occasion, gift.ageBand, gift.budgetMin, gift.budgetMax],
    [
      question.minConfidence,
      question.fillsUp,
      question.bySegment,
      question.placement,
      question.locale,
      question.fields,
      [...question.exclude],
    ],
    [basis.modelVersion, basis.settingsVersion, basis.rulesRevision],
    basis.rotates ? Math.floor(basis.now / VISIT_MS) : 0,
  ])
}
