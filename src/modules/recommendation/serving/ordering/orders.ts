import type { StoreRankResponse } from "../../../../types/http"
import { AnswerCache } from "../answers/answer-cache"
import type { CachedAnswer } from "../answers/answer-cache"
import type { ServedLog } from "../answers/served-log"
import type { Prepared } from "../pipeline/prepare"
import { shopperName } from "../question"
import { VISIT_MS, visitOf } from "../visit"
import { orderList } from "./order-list"
import type { OrderRequest } from "./order-list"

/** Name of such lists in the results. */
const STRATEGY = "rank"

/**
 * Given products in a shopper's order. An order stands still within a visit, however the shop's counters and models
 * move meanwhile: a page that is turned must not show a product twice. What the shopper does makes another one, and so
 * do rules and settings, which somebody has changed on purpose.
 */
export class Orders {
  private readonly cache: AnswerCache

  constructor(
    private readonly served: ServedLog,
    { maxEntries }: { readonly maxEntries: number },
  ) {
    this.cache = new AnswerCache({ ttlSeconds: VISIT_MS / 1_000, maxEntries })
  }

  /** The order as JSON in UTF-8. */
  answer(prepared: Prepared, request: OrderRequest): Buffer {
    const key = { name: orderKey(prepared, request), versions: "" }
    const kept = this.cache.get(key) ?? this.make(prepared, request)
    // A visit lasts for as long as its pages are turned.
    this.cache.set(key, kept, VISIT_MS / 1_000)
    return kept.body
  }

  /** Forgets all orders: somebody whose they may be is to be forgotten. */
  forget(): void {
    this.cache.clear()
  }

  private make(prepared: Prepared, request: OrderRequest): CachedAnswer {
    const { question, arm, live } = prepared
    const list = orderList(prepared, request)
    this.served.add(servedOrder({ list, placement: question.placement, arm }))
    return {
      body: Buffer.from(JSON.stringify(list)),
      summary: { rung: list.rung, count: list.ranking.length, modelVersion: live.version },
      scope: { salesChannelIds: question.salesChannelIds, currencyCode: question.market.currencyCode },
      stamps: {},
    }
  }
}

type Served = Parameters<ServedLog["add"]>[0]

const servedOrder = ({ list, ...rest }: Pick<Served, "placement" | "arm"> & { list: StoreRankResponse }): Served => ({
  ...rest,
  id: list.recommendation_id,
  strategy: STRATEGY,
  rung: list.rung,
  modelVersion: list.model_version,
  productIds: list.ranking.map(({ id }) => id),
  ...{ anchorIds: null, chances: null, exploredIds: null, oddsBeside: null },
})

/** What an order may not outlive. Strangers share theirs, and no visit of theirs ends: it is renewed by the clock. */
function orderKey({ question, basis }: Prepared, { ids, blend, reasonsOf }: OrderRequest): string {
  const { shopper, placement, locale, salesChannelIds } = question
  const { profile, rules, settingsVersion, segment, arm, variation, now } = basis
  return JSON.stringify([
    [shopper.customerId, shopper.visitorId, profile, segment, arm, variation],
    shopperName(shopper) === null ? visitOf(shopper, now) : 0,
    [placement, locale, salesChannelIds, rules, settingsVersion],
    [blend, reasonsOf, ...ids],
  ])
}
