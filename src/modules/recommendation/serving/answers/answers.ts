import { BurstyRateLimiter, RateLimiterMemory } from "rate-limiter-flexible"
import { SHOWN_LISTS } from "../../../../core/contract"
import type { ModuleContext } from "../../context"
import { anchorsOf } from "../pipeline/candidates"
import type { Composition } from "../pipeline/compose"
import type { Prepared } from "../pipeline/prepare"
import type { Preparer } from "../pipeline/preparer"
import { composeRelaxed } from "../pipeline/relax"
import { render } from "../pipeline/render"
import type { RenderedList } from "../pipeline/render"
import type { ServingSnapshot } from "../live/snapshot"
import type { ShopPorts } from "../ports"
import type { Question } from "../question"
import { inOrderOfChoice } from "./order-of-choice"
import { AnswerCache, lifeOf } from "./answer-cache"
import type { AnswerSummary, CachedAnswer, SharedCache } from "./answer-cache"
import { answerKey } from "./answer-key"
import type { AnswerKey } from "./answer-key"
import { showsStock } from "../pipeline/fields"
import { FeatureSamples } from "./feature-samples"
import { oddsOfNew } from "../exploration/odds-of-new"
import { ServedLog } from "./served-log"
import { tracedList } from "./traced-list"
import { TruthCheck } from "./truth-check"
import { Turns } from "./turns"

/** An answer as JSON in UTF-8, and whether it came from the cache. */
export interface ServedAnswer {
  readonly body: Buffer
  readonly summary: AnswerSummary
  readonly productIds: readonly string[]
  readonly cached: boolean
}

/** Seconds that a list is kept in which an extension of the shop was left out. */
const PARTIAL_SECONDS = 30
/** Milliseconds at most that a list is handed out after the model or the products changed. */
const FORMER_MS = 60_000
/**
 * Lists renewed after such a change, while shoppers have one of before: each takes some 10 ms, so that a tenth of a core goes
 * there. A page or two are renewed at once, in a shop that is not busy.
 */
const RENEWALS = { points: 1, duration: 0.1 }
const RENEWALS_AT_ONCE = { points: 16, duration: 10 }

/** Makes answers, keeps them, and looks whether those kept are still true. */
export class Answers {
  readonly served: ServedLog
  private readonly samples: FeatureSamples
  private readonly cache: AnswerCache
  private readonly truth: TruthCheck
  private readonly turns = new Turns()
  private readonly renewals = new BurstyRateLimiter(
    new RateLimiterMemory(RENEWALS),
    new RateLimiterMemory(RENEWALS_AT_ONCE),
  )
  /** Answers in the making: who asks the same meanwhile gets the same. */
  private readonly making = new Map<string, Promise<CachedAnswer>>()

  constructor(
    private readonly context: ModuleContext,
    private readonly preparer: Preparer,
  ) {
    const { ttl_seconds: ttlSeconds, max_entries: maxEntries } = context.options.cache
    this.cache = new AnswerCache({ ttlSeconds, maxEntries })
    this.truth = new TruthCheck(context)
    this.served = new ServedLog(context)
    this.samples = new FeatureSamples(context)
  }

  async answer(question: Question, ports: ShopPorts, snapshot?: ServingSnapshot): Promise<ServedAnswer> {
    const prepared = await this.preparer.prepare(question, snapshot && { snapshot })
    if (!this.keeps(question)) return served(await this.turns.run(() => this.make(prepared, ports)), false)
    const key = answerKey(question, prepared.basis, "process")
    const kept = await this.kept(key, prepared, ports)
    if (kept) return served(kept, true)
    const making = this.making.get(wholeKey(key)) ?? this.makeAndKeep(key, { prepared, ports })
    return served(await making, false)
  }

