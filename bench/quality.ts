import { parseArgs } from "node:util"
import { evaluateMethod } from "../src/core/evaluation/evaluate"
import type { EvaluateOptions, MethodResult } from "../src/core/evaluation/evaluate"
import { baselineContext, baselinesFor, bestTrial, rankByScore, tryBaseline } from "../src/core/evaluation/baselines"
import type { Baseline, BaselineContext, TuningGround } from "../src/core/evaluation/baselines"
import { leaveLastOut, temporalSplit } from "../src/core/evaluation/temporal-split"
import type { RankingCase, Split } from "../src/core/evaluation/temporal-split"
import { isInterest } from "../src/core/features/profile"
import { isGoal } from "../src/core/features/shop-state"
import type { InteractionLog } from "../src/core/contract"
import { fitForEvaluation, rankFitted } from "../src/core/recommender/fit-for-evaluation"
import { readDataFolder } from "../src/training/data-folder"
import { casesInOrder, onlineRanker } from "./lib/online-ranker"

/** Name of ours in the table and in the JSON. */
const OURS = "svm"
/** Cases that settings are tried on, spread evenly: hundreds of settings are tried. */
const TUNING_CASES = 400
/** Products that EASE inverts over: while tuning, and for the numbers shown. */
const EASE_ITEMS = { tuning: 1200, final: 4100 }

/** Steps that `--online` tries: does learning between trainings help? */
const ONLINE_STEPS = [0.0003, 0.003]

const USAGE = "npm run bench:quality -- --data DIR [--skip-baselines] [--online] [--only NAME,NAME]"

/** Cases in steps, so that the whole span of time and all shoppers are there. */
function everyNth(cases: readonly RankingCase[], atMost: number): RankingCase[] {
  const step = Math.max(1, cases.length / atMost)
  return Array.from({ length: Math.min(cases.length, atMost) }, (_, at) => cases[Math.floor(at * step)])
}

/** Products chosen before, by goal events, as the protocol's `novel` needs them. */
function optionsFor(log: InteractionLog, split: Split): EvaluateOptions {
  const accepts = isGoal(split.goal)
  return {
    productCount: new Set(split.train.item).size,
    boughtBefore: ({ rows }) => new Set(rows.filter((row) => accepts(log.behavior[row])).map((row) => log.item[row])),
  }
}

/** The same protocol one step earlier: a cut within the time before the cut. */
function innerSplit(split: Split): Split {
  return split.kind === "leave_last_out" ? leaveLastOut(split.train, split.goal, 1) : temporalSplit(split.train)
}

/** Views, carts and wishes may teach a baseline as well as purchases do, where a set has both. */
function contextsFor(log: InteractionLog, split: Split): BaselineContext[] {
  const both = split.goal === "purchase" && split.train.behavior.some(isInterest)
  return (both ? [false, true] : [split.goal === "interest"]).map((usesInterest) =>
    baselineContext(log, split, usesInterest),
  )
}

const COHORTS = ["all", "novel", "new"] as const
type Cohort = (typeof COHORTS)[number]

/** Numbers of one method on one cohort, as printed. */
function shown(result: MethodResult, cohort: Cohort): Record<string, number | null> {
  const { ndcg10, recall10, hitRate10, hitRate20, mrr, coverage, shoppers } = result[cohort]
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : Number(value.toFixed(5)))
  return {
    "ndcg@10": orNull(ndcg10),
    "recall@10": orNull(recall10),
    "hit@10": orNull(hitRate10),
    "hit@20": orNull(hitRate20),
    mrr: orNull(mrr),
    coverage: orNull(coverage),
    cases: shoppers,
  }
}

/**
 * A baseline, tuned before the cut once for each cohort's own number and then measured after it: each cohort
 * shows the setting that was best for it, so that no baseline is held back by what it is worse at.
 */
function measureBaseline(baseline: Baseline, finalBaseline: Baseline, ground: Ground): MethodResult {
  const { inner, outer } = ground
  const results = new Map<string, MethodResult>()
  const trials = tryBaseline(baseline, inner)
  const resultFor = (cohort: Cohort): MethodResult => {
    const tuned = bestTrial(trials, (result) =>
      ground.metric === "hit@20" ? result[cohort].hitRate20 : result[cohort].ndcg10,
    )
    const key = JSON.stringify([tuned.setting, tuned.context])
    const context = outer.contexts[tuned.context]
    const known = results.get(key)
    if (known !== undefined) return known
    console.error(`  ${baseline.name} for ${cohort}: ${key}`)
    const result = evaluateMethod(
      outer.cases,
      rankByScore(context, finalBaseline.build(context, tuned.setting)),
      outer.options,
    )
    results.set(key, result)
    return result
  }
  return { all: resultFor("all").all, novel: resultFor("novel").novel, new: resultFor("new").new }
}

