import { parseArgs } from "node:util"
import type { Dataset, InteractionLog } from "../src/core/contract"
import { selectRows } from "../src/core/data/interaction-log-builder"
import { evaluateMethod } from "../src/core/evaluation/evaluate"
import type { RankCase } from "../src/core/evaluation/evaluate"
import { temporalSplit } from "../src/core/evaluation/temporal-split"
import type { RankingCase, Split } from "../src/core/evaluation/temporal-split"
import { fitForEvaluation, rankFitted } from "../src/core/recommender/judging/fit-for-evaluation"
import { twoChannels } from "./lib/channels/two-channels"
import { optionsFor } from "./lib/quality/tuned-baselines"
import { openSet } from "./lib/quality/set"

const USAGE =
  "npm run bench:channels -- [--data DIR] [--cuts 0.75,0.85,0.92] [--differences 0,0.5,1,2] [--shoppers 3000] [--shops 2] [--apart]"

/** Ways of ranking a shop of several channels. */
const METHODS = ["whole", "channels", "apart"] as const
type Method = (typeof METHODS)[number]

/** Whose questions: known shoppers, what they never chose, those who come to the channel for the first time, and new ones. */
const COHORTS = ["all", "novel", "crossed", "new"] as const

/** NDCG@10 of each question, by method. */
type Values = Map<Method, number[]>
/** By channel and cohort. */
type Scores = Map<string, Values>

interface Shop {
  readonly name: string
  readonly dataset: Dataset
}

/** The shop's channels as its largest country's and all others', which is how a shop with an export storefront looks. */
function byCountry({ name, dataset }: Shop): Shop {
  const { log, segments } = dataset
  const countries = log.userIds.map((id) => segments.get(id)?.country ?? null)
  const counts = new Map<string, number>()
  for (const country of countries) if (country !== null) counts.set(country, (counts.get(country) ?? 0) + 1)
  const [home] = [...counts].sort((a, b) => b[1] - a[1]).map(([country]) => country)
  if (counts.size < 2) throw new Error(`${name}: its shoppers are of fewer than two countries`)
  const channels = {
    ids: [home, "abroad"],
    of: log.user.map((user) => (user < 0 ? -1 : countries[user] === home ? 0 : 1)),
  }
  return { name, dataset: { ...dataset, log: { ...log, channels } } }
}

const bare = (log: InteractionLog): InteractionLog => ({ ...log, channels: undefined })

/** Asks every method at one cut. */
function measureAt({ name, dataset }: Shop, share: number, methods: readonly Method[], scores: Scores): void {
  const split = temporalSplit(dataset.log, share)
  const { channels } = dataset.log
  if (channels === undefined) throw new Error(`${name} has not two channels`)
  const whole: Dataset = { ...dataset, log: bare(dataset.log) }
  const fit = (shop: Dataset, asked: Split): RankCase =>
    rankFitted(fitForEvaluation(shop, asked, { seed: 1, leftOut: name }))
  const pooled = new Map<Method, RankCase>([
    ["whole", fit(whole, { ...split, train: bare(split.train) })],
    ["channels", fit(dataset, split)],
  ])
  channels.ids.forEach((id, code) => {
    const cases = split.cases.filter(({ channel }) => channel === code)
    const isOf = (row: number): boolean => channels.of[row] === code
    for (const method of methods) {
      const rank = pooled.get(method) ?? apart(whole, split, { isOf, fit })
      ask(scores, { name: id, dataset: whole }, { split, cases, rank, method, isOf })
    }
  })
}

/** As if the channel were a shop of its own, which knows nothing of the others. */
function apart(
  whole: Dataset,
  split: Split,
  { isOf, fit }: { readonly isOf: (row: number) => boolean; readonly fit: (shop: Dataset, asked: Split) => RankCase },
): RankCase {
  const rows = Int32Array.from({ length: split.train.length }, (_, row) => row).filter(isOf)
  const rank = fit(whole, { ...split, train: selectRows(bare(split.train), rows) })
  return (testCase, depth) => rank({ ...testCase, rows: testCase.rows.filter(isOf) }, depth)
}

