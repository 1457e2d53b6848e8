import { parseArgs } from "node:util"
import type { MethodResult } from "../src/core/evaluation/evaluate"
import { temporalSplit } from "../src/core/evaluation/temporal-split"
import type { Split } from "../src/core/evaluation/temporal-split"
import type { InteractionLog } from "../src/core/contract"
import type { CaseLists } from "../src/core/recommender/teaching/case-lists"
import { fitListsForEvaluation } from "../src/core/recommender/judging/fit-for-evaluation"
import { ranked } from "../src/core/recommender/ranking/ranked"
import { ANCHORED_LISTS, anchoredCases } from "../src/core/recommender/teaching/list-cases"
import type { AnchoredCase, AnchoredList } from "../src/core/recommender/teaching/list-cases"
import { listPrior } from "../src/core/recommender/priors/list-priors"
import { anchoredList } from "../src/core/recommender/plan/teaching-tasks"
import { readDataFolder } from "../src/training/data-folder"
import { measure, measureRivals, measureTables } from "./lib/list-rivals"
import type { ListGround } from "./lib/list-rivals"

const USAGE = "npm run bench:lists -- --data DIR [--cut 0.85] [--skip-baselines] [--only LIST,LIST]"
const SEED = 1

/** The figure that a list is tuned and compared by. */
const FIGURE: Readonly<Record<AnchoredList, (result: MethodResult) => number>> = {
  cart: ({ all }) => all.ndcg10,
  bought_together: ({ all }) => all.ndcg10,
  similar: ({ all }) => all.hitRate10,
}

/** Questions of a list after a cut; of shoppers alone where any are known, as the other bench asks them. */
function groundOf(log: InteractionLog, split: Split, list: AnchoredList): ListGround {
  const all = anchoredCases(log, list, {
    goal: split.goal,
    window: { cut: split.cut, until: Infinity },
    seed: SEED,
    firstStepOnly: true,
  })
  const known = all.filter(({ user }) => user >= 0)
  return { log, split, cases: known.length > 0 ? known : all }
}

type RankAnchored = (testCase: AnchoredCase, depth: number) => ArrayLike<number>

/** Ranks a list's candidates by weights, as serving does. */
function rankBy(cases: CaseLists, list: AnchoredList, weights: Float64Array): RankAnchored {
  return (testCase) => {
    const { candidates, features } = anchoredList(cases, list, testCase)
    return ranked(candidates.items, features.decisionValues(weights))
  }
}

/** Numbers of one method, as printed. */
function shown({ all, novel }: MethodResult): Record<string, number | null> {
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : Number(value.toFixed(5)))
  return { "ndcg@10": orNull(all.ndcg10), "hit@10": orNull(all.hitRate10), "novel_ndcg@10": orNull(novel.ndcg10) }
}

function table(list: AnchoredList, methods: ReadonlyMap<string, MethodResult>): string {
  const cell = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(4)).padStart(15)
  const lines = [...methods].map(
    ([name, { all, novel }]) =>
      `${name.padEnd(24)}${cell(all.ndcg10)}${cell(all.hitRate10)}${cell(novel.ndcg10)}${cell(novel.hitRate10)}`,
  )
  const header = `${list.padEnd(24)}${["ndcg@10", "hit@10", "novel ndcg@10", "novel hit@10"].map((name) => name.padStart(15)).join("")}`
  return [header, ...lines].join("\n")
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      cut: { type: "string" },
      only: { type: "string" },
      "skip-baselines": { type: "boolean" },
    },
  })
  const share = Number(values.cut ?? 0.85)
  if (values.data === undefined || !(share > 0 && share < 1)) throw new Error(`usage: ${USAGE}`)
  const { dataset } = await readDataFolder(values.data)
  const { log } = dataset
  const split = temporalSplit(log, share)
  const inner = temporalSplit(split.train, share)
  const started = performance.now()
  const { lists: fitted, cases } = fitListsForEvaluation(dataset, split, { seed: SEED })
  const seconds = (performance.now() - started) / 1000
  const peak = process.resourceUsage().maxRSS / 1024
  const lists: Record<string, unknown> = {}
  for (const list of ANCHORED_LISTS) {
    if (values.only !== undefined && !values.only.split(",").includes(list)) continue
    const ground = groundOf(log, split, list)
    if (ground.cases.length === 0) {
      console.error(`${list}: nothing in this folder teaches it`)
      continue
    }
    const ours = measure(ground, rankBy(cases, list, fitted.weightsOf(list)))
    const prior = measure(ground, rankBy(cases, list, listPrior(list)))
    const rivals =
      values["skip-baselines"] === true
        ? new Map<string, MethodResult>()
        : new Map([
            ...measureTables(ground, cases.lists.state),
            ...measureRivals(ground, groundOf(split.train, inner, list), FIGURE[list]),
          ])
    console.log(table(list, new Map([["ours", ours], ["prior", prior], ...rivals])))
    lists[list] = {
      cases: ground.cases.length,
      ours: shown(ours),
      prior: shown(prior),
      baselines: Object.fromEntries([...rivals].map(([name, result]) => [name, shown(result)])),
    }
  }
  console.log(
    JSON.stringify({
      set: values.data.replace(/\/+$/, "").split("/").pop(),
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
