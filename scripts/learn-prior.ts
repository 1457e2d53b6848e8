import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { parseArgs } from "node:util"
import { z } from "@medusajs/framework/zod"
import { nameOf, openSet } from "../bench/lib/quality/set"
import { parseSizes, sampleShops } from "../bench/lib/quality/sampled-shops"
import type { Dataset } from "../src/core/contract"
import { splitKindOf } from "../src/core/evaluation/temporal-split"
import { FEATURE_NAMES } from "../src/core/features/feature-map"
import { goalOf } from "../src/core/features/shop-state"
import { teachAlone } from "../src/core/recommender/judging/fit-for-evaluation"
import { newTeachingSet } from "../src/core/recommender/teaching/fit-ranker"
import type { LearnedFile } from "../src/core/recommender/model/learned-file"
import { evaluationWorld } from "../src/core/recommender/plan/training-world"
import { handPrior } from "../src/core/recommender/priors/prior-weights"
import { trainRankSvm } from "../packages/linear-svm/src"
import { TEMPERS, temperShop } from "./lib/temper-shop"

const USAGE = "npm run learn:prior -- --data DIR [--data DIR] [--shops 12]"
const TARGET = path.join(__dirname, "..", "src", "core", "recommender", "priors", "learned-priors-data.ts")
const SIZES = parseSizes("100x100,300x500")
/** Another seed than that of bench:small: no shop is both learned from and judged. */
const SEED = 77
/** Cost of one list: a hundred lists move a weight about as far as the hand-set prior has it. */
const COST = 0.01

type PriorLine = LearnedFile["priors"][number]

/** The licence as a folder's meta.json has it. */
function licenceOf(folder: string): string {
  const meta: unknown = JSON.parse(readFileSync(path.join(folder, "meta.json"), "utf8"))
  const { licence } = z.object({ licence: z.string() }).parse(meta)
  if (/\bNC\b/.test(licence)) throw new Error(`${folder} may not be learned from: ${licence} forbids commercial use`)
  return licence
}

interface Source {
  readonly name: string
  readonly licence: string
  readonly shopsOf: (size: (typeof SIZES)[number], shops: number) => readonly Dataset[]
}

async function folderSource(folder: string): Promise<Source> {
  const { dataset } = await openSet(folder)
  return {
    name: nameOf(folder),
    licence: licenceOf(folder),
    shopsOf: (size, shops) => sampleShops(dataset, size, { shops, seed: SEED }),
  }
}

function temperSource(name: string): Source {
  return {
    name: `simulator:${name}`,
    licence: "made up by scripts/lib/temper-shop.ts",
    shopsOf: (size, shops) =>
      "days" in size
        ? []
        : Array.from({ length: shops }, (_, at) => temperShop(name, { ...size, seed: SEED * 1000 + at })),
  }
}

/** Learns from the lists of many shops of one size together, each shop at moments of its own past. */
function learn(source: Source, shops: readonly Dataset[]): PriorLine {
  const lists = newTeachingSet(SEED)
  const { log } = shops[0]
  const goal = goalOf(log)
  for (const dataset of shops) {
    const { log: train } = dataset
    const cut = train.hasTime ? train.time[train.length - 1] + 1 : train.length
    const world = evaluationWorld(dataset, { kind: splitKindOf(train, goal), goal, cut, train, cases: [] }, SEED)
    lists.append(teachAlone(world, { personal: true, anchored: false }).of("for_you").taught())
  }
  const { weights } = trainRankSvm(lists.problem(), { cost: COST, center: handPrior() })
  const rows = Math.exp(shops.reduce((sum, shop) => sum + Math.log(shop.log.length), 0) / shops.length)
  return {
    source: source.name,
    licence: source.licence,
    goal,
    shops: shops.length,
    lists: lists.listCount,
    rows: Math.round(rows),
    weights: Array.from(weights, (weight) => String(Math.round(weight * 1000) || 0)).join(" "),
  }
}

function fileText({ features, priors }: LearnedFile): string {
  const lines = priors.map(
    ({ source, licence, goal, shops, lists, rows, weights }) =>
      `    {\n      source: ${JSON.stringify(source)},\n      licence: ${JSON.stringify(licence)},\n      goal: "${goal}",\n      shops: ${shops},\n      lists: ${lists},\n      rows: ${rows},\n      weights:\n        "${weights}",\n    },\n`,
  )
  return `import type { LearnedFile } from "../model/learned-file"

/**
 * Weights learned from many small shops. Written by \`npm run learn:prior\`. docs/RANKING.md has the command, and who the
 * data is by.
 */
export const LEARNED: LearnedFile = {
  features:
    "${features}",
  priors: [
${lines.join("")}  ],
}
`
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: "string", multiple: true }, shops: { type: "string", default: "12" } },
  })
  if (values.data === undefined) throw new Error(`usage: ${USAGE}`)
  const shops = Number(values.shops)
  if (!(Number.isInteger(shops) && shops > 0))
    throw new Error(`--shops must be a whole number above 0, got ${values.shops}`)
  const sources = [...(await Promise.all(values.data.map(folderSource))), ...Object.keys(TEMPERS).map(temperSource)]
  const priors: PriorLine[] = []
  for (const source of sources) {
    SIZES.forEach((size, at) => {
      // Larger shops have more lists each.
      const own = source.shopsOf(size, Math.ceil(shops / (1 + 2 * at)))
      const line = learn(source, own)
      console.log(`${line.source} ${size.name}: ${line.shops} shops of about ${line.rows} rows, ${line.lists} lists`)
      priors.push(line)
    })
  }
  writeFileSync(TARGET, fileText({ features: FEATURE_NAMES.join(" "), priors }))
  console.log(`${path.relative(process.cwd(), TARGET)}: ${priors.length} priors of ${sources.length} sources`)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
