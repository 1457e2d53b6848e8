import type { ExperimentArm } from "../../../../core/evaluation/experiment"
import type { ShopperSegment } from "../../../../core/contract"
import type { PartVersion } from "../catalog/followed-map"
import type { Question } from "../question"
import { visitOf } from "../visit"

/** Versions of what an answer rests on, beside the question itself. */
export interface AnswerBasis {
  readonly modelVersion: number | null
  readonly settingsVersion: number
  /** The rules that hold at this moment. */
  readonly rules: string
  /** The catalog, and what is for sale, on sale, and at what prices, as far as the question asks. */
  readonly parts: readonly (PartVersion | null)[]
  /** What alternatives are measured by; null where none are asked for. */
  readonly original: string | null
  /** What gifts are judged by; null where none are asked for by words. */
  readonly beliefs: string | null
  /** What the shop's extensions say of themselves. */
  readonly extensions: string
  /** Prices, taxes and regions. */
  readonly market: number
  readonly profile: string
  readonly customerGroupIds: readonly string[]
  readonly segment: ShopperSegment | null
  readonly arm: ExperimentArm | null
  /** What an experiment changes for the shopper. */
  readonly variation: string | null
  readonly rotates: boolean
  readonly now: number
}

/** What an answer is found by. */
export interface AnswerKey {
  /** Who asked for what, under what rules and settings, with what past. */
  readonly name: string
  /** Of the model and of what is known of the products, which change for all lists at once. */
  readonly versions: string
}

/**
 * Names an answer by all that it depends on: when any of it changes, an answer of before is not found any more. What it
 * shows may be sold out or cost more meanwhile; that is looked at when it is handed out, and does not renew all others.
 *
 * @param scope who is to find it: this process, which knows what came in since, or every instance that knows the same
 */
export function answerKey(question: Question, basis: AnswerBasis, scope: "process" | "instances"): AnswerKey {
  const { gift, market, shopper } = question
  const name = JSON.stringify([
    [question.strategy, question.limit, question.productId, question.cartProductIds, question.categoryId],
    [question.priceBand, basis.original, basis.beliefs],
    [shopper.customerId, shopper.visitorId, basis.customerGroupIds, basis.segment, basis.profile],
    [basis.arm, basis.variation],
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
      [...question.exclude].sort(),
    ],
    [basis.settingsVersion, basis.rules, basis.market, basis.extensions],
    basis.rotates ? visitOf(shopper, basis.now) : 0,
  ])
  const parts = basis.parts.map((part) => (scope === "process" ? part?.revision : part?.contents))
  return { name, versions: JSON.stringify([basis.modelVersion, parts]) }
}
