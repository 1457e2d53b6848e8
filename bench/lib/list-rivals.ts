import { GIFT_CONTEXT_KEYS } from "../../src/core/contract"
import type { InteractionLog, GiftContextKey } from "../../src/core/contract"
import { baselineContext, bestTrial, rankByScore, tryBaseline } from "./baselines"
import type { Baseline, BaselineContext } from "./baselines"
import { easeBaseline } from "./baselines/ease"
import { itemKnnBaseline } from "./baselines/item-knn"
import { knnBaseline } from "./baselines/neighbors"
import { PERSONAL_FREQUENCY, POPULARITY, POPULARITY_30_DAYS } from "./baselines/simple"
import { evaluateMethod } from "../../src/core/evaluation/evaluate"
import type { EvaluateOptions, MethodResult, RankCase } from "../../src/core/evaluation/evaluate"
import type { Split } from "../../src/core/evaluation/temporal-split"
import { wordOf } from "../../src/core/features/gift-table"
import { strongest } from "../../src/core/features/select-top"
import type { ShopState } from "../../src/core/features/shop-state"
import { isGoal } from "../../src/core/features/shop-state"
import type { AnchoredCase } from "../../src/core/recommender/teaching/list-cases"
import { filledTables, rankByTable } from "../../src/core/recommender/ranking/table-ranking"

/** Products that EASE inverts over: while tuning, and for the numbers shown. */
const EASE_ITEMS = { tuning: 1200, final: 4100 }
/** Cases that settings are tried on, spread evenly. */
const TUNING_CASES = 300

/** Ranks an anchored case: never with a product that was given. */
type RankAnchored = (testCase: AnchoredCase, depth: number) => ArrayLike<number>

/** The questions of one list on one cut, and what methods may learn from before it. */
export interface ListGround {
  readonly log: InteractionLog
  readonly split: Split
  readonly cases: readonly AnchoredCase[]
  /** All that the list of a case may show; null where it may show anything. */
  readonly mayShow: ((testCase: AnchoredCase) => ReadonlySet<number>) | null
}

/** Asks a method every case of a list; what was given, and what the list may not show, is taken out of every answer. */
export function measure({ log, split, cases, mayShow }: ListGround, rank: RankAnchored): MethodResult {
  const byCase = new Map<object, AnchoredCase>(cases.map((one) => [one, one]))
  const shown: RankAnchored =
    mayShow === null
      ? rank
      : (testCase) => {
          const allowed = mayShow(testCase)
          return Array.from(rank(testCase, log.itemIds.length)).filter((item) => allowed.has(item))
        }
  return evaluateMethod(cases, withoutAnchors(byCase, shown), optionsFor(log, split))
}

function optionsFor(log: InteractionLog, split: Split): EvaluateOptions {
  const accepts = isGoal(split.goal)
  return {
    productCount: new Set(split.train.item).size,
    boughtBefore: ({ rows }) => new Set(rows.filter((row) => accepts(log.behavior[row])).map((row) => log.item[row])),
  }
}

function withoutAnchors(byCase: ReadonlyMap<object, AnchoredCase>, rank: RankAnchored): RankCase {
  return (testCase, depth) => {
    const anchored = byCase.get(testCase)
    if (anchored === undefined) return []
    const given = new Set(anchored.anchors)
    return Array.from(rank(anchored, depth + given.size)).filter((item) => !given.has(item))
  }
}

/** What a baseline reads of a case: the products that are given, or what the shopper did before. */
type Reads = "anchors" | "past"

interface Rival {
  readonly name: string
  readonly reads: Reads
  /** Whose rows are one set: those of a visit or basket, or all of a shopper. */
  readonly learnsFrom: "visits" | "shoppers"
  readonly baselineOf: (easeItems: number) => Baseline
}

const RIVALS: readonly Rival[] = [
  { name: "popularity", reads: "past", learnsFrom: "shoppers", baselineOf: () => POPULARITY },
  { name: "popularity_30d", reads: "past", learnsFrom: "shoppers", baselineOf: () => POPULARITY_30_DAYS },
  { name: "personal_frequency", reads: "past", learnsFrom: "shoppers", baselineOf: () => PERSONAL_FREQUENCY },
  {
    name: "basket_cooccurrence",
    reads: "anchors",
    learnsFrom: "visits",
    baselineOf: () => itemKnnBaseline("next_basket"),
  },
  { name: "item_knn", reads: "anchors", learnsFrom: "shoppers", baselineOf: () => itemKnnBaseline("next_basket") },
  { name: "ease", reads: "anchors", learnsFrom: "visits", baselineOf: easeBaseline },
  { name: "session_knn", reads: "anchors", learnsFrom: "visits", baselineOf: () => knnBaseline("session_knn") },
]