interface Asked {
  readonly split: Split
  readonly cases: readonly RankingCase[]
  readonly rank: RankCase
  readonly method: Method
  readonly isOf: (row: number) => boolean
}

function ask(scores: Scores, { name, dataset }: Shop, { split, cases, rank, method, isOf }: Asked): void {
  const options = optionsFor(dataset.log, split)
  const result = evaluateMethod(cases, rank, options)
  const crossed = cases.filter(({ isKnown, rows }) => isKnown && !rows.some(isOf))
  const found = {
    all: result.all,
    novel: result.novel,
    new: result.new,
    crossed: evaluateMethod(crossed, rank, options).all,
  }
  for (const cohort of COHORTS) {
    const key = `${name} ${cohort}`
    const values: Values = scores.get(key) ?? new Map<Method, number[]>()
    scores.set(key, values.set(method, [...(values.get(method) ?? []), ...found[cohort].ndcg10Lists]))
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const round = (value: number): number | null => (Number.isFinite(value) ? Number(value.toFixed(4)) : null)

/** Standard error of the mean lead of one method over another on the same questions. */
function errorOf(own: readonly number[], other: readonly number[]): number {
  const leads = own.map((value, at) => value - other[at])
  const lead = mean(leads)
  return Math.sqrt(leads.reduce((sum, one) => sum + (one - lead) ** 2, 0) / (leads.length - 1) / leads.length)
}

function report(title: string, scores: Scores): Record<string, unknown> {
  console.log(`${title}; NDCG@10 of the whole shop's signals, of the channel's, and of a shop of its own`)
  const lines: Record<string, unknown> = {}
  for (const [key, values] of scores) {
    const whole = values.get("whole") ?? []
    if (whole.length === 0) continue
    const own = values.get("channels") ?? []
    const line = {
      cases: whole.length,
      ...Object.fromEntries([...values].map(([method, found]) => [method, round(mean(found))])),
      ratio: round(mean(own) / mean(whole)),
      error: round(errorOf(own, whole) / mean(whole)),
    }
    console.log(`  ${key.padEnd(24)}${JSON.stringify(line)}`)
    lines[key] = line
  }
  return lines
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      cuts: { type: "string", default: "0.75,0.85,0.92" },
      differences: { type: "string", default: "0,0.5,1,2" },
      products: { type: "string", default: "400" },
      shoppers: { type: "string", default: "3000" },
      shops: { type: "string", default: "2" },
      apart: { type: "boolean" },
      help: { type: "boolean" },
    },
  })
  if (values.help === true) throw new Error(`usage: ${USAGE}`)
  const cuts = values.cuts.split(",").map(Number)
  const methods = METHODS.filter((method) => method !== "apart" || values.apart === true)
  const found: Record<string, unknown> = {}
  const measure = (title: string, shops: readonly Shop[]): void => {
    const scores: Scores = new Map()
    for (const shop of shops) for (const cut of cuts) measureAt(shop, cut, methods, scores)
    found[title] = report(title, scores)
  }
  if (values.data !== undefined) {
    const shop = byCountry(await openSet(values.data))
    measure(shop.name, [shop])
  } else {
    for (const difference of values.differences.split(",").map(Number)) {
      const shops = Array.from({ length: Number(values.shops) }, (_, at): Shop => {
        const size = { products: Number(values.products), shoppers: Number(values.shoppers) }
        const dataset = twoChannels({ ...size, difference, first: 0.75, both: 0.15, seed: at + 1 })
        return { name: `simulated ${at + 1}`, dataset }
      })
      measure(`difference ${difference}`, shops)
    }
  }
  console.log(JSON.stringify({ cuts, found }))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
