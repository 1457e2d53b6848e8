import { randomUUID } from "node:crypto"
import { RUNGS } from "../../../../core/contract"
import type { RankReason, Rung } from "../../../../core/contract"
import type { Recommendation, StoreRecommendationsResponse } from "../../../../types/http"
import type { ShopPorts } from "../ports"
import type { Question } from "../question"
import { GiftMatcher } from "../gift"
import type { GiftWord } from "../gift"
import { headingLast } from "../reasons/heading-last"
import { lastBought } from "../reasons/last-bought"
import { reasonText, spokenLanguage } from "../reasons/reason-text"
import { RULE_SOURCE } from "./candidates"
import type { Candidate } from "./candidates"
import { planFields } from "./fields"
import type { Verified } from "./offers"
import { isNewShopper } from "./prepare"
import type { Prepared } from "./prepare"
import type { RelaxedComposition } from "./relax"
import { rounded } from "./rounded"

/** Reasons shown of one product. */
const MAX_REASONS = 3
/** An answer whose products hold the fields that were asked for. */
export type RenderedList = StoreRecommendationsResponse<Record<string, unknown>>

/** The answer of the store API. */
export async function render(
  { prepared, composition, relaxed }: RelaxedComposition,
  ports: ShopPorts,
): Promise<RenderedList> {
  const { question, live, now } = prepared
  const plan = planFields(question.fields)
  const shown = composition.shown
  const graph =
    plan.kind === "graph"
      ? await ports.readProducts({
          productIds: shown.map(({ candidate }) => candidate.productId),
          fields: plan.fields,
          market: question.market,
          customerId: question.shopper.customerId,
          customerGroupIds: prepared.facts.groupIds,
          salesChannelIds: question.salesChannelIds,
          locale: question.locale,
        })
      : null
  const listed = shown.flatMap(({ candidate, verified }) => {
    const product = graph
      ? graph.get(candidate.productId)
      : shapeProduct(verified, plan.kind === "slim" ? plan.columns : null)
    return product ? [{ candidate, product }] : []
  })
  const { rung, filledFrom } = rungsOf(listed.map(({ candidate }) => candidate))
  const gifts = listed.map(({ candidate }) => giftWords(candidate.productId, prepared))
  const ofAll = sharedByAll(gifts)
  const products = await taxed(
    question,
    listed.map(({ product }) => product),
    ports,
  )
  return {
    recommendations: listed.map(({ candidate, product }, at) => ({
      product: products[at] ?? product,
      rank: at + 1,
      score: rounded(candidate.score),
      confidence: Math.min(1, Math.max(0, rounded(candidate.confidence))),
      chance: Math.min(1, Math.max(0, rounded(candidate.chance))),
      reasons: describeReasons(candidate, prepared, { words: gifts[at] ?? [], ofAll }),
      source: candidate.source,
    })),
    recommendation_id: `rec_${randomUUID()}`,
    strategy: question.strategy,
    rung,
    is_new_user: isNewShopper(prepared),
    customer_id: question.shopper.customerId,
    model_version: live.version,
    filled_from: filledFrom,
    ...(relaxed.length > 0 ? { relaxed: [...relaxed] } : {}),
    generated_at: new Date(now).toISOString(),
  }
}

/** Products with tax in their prices, where the region reckons it and it is known where the goods go. */
async function taxed(
  { taxAddress }: Question,
  products: readonly Record<string, unknown>[],
  ports: ShopPorts,
): Promise<readonly Record<string, unknown>[]> {
  return taxAddress === null || products.length === 0 ? products : ports.withTaxes({ products, address: taxAddress })
}

/**
 * The best rung of a list, and those that filled it up: the ones below it, and
 * whichever gave what the strategy's claim does not hold for. What a rule put
 * there says nothing of how much is known of the shopper.
 */
function rungsOf(candidates: readonly Candidate[]): { rung: Rung; filledFrom: Rung[] } {
  const rungs = (which: (candidate: Candidate) => boolean): Rung[] => {
    const present = new Set(candidates.filter(which).map((candidate) => candidate.rung))
    return RUNGS.filter((rung) => present.has(rung))
  }
  const says = ({ source, isBrought }: Candidate): boolean => source !== RULE_SOURCE && !isBrought
  const own = rungs((candidate) => says(candidate) && !candidate.fillsIn)
  const fills = rungs((candidate) => says(candidate) && candidate.fillsIn)
  const rung = own[0] ?? fills[0] ?? "newest"
  const below = new Set([...own.slice(1), ...fills])
  return { rung, filledFrom: RUNGS.filter((one) => below.has(one)) }
}