function contextOf({ log, split }: ListGround, { learnsFrom }: Rival): BaselineContext {
  const kind = learnsFrom === "visits" ? "next_item" : "next_basket"
  return baselineContext(log, { ...split, kind }, split.goal === "interest")
}

/** The case as a baseline reads it: its rows are those of the given products, where these are asked for. */
function readCase(testCase: AnchoredCase, reads: Reads): AnchoredCase {
  return reads === "past" ? testCase : { ...testCase, rows: testCase.anchorRows }
}

function rankRival(ground: ListGround, rival: Rival, baseline: Baseline, setting: Setting): RankAnchored {
  const context = contextOf(ground, rival)
  const rank = rankByScore(context, baseline.build(context, setting))
  return (testCase, depth) => rank(readCase(testCase, rival.reads), depth)
}

type Setting = Readonly<Record<string, number>>

/**
 * Every baseline of a list, with the setting that was best before the cut for the list's own figure.
 *
 * @param inner the same list one cut earlier
 */
export function measureRivals(
  outer: ListGround,
  inner: ListGround,
  figure: (result: MethodResult) => number,
): Map<string, MethodResult> {
  const step = Math.max(1, inner.cases.length / TUNING_CASES)
  const tuning = Array.from(
    { length: Math.min(inner.cases.length, TUNING_CASES) },
    (_, at) => inner.cases[Math.floor(at * step)],
  )
  const found = new Map<string, MethodResult>()
  for (const rival of RIVALS) {
    // Where nobody is known there are no shoppers to learn from.
    if (rival.learnsFrom === "shoppers" && rival.reads === "anchors" && outer.log.userIds.length === 0) continue
    // Whose list starts from no product has nothing to say to them.
    if (rival.reads === "anchors" && outer.cases.every(({ anchorRows }) => anchorRows.length === 0)) continue
    const setting = tuned(rival, { ...inner, cases: tuning }, figure)
    console.error(`  ${rival.name}: ${JSON.stringify(setting)}`)
    found.set(rival.name, measure(outer, rankRival(outer, rival, rival.baselineOf(EASE_ITEMS.final), setting)))
  }
  return found
}

/** The setting that was best before the cut; what a list may not show is taken out there too. */
function tuned(rival: Rival, ground: ListGround, figure: (result: MethodResult) => number): Setting {
  const { settings } = rival.baselineOf(EASE_ITEMS.tuning)
  if (settings.length < 2 || ground.cases.length === 0) return settings[0]
  if (ground.mayShow !== null) {
    const figures = settings.map((setting) => {
      const result = measure(ground, rankRival(ground, rival, rival.baselineOf(EASE_ITEMS.tuning), setting))
      return figure(result)
    })
    return settings[figures.indexOf(Math.max(...figures))]
  }
  const trials = tryBaseline(rival.baselineOf(EASE_ITEMS.tuning), {
    contexts: [contextOf(ground, rival)],
    cases: ground.cases.map((testCase) => readCase(testCase, rival.reads)),
    options: optionsFor(ground.log, ground.split),
  })
  return bestTrial(trials, figure).setting
}

/** What is given most often, to anybody and to whom the giver names: lists that need no learning. */
export function measureGiven(ground: ListGround, { gifts }: ShopState): Map<string, MethodResult> {
  if (gifts === null) return new Map()
  const { given, words, givenFor } = gifts
  const best = (valueOf: (item: number) => number, depth: number): number[] =>
    strongest(
      Array.from(given.keys()).filter((item) => given[item] > 0),
      valueOf,
      depth,
    )
  const countsFor = (word: string): Float64Array => {
    const counts = new Float64Array(given.length)
    const row = words.indexOf(word)
    for (let at = givenFor.offsets[row] ?? 0; row >= 0 && at < givenFor.offsets[row + 1]; at++)
      counts[givenFor.items[at]] = givenFor.weights[at]
    return counts
  }
  const forWord =
    (key: GiftContextKey): RankAnchored =>
    ({ giftContext }, depth) => {
      const counts = countsFor(wordOf(key, giftContext?.[key] ?? ""))
      return best((item) => counts[item] + TIE * given[item], depth)
    }
  return new Map([
    ["given", measure(ground, (_, depth) => best((item) => given[item], depth))],
    ...GIFT_CONTEXT_KEYS.map((key): [string, MethodResult] => [`given:${key}`, measure(ground, forWord(key))]),
  ])
}

/** Too little to change an order of counts. */
const TIE = 1e-6

/** Each item-item table of the state by itself, summed over the given products. */
export function measureTables(ground: ListGround, state: ShopState): Map<string, MethodResult> {
  return new Map(
    filledTables(state).map((name) => [
      `table:${name}`,
      measure(ground, ({ anchors }, depth) => rankByTable(state, name, { anchors, depth })),
    ]),
  )
}
