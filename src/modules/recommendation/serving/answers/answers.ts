import type { ModuleContext } from "../../context"
import { compose } from "../pipeline/compose"
import type { Composition } from "../pipeline/compose"
import type { Prepared } from "../pipeline/prepare"
import type { Preparer } from "../pipeline/preparer"
import { render } from "../pipeline/render"
import type { RenderedList } from "../pipeline/render"
import type { ShopPorts } from "../ports"
import { shopperTags } from "../question"
import type { Question } from "../question"
import { AnswerCache, lifeOf } from "./answer-cache"
import type { AnswerSummary, CachedAnswer } from "./answer-cache"
import { answerKey } from "./answer-key"
import { showsStock } from "../pipeline/fields"
import { ServedLog } from "./served-log"
import { SharedAnswers } from "./shared-answers"
import { TruthCheck } from "./truth-check"

/** Times an answer is made anew when what it rests on changes while it is made. */
const MAX_ATTEMPTS = 2

/** An answer as JSON in UTF-8, and whether it came from the cache. */
export interface ServedAnswer {
  readonly body: Buffer
  readonly summary: AnswerSummary
  readonly cached: boolean
}

/** An answer that is being made, and whose. */
interface Making {
  readonly shoppers: readonly string[]
  readonly answer: Promise<CachedAnswer>
}

/** Makes answers, keeps them, and looks whether those kept are still true. */
export class Answers {
  readonly served: ServedLog
  private readonly cache: AnswerCache
  private readonly truth: TruthCheck
  /** Answers in the making: who asks the same meanwhile gets the same. */
  private readonly making = new Map<string, Making>()
  private readonly shared: SharedAnswers

  constructor(
    private readonly context: ModuleContext,
    private readonly preparer: Preparer,
  ) {
    const { ttl_seconds: ttlSeconds, max_entries: maxEntries } = context.options.cache
    this.cache = new AnswerCache({ ttlSeconds, maxEntries })
    this.truth = new TruthCheck(context)
    this.shared = new SharedAnswers(context)
    this.served = new ServedLog(context)
  }

  async answer(question: Question, ports: ShopPorts): Promise<ServedAnswer> {
    this.shared.use(ports.sharedCache)
    if (!this.cache.enabled || showsStock(question.fields)) return served(await this.make(question, ports), false)
    const key = answerKey(question, await this.preparer.basis(question))
    const kept = this.cache.get(key) ?? (await this.shared.get(key, shopperTags(question.shopper)))
    if (kept && (await this.truth.holds(kept))) return served(kept, true)
    this.cache.delete(key)
    const making = this.making.get(key)?.answer ?? this.makeAndKeep(key, { question, ports })
    return served(await making, false)
  }

  /** Forgets the answers to these shoppers, or to everybody. */
  forget(shoppers: readonly string[] | null): void {
    if (shoppers === null) this.cache.clear()
    for (const shopper of shoppers ?? []) this.cache.dropShopper(shopper)
    // Whoever asks from now on must not be handed an answer that was begun before.
    for (const [key, making] of this.making) {
      if (shoppers === null || making.shoppers.some((name) => shoppers.includes(name))) this.making.delete(key)
    }
    this.shared.drop(shoppers, this.preparer.seq)
  }

  private makeAndKeep(key: string, work: { question: Question; ports: ShopPorts }): Promise<CachedAnswer> {
    const answer = this.makeFresh(key, work).finally(() => {
      if (this.making.get(key)?.answer === answer) this.making.delete(key)
    })
    this.making.set(key, { shoppers: shopperTags(work.question.shopper), answer })
    return answer
  }

  /** Makes an answer; when the shopper did something meanwhile, once more, so that the deed counts. */
  private async makeFresh(
    key: string,
    { question, ports }: { question: Question; ports: ShopPorts },
  ): Promise<CachedAnswer> {
    const shoppers = shopperTags(question.shopper)
    for (let attempt = 1; ; attempt++) {
      const ticket = this.cache.begin()
      const answer = await this.make(question, ports)
      const ttlSeconds = lifeOf(this.context.options.cache.ttl_seconds)
      if (this.cache.keep(key, answer, { shoppers, ticket, ttlSeconds })) {
        await this.shared.set(key, answer, { shoppers, ttlSeconds })
        return answer
      }
      if (attempt === MAX_ATTEMPTS) return answer
    }
  }

  private async make(question: Question, ports: ShopPorts): Promise<CachedAnswer> {
    const { seq } = this.preparer
    const prepared = await this.preparer.prepare(question)
    const composition = await compose(this.context, prepared, ports)
    const list = await render(prepared, composition, ports)
    this.served.add(servedList(prepared, list))
    return {
      body: Buffer.from(JSON.stringify(list)),
      summary: summaryOf(list),
      scope: { salesChannelIds: question.salesChannelIds, currencyCode: question.market.currencyCode },
      stamps: stampsOf(composition),
      seq,
    }
  }
}

const served = ({ body, summary }: CachedAnswer, cached: boolean): ServedAnswer => ({ body, summary, cached })

/** What operators are told of a list. */
export function summaryOf(list: RenderedList): AnswerSummary {
  return { rung: list.rung, count: list.recommendations.length, modelVersion: list.model_version }
}

function stampsOf({ shown }: Composition): Record<string, string> {
  return Object.fromEntries(shown.map(({ candidate, verified }) => [candidate.productId, verified.forSale.stamp]))
}

/** What is remembered of a list, so that clicks and purchases can be credited to it. */
export function servedList(prepared: Prepared, list: RenderedList): Parameters<ServedLog["add"]>[0] {
  return {
    id: list.recommendation_id,
    strategy: list.strategy,
    rung: list.rung,
    placement: prepared.question.placement,
    modelVersion: list.model_version,
    arm: prepared.arm,
    productIds: list.recommendations.flatMap(({ product }) => (typeof product.id === "string" ? [product.id] : [])),
  }
}