/** Medusa's store product, out of the statement's row and the calculated prices. */
function shapeProduct({ forSale, prices }: Verified, columns: readonly string[] | null): Record<string, unknown> {
  const variants = forSale.variants.map((variant, at) => {
    const set = forSale.offers[at]?.[1] ?? null
    return { ...variant, calculated_price: (set === null ? undefined : prices.get(set)) ?? null }
  })
  const product = forSale.product ?? {}
  if (columns === null) return { ...product, variants }
  return { ...Object.fromEntries(columns.map((column) => [column, product[column]])), variants }
}

/** Words of a gift's question that suit each product of a list, where there are several: they distinguish none. */
function sharedByAll([first = [], ...others]: readonly (readonly GiftWord[])[]): ReadonlySet<string> {
  if (others.length === 0) return NONE
  const isShared = (code: string): boolean => others.every((words) => words.some((word) => word.code === code))
  return new Set(first.map(({ code }) => code).filter(isShared))
}

const NONE: ReadonlySet<string> = new Set()

/** Words of a gift's question that a product suits. */
function giftWords(productId: string, { question, catalog, settings, beliefs, found }: Prepared): readonly GiftWord[] {
  if (found) return found.suits(productId)
  const entry = question.strategy === "gift" ? catalog.get(productId) : undefined
  return entry ? new GiftMatcher(question.gift, settings.gift, beliefs).yes(entry) : []
}

/** Reasons that say least: what each card of a gift's list says is still more specific. */
const GENERAL: ReadonlySet<string> = new Set(["popular", "other"])

/** What a product says to a gift's question. */
interface GiftWordsOfCard {
  readonly words: readonly GiftWord[]
  /** Codes of those that each card of the list has: in front, they would all read the same. */
  readonly ofAll: ReadonlySet<string>
}

/** The strongest reasons in words, no text twice. */
export function describeReasons(
  candidate: Pick<Candidate, "reasons" | "productId" | "fillsIn">,
  prepared: Prepared,
  { words, ofAll }: GiftWordsOfCard = { words: giftWords(candidate.productId, prepared), ofAll: NONE },
): Recommendation["reasons"] {
  const { question, catalog } = prepared
  const worded = new Map<string, Recommendation["reasons"][number]>()
  const inShopsWords = ({ code, productId, text }: Worded): string =>
    prepared.extensions.reason(
      { code, text, product_id: candidate.productId, related_product_id: productId, locale: question.locale },
      question.strategy,
    )
  const matches = words.map(withValue)
  const own = headingLast(
    candidate.reasons.filter(({ weight }) => weight >= 0),
    question,
  ).map(withoutValue)
  for (const { code, productId, value } of [
    ...matches.filter(({ code }) => !ofAll.has(code)),
    ...(question.strategy === "on_sale" && !candidate.fillsIn ? [ON_SALE] : []),
    ...boughtBefore(candidate.productId, prepared),
    ...beforeGeneral(
      own,
      matches.filter(({ code }) => ofAll.has(code)),
    ),
  ]) {
    const product = productId === null ? null : (catalog.get(productId)?.title ?? null)
    const text = inShopsWords({ code, productId, text: reasonText(code, question.locale, { product, value }) })
    if (!worded.has(text)) worded.set(text, { code, text, ...(productId === null ? {} : { product_id: productId }) })
    if (worded.size === MAX_REASONS) break
  }
  if (worded.size === 0) return [{ code: "other", text: reasonText("other", question.locale) }]
  return [...worded.values()]
}

/** Puts what each card says before the first reason that says still less. */
function beforeGeneral(own: readonly Spoken[], shared: readonly Spoken[]): readonly Spoken[] {
  const general = own.findIndex(({ code }) => GENERAL.has(code))
  const at = general < 0 ? own.length : general
  return [...own.slice(0, at), ...shared, ...own.slice(at)]
}

/** A reason before it is worded. */
interface Spoken {
  readonly code: string
  readonly productId: string | null
  readonly value: string | null
}

interface Worded {
  readonly code: string
  readonly productId: string | null
  readonly text: string
}

const ON_SALE: Spoken = { code: "on_sale", productId: null, value: null }

/** What comes again does so because it was bought: that it was viewed too, or is liked by others, is no reason. */
function boughtBefore(productId: string, { question, profile }: Prepared): Spoken[] {
  if (question.strategy !== "buy_again") return []
  const month = lastBought(profile.events, productId, spokenLanguage(question.locale))
  return month === null ? [] : [withValue({ code: "last_bought", value: month })]
}

const withoutValue = ({ code, productId }: RankReason): Spoken => ({ code, productId, value: null })

const withValue = ({ code, value }: { code: string; value: string }): Spoken => ({ code, productId: null, value })
