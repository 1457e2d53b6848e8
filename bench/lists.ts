import path from "node:path"
import { parseArgs } from "node:util"
import type { MethodResult } from "../src/core/evaluation/evaluate"
import { temporalSplit } from "../src/core/evaluation/temporal-split"
import type { Split } from "../src/core/evaluation/temporal-split"
import { LEARNED_LISTS } from "../src/core/contract"
import type { Dataset, LearnedList } from "../src/core/contract"
import { isGoal } from "../src/core/features/shop-state"
import type { CaseLists } from "../src/core/recommender/teaching/case-lists"
import { fitListsForEvaluation } from "../src/core/recommender/judging/fit-for-evaluation"
import { NEED_OF_LIST } from "../src/core/recommender/plan/judging"
import { holdBack } from "../src/core/recommender/ranking/hold-back"
import { ofKind } from "../src/core/recommender/ranking/of-kind"
import { ranked } from "../src/core/recommender/ranking/ranked"
import { anchoredCases } from "../src/core/recommender/teaching/list-cases"
import type { AnchoredCase } from "../src/core/recommender/teaching/list-cases"
import { listPrior } from "../src/core/recommender/priors/list-priors"
import { linear } from "../src/core/trees/scorer"
import type { Scorer } from "../src/core/trees/scorer"
import { anchoredList } from "../src/core/recommender/plan/teaching-tasks"
import { readDataFolder } from "../src/training/data-folder"
import { measure, measureGiven, measureRivals, measureTables } from "./lib/list-rivals"
import type { ListGround } from "./lib/list-rivals"
import { measureHindsight } from "./lib/hindsight"
import { measureCost } from "./lib/lists-cost"
import { openSimulatedVisits } from "./lib/simulated-visits"

/**
 * `npm run bench:lists -- --data DIR`: every list with a ranking of its own beside its prior and simple methods, on what
 * came after a cut that nothing has seen; all products are ranked. `--simulated` measures the demo's simulated shop, whose
 * givers mark gifts, which no public data set does. A list that a shop's data cannot teach says what it lacks. `--cost` trains the whole model
 * instead, and says what all lists cost beside "For you" alone. `hindsight` of `similar` is no rival: it knows what came after the cut.
 */
const USAGE =
  "npm run bench:lists -- --data DIR | --simulated [--cut 0.85] [--skip-baselines] [--only LIST,LIST] [--cost]"
const SEED = 1

/** Products among which the limit is reckoned: it takes a number for each pair. */
const HINDSIGHT_AT_MOST = 5_000

/** The figure that a list is tuned and compared by. */
const FIGURE: Readonly<Record<LearnedList, (result: MethodResult) => number>> = {
  cart: ({ all }) => all.ndcg10,
  bought_together: ({ all }) => all.ndcg10,
  similar: ({ all }) => all.hitRate10,
  gift: ({ all }) => all.ndcg10,
  buy_again: ({ all }) => all.ndcg10,
}

/** What data lack that cannot teach a list. */
const LACKS: Readonly<Record<(typeof NEED_OF_LIST)[LearnedList], string>> = {
  baskets: "no baskets",
  visits: "no visits",
  gift_orders: "no gift orders",
  repeats: "nothing bought again",
}

/** Questions of a list after a cut; of shoppers alone where any are known, as the other bench asks them. */
function groundOf(shop: Pick<Dataset, "log" | "gifts">, split: Split, list: LearnedList): ListGround {
  const { log } = shop
  if (list === "buy_again") return repeatsOf(shop, split)
  const all = anchoredCases(shop, list, {
    goal: split.goal,
    window: { cut: split.cut, until: Infinity },
    seed: SEED,
    firstStepOnly: true,
  })
  const known = all.filter(({ user }) => user >= 0)
  return { log, split, cases: known.length > 0 ? known : all, mayShow: null }
}

/** Which of what a shopper chose before it is this time: of those who chose any of it again. */
function repeatsOf({ log }: Pick<Dataset, "log">, split: Split): ListGround {
  const accepts = isGoal(split.goal)
  const past = ({ rows }: Pick<AnchoredCase, "rows">): Set<number> =>
    new Set(rows.filter((row) => accepts(log.behavior[row])).map((row) => log.item[row]))
  const cases = split.cases.flatMap((testCase): AnchoredCase[] => {
    const before = past(testCase)
    const truth = testCase.truth.filter((item) => before.has(item))
    if (truth.length === 0) return []
    return [{ ...testCase, truth, anchors: [], anchorRows: testCase.rows, giftContext: null, weight: 1 }]
  })
  return { log, split, cases, mayShow: past }
}

type RankAnchored = (testCase: AnchoredCase, depth: number) => ArrayLike<number>