  /** An answer that is kept and still true; of before the model or the products changed, where enough are being renewed. */
  private async kept(key: AnswerKey, prepared: Prepared, ports: ShopPorts): Promise<CachedAnswer | null> {
    const kept = this.cache.get(key) ?? (await this.shared(prepared, ports, (cache, name) => cache.get(name)))
    if (kept && (await this.truth.holds(kept))) return kept
    const former = this.cache.former(key, FORMER_MS)
    if (former && !(await this.mayRenew(key)) && (await this.truth.holds(former))) return former
    if (kept) this.cache.delete(key)
    return null
  }

  private mayRenew(key: AnswerKey): boolean | Promise<boolean> {
    if (this.making.has(wholeKey(key))) return true
    return this.renewals.consume("lists").then(
      () => true,
      () => false,
    )
  }

  /** Lists for one page: each leaves out what stands in those that chose before it ({@link inOrderOfChoice}). */
  async page(questions: readonly Question[], ports: ShopPorts): Promise<ServedAnswer[]> {
    const order = inOrderOfChoice(questions)
    const chosen = await this.choose(
      order.map((at) => questions[at]),
      ports,
    )
    return questions.map((_, at) => chosen[order.indexOf(at)])
  }

  private async choose(questions: readonly Question[], ports: ShopPorts): Promise<ServedAnswer[]> {
    const snapshot = await this.preparer.snapshot()
    const kept = await this.keptPage(questions, snapshot)
    const shown = new Set<string>()
    const answers: ServedAnswer[] = []
    for (const [at, question] of questions.entries()) {
      const answer = await tracedList(
        question.strategy,
        async () => kept?.[at] ?? this.answer(without(question, shown), ports, snapshot),
      )
      for (const id of answer.productIds) shown.add(id)
      answers.push(answer)
    }
    return answers
  }

  /** A page all of whose lists are kept and still true, which is looked at once for all of them; else null. */
  private async keptPage(questions: readonly Question[], snapshot: ServingSnapshot): Promise<ServedAnswer[] | null> {
    const shown = new Set<string>()
    const found: CachedAnswer[] = []
    for (const question of questions) {
      const asked = without(question, shown)
      const { basis } = await this.preparer.prepare(asked, { snapshot })
      const kept = this.keeps(question) ? this.cache.get(answerKey(asked, basis, "process")) : undefined
      if (!kept) return null
      for (const id of Object.keys(kept.stamps)) shown.add(id)
      found.push(kept)
    }
    const hold = await Promise.all(found.map((kept) => this.truth.holds(kept)))
    return hold.every(Boolean) ? found.map((kept) => served(kept, true)) : null
  }

  /** Writes what waits to be written. */
  async flush(): Promise<void> {
    await Promise.all([this.served.flush(), this.samples.flush()])
  }

  /** Forgets all that is kept in this process: somebody in it is to be forgotten, and none of it says who. */
  forget(): void {
    this.cache.clear()
    this.making.clear()
  }

  /** Remembers a list that is to be shown, so that clicks and purchases are credited to it. */
  count(prepared: Prepared, list: RenderedList, strategy: string): void {
    this.served.add({ ...servedList(prepared, list, null), strategy })
  }

  private keeps({ fields }: Question): boolean {
    return this.cache.enabled && !showsStock(fields)
  }

  /** Uses the cache that instances share, where there is one. One that fails is as good as empty. */
  private async shared<T>(
    { question, basis }: Prepared,
    { sharedCache }: ShopPorts,
    use: (cache: SharedCache, key: string) => Promise<T>,
  ): Promise<T | null> {
    if (!sharedCache) return null
    return use(sharedCache, wholeKey(answerKey(question, basis, "instances"))).catch((error: unknown) => {
      this.context.logger?.warn(`recommendations: shared cache: ${String(error)}`)
      return null
    })
  }

  private makeAndKeep(key: AnswerKey, work: { prepared: Prepared; ports: ShopPorts }): Promise<CachedAnswer> {
    const name = wholeKey(key)
    const making = this.turns
      .run(() => this.makeFresh(key, work))
      .finally(() => {
        if (this.making.get(name) === making) this.making.delete(name)
      })
    this.making.set(name, making)
    return making
  }

