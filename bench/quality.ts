import { parseArgs } from "node:util"
import { meanDefined } from "../src/core/evaluation/metrics"
import { temporalSplit } from "../src/core/evaluation/temporal-split"
import type { Split } from "../src/core/evaluation/temporal-split"
import type { InteractionLog } from "../src/core/contract"
import { measureCut, OURS, PEERS } from "./lib/quality/measure-cut"
import type { CutResult, PeerName } from "./lib/quality/measure-cut"
import { byMethod, coldLine, methodsLine, orNull, ratios, table } from "./lib/quality/report"
import { openSet } from "./lib/quality/set"
import { missingXgboost } from "./lib/quality/xgboost-peer"

const USAGE =
  "npm run bench:quality -- --data DIR [--cuts 0.75,0.85,0.92] [--skip-baselines] [--online] [--only NAME,NAME] [--peer xgboost|weights]"

/** Shares of goal events before each cut. */
function cutsOf(text: string): number[] {
  const cuts = text.split(",").map(Number)
  if (cuts.every((share) => share > 0 && share < 1)) return cuts
  throw new Error(`--cuts must be shares between 0 and 1, such as 0.75,0.85,0.92; got ${text}`)
}

/**
 * The splits at the cuts that leave something to ask. Without times the last event of each shopper is left out
 * instead, once.
 */
function splitsAt(log: InteractionLog, cuts: readonly number[]): Split[] {
  const splits = cuts.map((share) => temporalSplit(log, share)).filter(({ cases }) => cases.length > 0)
  if (splits.length === 0) throw new Error("no shopper or visit after the cut has anything to foretell")
  if (splits[0].kind !== "leave_last_out") return splits
  if (cuts.length > 1)
    console.error("no times: the last event of each shopper is left out, and cuts make no difference")
  return splits.slice(0, 1)
}

function peerOf(name: string | undefined): PeerName | null {
  if (name === undefined || name === "xgboost" || name === "weights") return name ?? null
  throw new Error(`--peer knows ${Object.keys(PEERS).join(" and ")}, not ${name}`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      cuts: { type: "string", default: "0.85" },
      "skip-baselines": { type: "boolean" },
      online: { type: "boolean" },
      only: { type: "string" },
      peer: { type: "string" },
    },
  })
  if (values.data === undefined) throw new Error(`usage: ${USAGE}`)
  const named = peerOf(values.peer)
  const { name, dataset } = await openSet(values.data)
  const withoutPeer = named === "xgboost" ? missingXgboost() : null
  if (withoutPeer !== null) console.error(`xgboost: ${withoutPeer}`)
  const results: CutResult[] = []
  for (const split of splitsAt(dataset.log, cutsOf(values.cuts))) {
    results.push(
      measureCut(dataset, split, {
        leftOut: name,
        withBaselines: values["skip-baselines"] !== true,
        only: values.only === undefined ? undefined : new Set(values.only.split(",")),
        withOnline: values.online === true,
        peer: withoutPeer === null ? named : null,
      }),
    )
  }
  const methods = byMethod(results, (result) => result.methods)
  const peers = byMethod(results, (result) => result.peers)
  console.log(table(new Map([...methods, ...peers])))
  for (const line of ratios(methods)) console.log(line)
  console.log(JSON.stringify(lineOf({ name, results, methods, peers, withoutPeer })))
}

interface Findings {
  readonly name: string
  readonly results: readonly CutResult[]
  readonly methods: ReturnType<typeof byMethod>
  readonly peers: ReturnType<typeof byMethod>
  readonly withoutPeer: string | null
}

function lineOf({ name, results, methods, peers, withoutPeer }: Findings): Record<string, unknown> {
  const recall = (cohort: "all" | "novel" | "new"): number | null =>
    orNull(meanDefined(results.map(({ candidateRecall }) => candidateRecall[cohort])))
  const sum = (key: "seconds" | "cpuSeconds"): number =>
    Number(results.reduce((total, result) => total + result[key], 0).toFixed(1))
  return {
    set: name,
    cuts: results.map(({ cut }) => cut),
    methods: methodsLine(methods),
    svm: OURS,
    cold: { d14: coldLine(results, "d14"), d28: coldLine(results, "d28") },
    candidate_recall: { all: recall("all"), novel: recall("novel"), new: recall("new") },
    peers: withoutPeer === null ? methodsLine(peers) : { xgboost: withoutPeer },
    seconds: sum("seconds"),
    cpu_seconds: sum("cpuSeconds"),
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