/** Ranks a list's candidates as serving does. */
function rankBy(cases: CaseLists, list: LearnedList, scorer: Scorer): RankAnchored {
  return (testCase, depth) => {
    const { candidates, features } = list === "buy_again" ? cases.make(testCase) : anchoredList(cases, list, testCase)
    const order = ranked(candidates.items, features.scores(scorer))
    if (list !== "similar") return order
    const leads = ofKind(cases.lists.state, testCase.anchors)
    return holdBack(Array.from(order), (item) => !leads(item), { share: 0, limit: depth })
  }
}

/** Numbers of one method, as printed. */
function shown({ all, novel }: MethodResult): Record<string, number | null> {
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : Number(value.toFixed(5)))
  return { "ndcg@10": orNull(all.ndcg10), "hit@10": orNull(all.hitRate10), "novel_ndcg@10": orNull(novel.ndcg10) }
}

function table(list: LearnedList, methods: ReadonlyMap<string, MethodResult>): string {
  const cell = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(4)).padStart(15)
  const lines = [...methods].map(
    ([name, { all, novel }]) =>
      `${name.padEnd(24)}${cell(all.ndcg10)}${cell(all.hitRate10)}${cell(novel.ndcg10)}${cell(novel.hitRate10)}`,
  )
  const header = `${list.padEnd(24)}${["ndcg@10", "hit@10", "novel ndcg@10", "novel hit@10"].map((name) => name.padStart(15)).join("")}`
  return [header, ...lines].join("\n")
}

interface Compared {
  readonly list: LearnedList
  readonly ground: ListGround
  /** The same list one cut earlier, for settings to be chosen on. */
  readonly inner: ListGround
}

/** What a list is compared with. */
function measureOthers(
  { lists: { state } }: CaseLists,
  { list, ground: outer, inner }: Compared,
): Map<string, MethodResult> {
  return new Map([
    ...(list === "gift" ? measureGiven(outer, state) : list === "buy_again" ? [] : measureTables(outer, state)),
    ...measureRivals(outer, inner, FIGURE[list]),
  ])
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      simulated: { type: "boolean" },
      cut: { type: "string" },
      only: { type: "string" },
      "skip-baselines": { type: "boolean" },
      cost: { type: "boolean" },
    },
  })
  const share = Number(values.cut ?? 0.85)
  const folder = values.data
  if ((folder === undefined) !== (values.simulated === true) || !(share > 0 && share < 1))
    throw new Error(`usage: ${USAGE}`)
  const dataset = folder === undefined ? openSimulatedVisits() : (await readDataFolder(folder)).dataset
  const set = folder === undefined ? "simulated" : path.basename(folder)
  if (values.cost === true) {
    console.log(JSON.stringify({ set, ...measureCost(dataset) }))
    return
  }
  const split = temporalSplit(dataset.log, share)
  const before = { log: split.train, gifts: (dataset.gifts ?? []).filter(({ time }) => time < split.cut) }
  const asked = LEARNED_LISTS.filter((list) => values.only === undefined || values.only.split(",").includes(list))
  const started = performance.now()
  const personal = asked.includes("buy_again")
  const { lists: fitted, cases } = fitListsForEvaluation(dataset, split, { seed: SEED, personal })
  const seconds = (performance.now() - started) / 1000
  const peak = process.resourceUsage().maxRSS / 1024
  const lists: Record<string, unknown> = {}
  for (const list of asked) {
    const ground = groundOf(dataset, split, list)
    if (ground.cases.length === 0) {
      console.error(`${list}: not taught: ${LACKS[NEED_OF_LIST[list]]}`)
      continue
    }
    const ours = measure(ground, rankBy(cases, list, fitted.scorerOf(list)))
    const prior = measure(ground, rankBy(cases, list, linear(listPrior(list))))
    const inner = groundOf(before, temporalSplit(split.train, share), list)
    const rivals =
      values["skip-baselines"] === true
        ? new Map<string, MethodResult>()
        : measureOthers(cases, { list, ground, inner })
    const limit =
      list === "similar" && rivals.size > 0 && dataset.log.itemIds.length <= HINDSIGHT_AT_MOST
        ? new Map([["hindsight", measureHindsight(ground)]])
        : new Map<string, MethodResult>()
    console.log(table(list, new Map([["ours", ours], ["prior", prior], ...rivals, ...limit])))
    lists[list] = {
      cases: ground.cases.length,
      ours: shown(ours),
      prior: shown(prior),
      baselines: Object.fromEntries([...rivals].map(([name, result]) => [name, shown(result)])),
      ...Object.fromEntries([...limit].map(([name, result]) => [name, shown(result)])),
    }
  }
  console.log(
    JSON.stringify({
      set,
      lists,
      seconds: Number(seconds.toFixed(1)),
      peak_mb: Math.round(peak),
    }),
  )
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