  private async makeFresh(
    key: AnswerKey,
    { prepared, ports }: { prepared: Prepared; ports: ShopPorts },
  ): Promise<CachedAnswer> {
    const answer = await this.make(prepared, ports)
    const longest = this.context.options.cache.ttl_seconds
    const ttlSeconds = lifeOf(answer.isPartial ? Math.min(longest, PARTIAL_SECONDS) : longest)
    this.cache.set(key, answer, ttlSeconds)
    await this.shared(prepared, ports, (cache, name) => cache.set(name, answer, ttlSeconds))
    return answer
  }

  private async make(prepared: Prepared, ports: ShopPorts): Promise<CachedAnswer> {
    const { question } = prepared
    const sample = this.samples.draw(prepared)
    const composed = await composeRelaxed(this.context, sample?.prepared ?? prepared, ports)
    const list = await render(composed, ports)
    sample?.keep(list.recommendation_id)
    this.served.add({
      ...servedList(prepared, list, composed.composition.exploration),
      oddsBeside: oddsOfNew(prepared, composed.composition),
    })
    return {
      body: Buffer.from(JSON.stringify(list)),
      summary: summaryOf(list),
      scope: { salesChannelIds: question.salesChannelIds, currencyCode: question.market.currencyCode },
      stamps: stampsOf(composed.composition),
      isPartial: composed.composition.isPartial,
    }
  }
}

const wholeKey = ({ name, versions }: AnswerKey): string => name + versions

const without = (question: Question, shown: ReadonlySet<string>): Question =>
  shown.size === 0 ? question : { ...question, exclude: new Set([...question.exclude, ...shown]) }

const served = ({ body, summary, stamps }: CachedAnswer, cached: boolean): ServedAnswer => ({
  ...{ body, summary, cached },
  productIds: Object.keys(stamps),
})

/** What operators see of a list. */
function summaryOf(list: RenderedList): AnswerSummary {
  return { rung: list.rung, count: list.recommendations.length, modelVersion: list.model_version }
}

function stampsOf({ shown }: Composition): Record<string, string> {
  return Object.fromEntries(shown.map(({ candidate, verified }) => [candidate.productId, verified.forSale.stamp]))
}

/** Products that a list started from at most, the latest: a cart of hundreds says no more. */
const ANCHORS_AT_MOST = 20

/** The products that a list started from, where what was chosen of it teaches such lists. */
function servedAnchors(question: Question): string[] | null {
  if (question.strategy === "for_you" || !isShownKind(question.strategy)) return null
  const anchors = anchorsOf(question).slice(-ANCHORS_AT_MOST)
  return anchors.length === 0 ? null : anchors
}

const isShownKind = (strategy: string): boolean => SHOWN_LISTS.some((kind) => kind === strategy)

/** What is remembered of a list, so that clicks and purchases can be credited to it. */
function servedList(
  prepared: Prepared,
  list: RenderedList,
  exploration: Composition["exploration"],
): Parameters<ServedLog["add"]>[0] {
  const productIds = list.recommendations.flatMap(({ product }) => (typeof product.id === "string" ? [product.id] : []))
  const { chances, explored } = exploration ?? { chances: new Map<string, number>(), explored: new Set<string>() }
  const found = productIds.filter((id) => explored.has(id))
  return {
    id: list.recommendation_id,
    strategy: list.strategy,
    rung: list.rung,
    placement: prepared.question.placement,
    modelVersion: list.model_version,
    arm: prepared.arm,
    productIds,
    anchorIds: servedAnchors(prepared.question),
    chances: chances.size === 0 ? null : productIds.map((id) => chances.get(id) ?? 1),
    exploredIds: found.length === 0 ? null : found,
    oddsBeside: null,
  }
}
