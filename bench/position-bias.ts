import type { ShownList } from "../src/core/contract"
import { harvestPropensities } from "../src/core/recommender/teaching/place-propensities"
import type { Propensity } from "../src/core/recommender/teaching/place-propensities"
import { seenLists } from "../src/core/recommender/teaching/seen-lists"
import { trainRankSvm } from "../packages/linear-svm/src"
import { FEATURES, clickedLists, drawShop } from "./lib/position-bias/simulated-lists"
import type { ListShop } from "./lib/position-bias/simulated-lists"

/*
 * Whether clicks teach taste where they follow the place as well: simulated shops whose lists are looked at five times as
 * often at their first place as at their last. The same ranker learns from the clicks as they are, from clicks weighted by
 * propensities harvested from these lists alone, and from clicks that no place has bent.
 */

const SHOPS = 6
const COST = 0.01
/** Products that the gain of an order is counted over. */
const DEPTH = 10
/** Half a year after the lists: their age is the same for all ways of learning. */
const NOW = Date.UTC(2026, 0, 31)

const noPropensity: Propensity = () => 1

function learn(shop: ListShop, lists: readonly ShownList[], propensity: Propensity): Float64Array {
  const products = new Map(shop.productIds.map((id, at) => [id, at]))
  const taught = seenLists(lists, propensity, NOW).lists
  const offsets = [0]
  const rows: number[] = []
  const relevance: number[] = []
  const rowWeights: number[] = []
  for (const { shopperId, itemIds, chosen, weights } of taught) {
    itemIds.forEach((id, at) => {
      rows.push(...shop.features[Number(shopperId) * products.size + (products.get(id) ?? 0)])
      relevance.push(chosen[at] ? 1 : 0)
      rowWeights.push(weights[at])
    })
    offsets.push(relevance.length)
  }
  return trainRankSvm(
    {
      ...{ rows: Float32Array.from(rows), columnCount: FEATURES, groupOffsets: Int32Array.from(offsets) },
      ...{ relevance: Uint8Array.from(relevance), rowWeights: Float64Array.from(rowWeights) },
    },
    { cost: COST },
  ).weights
}

/** Spearman's rank correlation of a learned order with the true one, and its NDCG@10 with the true ranks as gains; means over shoppers. */
function agreement(shop: ListShop, weights: Float64Array): { correlation: number; ndcg: number } {
  const { length } = shop.productIds
  const shoppers = shop.taste.length / length
  let [correlation, ndcg] = [0, 0]
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const from = shopper * length
    const learned = shop.productIds.map((_, at) =>
      shop.features[from + at].reduce((sum, value, column) => sum + value * weights[column], 0),
    )
    const taste = [...shop.taste.subarray(from, from + length)]
    const [own, truth] = [ranksOf(learned), ranksOf(taste)]
    const apart = own.reduce((sum, rank, at) => sum + (rank - truth[at]) ** 2, 0)
    correlation += 1 - (6 * apart) / (length * (length * length - 1))
    const gainAt = (ranks: readonly number[]): number =>
      ranks.reduce((sum, rank, at) => (rank < DEPTH ? sum + (length - truth[at]) / Math.log2(rank + 2) : sum), 0)
    ndcg += gainAt(own) / gainAt(truth)
  }
  return { correlation: correlation / shoppers, ndcg: ndcg / shoppers }
}

/** Rank of each score, 0 for the highest. */
function ranksOf(scores: readonly number[]): number[] {
  const ranks = new Array<number>(scores.length).fill(0)
  ;[...scores.keys()].sort((a, b) => scores[b] - scores[a]).forEach((at, rank) => (ranks[at] = rank))
  return ranks
}

function main(): void {
  const sums = { naive: 0, weighted: 0, unbiased: 0, ndcg: 0 }
  for (let seed = 1; seed <= SHOPS; seed++) {
    const shop = drawShop(seed)
    const clicks = clickedLists(shop, true, seed)
    const propensity = harvestPropensities(clicks)
    const naive = agreement(shop, learn(shop, clicks, noPropensity))
    const weighted = agreement(shop, learn(shop, clicks, propensity))
    const unbiased = agreement(shop, learn(shop, clickedLists(shop, false, seed), noPropensity))
    const places = Array.from({ length: 10 }, (_, place) => propensity("home", place).toFixed(2)).join(" ")
    const { effective } = seenLists(clicks, propensity, NOW)
    console.log(
      `shop ${seed}: rank correlation with the truth naive ${naive.correlation.toFixed(4)}, weighted ` +
        `${weighted.correlation.toFixed(4)}, unbiased clicks ${unbiased.correlation.toFixed(4)}; effective sample ` +
        `${Math.round(effective)}; propensities ${places}`,
    )
    sums.naive += naive.correlation
    sums.weighted += weighted.correlation
    sums.unbiased += unbiased.correlation
    sums.ndcg += weighted.ndcg
  }
  const mean = (sum: number): number => Number((sum / SHOPS).toFixed(4))
  console.log(
    `weighted over naive ${(sums.weighted / sums.naive).toFixed(4)}, over unbiased clicks ${(sums.weighted / sums.unbiased).toFixed(4)}`,
  )
  console.log(
    JSON.stringify({ naive: mean(sums.naive), weighted: mean(sums.weighted), true_order_ndcg: mean(sums.ndcg) }),
  )
}

main()