interface Ground {
  readonly inner: TuningGround
  readonly outer: TuningGround
  readonly metric: "ndcg@10" | "hit@20"
}

function groundOf(log: InteractionLog, split: Split): Ground {
  const inner = innerSplit(split)
  const source = split.train
  return {
    inner: {
      contexts: contextsFor(source, inner),
      cases: everyNth(inner.cases, TUNING_CASES),
      options: optionsFor(source, inner),
    },
    outer: { contexts: contextsFor(log, split), cases: split.cases, options: optionsFor(log, split) },
    metric: split.kind === "next_item" ? "hit@20" : "ndcg@10",
  }
}

function table(methods: ReadonlyMap<string, MethodResult>): string {
  const cell = (value: number): string => (Number.isNaN(value) ? "     -" : value.toFixed(4)).padStart(8)
  const header = `${"method".padEnd(20)}${COHORTS.map((name) => `| ${name.padEnd(6)} ndcg@10 recall@10  hit@10  hit@20     mrr coverage `).join("")}`
  const lines = [...methods].map(([name, result]) => {
    const cells = COHORTS.map((cohort) => {
      const { ndcg10, recall10, hitRate10, hitRate20, mrr, coverage } = result[cohort]
      return `|        ${[ndcg10, recall10, hitRate10, hitRate20, mrr, coverage].map(cell).join("")}`
    })
    return `${name.padEnd(20)}${cells.join("")}`
  })
  return [header, ...lines].join("\n")
}

/** The cut as an instant, or how else truth was taken; "none" where nothing could be cut. */
function cutText({ kind, cut }: Split): string {
  if (kind === "leave_last_out") return kind
  return Number.isFinite(cut) ? new Date(cut).toISOString() : "none"
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      "skip-baselines": { type: "boolean" },
      online: { type: "boolean" },
      only: { type: "string" },
    },
  })
  if (values.data === undefined) throw new Error(`usage: ${USAGE}`)
  const { dataset, reports } = await readDataFolder(values.data)
  for (const { file, rows, badRows, problems } of reports) {
    console.error(`${file}: ${rows} rows, ${badRows} bad`, ...problems.keys())
  }
  const log = dataset.log
  const split = temporalSplit(log)
  console.error(
    `${split.kind}, goal ${split.goal}, ${split.train.length} rows before the cut, ${split.cases.length} cases`,
  )
  const methods = new Map<string, MethodResult>()

  const started = performance.now()
  const cpuBefore = process.cpuUsage()
  const fitted = fitForEvaluation(dataset, split, { seed: 1 })
  methods.set(OURS, evaluateMethod(split.cases, rankFitted(fitted), optionsFor(log, split)))
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  const cpuSeconds = (user + system) / 1e6
  const peak = process.resourceUsage().maxRSS / 1024
  console.error(`${OURS}: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), ${peak.toFixed(0)} MB`)

  if (values.online === true) {
    const cases = casesInOrder(log, split)
    for (const aggressiveness of ONLINE_STEPS) {
      const rank = onlineRanker(fitted, { aggressiveness, seed: 1 })
      methods.set(`${OURS}_online_${aggressiveness}`, evaluateMethod(cases, rank, optionsFor(log, split)))
    }
  }
  if (values["skip-baselines"] !== true) {
    const ground = groundOf(log, split)
    const finals = baselinesFor(split.kind, EASE_ITEMS.final)
    baselinesFor(split.kind, EASE_ITEMS.tuning).forEach((baseline, at) => {
      if (values.only !== undefined && !values.only.split(",").includes(baseline.name)) return
      methods.set(baseline.name, measureBaseline(baseline, finals[at], ground))
    })
  }
  console.log(table(methods))
  console.log(
    JSON.stringify({
      set: values.data.replace(/\/+$/, "").split("/").pop(),
      cut: cutText(split),
      methods: Object.fromEntries(
        [...methods].map(([name, result]) => [
          name,
          { all: shown(result, "all"), novel: shown(result, "novel"), new: shown(result, "new") },
        ]),
      ),
      svm: OURS,
      seconds: Number(seconds.toFixed(1)),
      cpu_seconds: Number(cpuSeconds.toFixed(1)),
      peak_mb: Math.round(peak),
    }),
  )
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
