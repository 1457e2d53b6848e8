import { z } from "@medusajs/framework/zod"
import type { ExtensionCandidate, ExtensionProduct, ExtensionQuestion } from "../../../../types/extension"
import { ruleCandidate } from "./candidates"
import type { Candidate } from "./candidates"
import { isImpersonal } from "../variation"
import { rankingProfile } from "./prepare"
import type { Prepared } from "./prepare"
import type { Removal } from "./removal"
import { createSieve } from "./sieve"

/** Products that one extension may propose for a list. */
const MAX_PROPOSED = 200
const MAX_CODE = 60

const proposed = z.array(
  z.object({
    product_id: z.string(),
    score: z.number().min(0).max(1).optional(),
    reason: z.string().min(1).max(MAX_CODE).optional(),
  }),
)
const readProposed = (value: unknown): readonly ExtensionCandidate[] =>
  proposed.parse(value).slice(0, MAX_PROPOSED) as readonly ExtensionCandidate[]

const readIds = (value: unknown): ReadonlySet<string> => {
  if (typeof value !== "object" || value === null || !(Symbol.iterator in value))
    throw new Error("ids of products were expected")
  return new Set(z.array(z.string()).parse([...(value as Iterable<unknown>)]))
}

/** What the shop's extensions do to the candidates of one list; each is asked once, however many pools are tried. */
export class Shaping {
  private readonly question: ExtensionQuestion
  private proposals: Promise<readonly [name: string, ExtensionCandidate][]> | null = null
  private readonly kept = new Set<string>()
  /** Whether an extension was left out, so that the list is not kept for long. */
  isPartial = false

  constructor(private readonly prepared: Prepared) {
    this.question = questionOf(prepared)
  }

  /** Adds what sources propose, notes in `failed` what filters take out, and puts the rest in order. */
  async shape(candidates: readonly Candidate[], failed: Map<string, Removal>): Promise<readonly Candidate[]> {
    const placed = this.place(candidates, await (this.proposals ??= this.propose()))
    await this.filter(placed, failed)
    return this.rerank(placed.filter(({ productId }) => !failed.has(productId)))
  }

  private async propose(): Promise<readonly [name: string, ExtensionCandidate][]> {
    const { extensions, question } = this.prepared
    const asked = extensions.having("candidates", question.strategy).map(async (one) => {
      const found = await this.call(one.name, () => one.candidates(this.question), readProposed)
      return (found ?? []).map((candidate): [string, ExtensionCandidate] => [one.name, candidate])
    })
    return (await Promise.all(asked)).flat()
  }

  /** Relevance falls evenly with the rank, as for variety: scores of rungs and extensions do not compare. */
  private place(candidates: readonly Candidate[], proposals: readonly [string, ExtensionCandidate][]): Candidate[] {
    if (proposals.length === 0) return [...candidates]
    const { question } = this.prepared
    const sieve = createSieve(this.prepared)
    const ranks = new Map(candidates.map((candidate, at) => [candidate.productId, { candidate, at }]))
    for (const [name, { product_id: productId, score, reason }] of proposals) {
      const known = ranks.get(productId)
      if (!known && sieve.removal(productId) !== null) continue
      const candidate = known?.candidate ?? this.newcomer(productId, name)
      if (candidate.confidence < question.minConfidence) continue
      const own = known?.at ?? this.rankOf(candidate, candidates)
      ranks.set(productId, {
        candidate: reason === undefined ? candidate : withReason(candidate, reason),
        at: score === undefined ? own : Math.min(own, (1 - score) * question.limit - 0.5),
      })
    }
    return [...ranks.values()].sort((a, b) => a.at - b.at).map(({ candidate }) => candidate)
  }

  private newcomer(productId: string, source: string): Candidate {
    const { reasons, ...rest } = ruleCandidate(this.prepared, productId, false)
    return { ...rest, source, isBrought: true, reasons: reasons.filter(({ code }) => code !== "rule") }
  }

  /** Before the first of the same rung that scores less; behind all where the model does not know it. */
  private rankOf({ rung, score }: Candidate, candidates: readonly Candidate[]): number {
    const at = candidates.findIndex((other) => other.rung === rung && other.score < score)
    return at === -1 ? candidates.length : at - 0.5
  }

  private async filter(candidates: readonly Candidate[], failed: Map<string, Removal>): Promise<void> {
    const { extensions, question } = this.prepared
    const open = candidates.filter(({ productId }) => !this.kept.has(productId) && !failed.has(productId))
    const products = open.map((candidate) => this.productOf(candidate))
    if (products.length === 0) return
    const asked = extensions.having("filter", question.strategy).map(async (one) => {
      const kept = await this.call(one.name, () => one.filter(this.question, products), readIds)
      if (kept === null) return
      for (const { id } of products)
        if (!kept.has(id)) failed.set(id, { by: "extension", detail: `taken out by ${one.name}` })
    })
    await Promise.all(asked)
    for (const { id } of products) if (!failed.has(id)) this.kept.add(id)
  }

  private async rerank(candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
    const { extensions, question } = this.prepared
    let ordered = candidates
    for (const one of extensions.having("rerank", question.strategy)) {
      const products = ordered.map((candidate) => this.productOf(candidate))
      const ids = await this.call(one.name, () => one.rerank(this.question, products), readIds)
      if (ids === null) continue
      const byId = new Map(ordered.map((candidate) => [candidate.productId, candidate]))
      const first = [...ids].flatMap((id) => byId.get(id) ?? [])
      ordered = [...first, ...ordered.filter(({ productId }) => !ids.has(productId))]
    }
    return ordered
  }

  private async call<T>(name: string, work: () => unknown, read: (value: unknown) => T): Promise<T | null> {
    const value = await this.prepared.extensions.call(name, work, read)
    if (value === null) this.isPartial = true
    return value
  }

  private productOf({ productId, categoryIds, confidence, rung, source }: Candidate): ExtensionProduct {
    const entry = this.prepared.catalog.get(productId)
    return {
      id: productId,
      title: entry?.title ?? null,
      type: entry?.type ?? null,
      tags: entry?.tags ?? [],
      category_ids: categoryIds,
      price: entry?.price ?? null,
      ...{ confidence, rung, source },
    }
  }
}

const withReason = (candidate: Candidate, code: string): Candidate => ({
  ...candidate,
  reasons: [{ code, productId: null, weight: 0 }, ...candidate.reasons],
})

/** Held out of personal lists, a shopper gets what is popular: an extension does not learn who they are. */
function questionOf(prepared: Prepared): ExtensionQuestion {
  const { question } = prepared
  const { events } = rankingProfile(prepared)
  const isKnown = !isImpersonal(prepared.variation) || events.length > 0
  return {
    strategy: question.strategy,
    limit: question.limit,
    locale: question.locale,
    placement: question.placement,
    customer_id: isKnown ? question.shopper.customerId : null,
    visitor_id: isKnown ? question.shopper.visitorId : null,
    product_id: question.productId,
    cart_product_ids: question.cartProductIds,
    category_id: question.categoryId,
    region_id: question.market.regionId,
    currency_code: question.market.currencyCode,
    sales_channel_ids: question.salesChannelIds,
    behavior: events.map(({ productId, type, at, quantity, price }) => ({
      product_id: productId,
      at: new Date(at),
      ...{ type, quantity, price },
    })),
  }
}
