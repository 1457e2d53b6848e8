import type { MethodMetrics, TrainingReport } from "../../../../core/contract"
import { meanDefined } from "../../../../core/evaluation"
import { pairedBootstrap } from "../../../../core/evaluation/paired-bootstrap"
import { createRandom } from "../../../../core/random/seeded-random"
import type { SeededRandom } from "../../../../core/random/seeded-random"
import { judgeVersion } from "../gate"

const TOLERANCE = 0.02
const TRIALS = 200
const TRUTHS = 10
/** One in twenty. */
const FALSE_AT_MOST = 10
const POPULATION = 20_000
/** Share of cases in whose list something of what was chosen stands. */
const HITS = 0.6
/** Share of these that two models of one shop rank otherwise, and how far apart they then are... */
const MOVED = 1 / 3
/** ...so that they differ from case to case by 0.16 of their NDCG@10, as on online_retail_2010. */
const STEP = 0.11

/** What would be measured if every shopper there will ever be were asked: two rankers' NDCG@10, case for case. */
interface Population {
  readonly first: readonly number[]
  readonly second: readonly number[]
}

/** Lead of the first ranker as a share of the second's NDCG@10: the truth that a hold-out only samples. */
const trueLead = ({ first, second }: Population): number => meanDefined(first) / meanDefined(second) - 1

const drawScore = (random: SeededRandom): number => (random.next() < HITS ? 0.2 + 0.6 * random.next() : 0)

/** A serving model and a successor that is this much better, or worse, as a share. */
function successors(lead: number, random: SeededRandom): Population {
  const second = Array.from({ length: POPULATION }, () => drawScore(random))
  const first = second.map((score) => {
    if (score === 0) return 0
    const step = random.next() < MOVED ? (random.next() < 0.5 ? STEP : -STEP) : 0
    return score * (1 + lead) + step
  })
  return { first, second }
}

/** Popularity and a first model that ranks quite otherwise, yet no better: this share of its hits is lost. */
function strangers(lost: number, random: SeededRandom): Population {
  return {
    first: Array.from({ length: POPULATION }, () => (random.next() < lost ? 0 : drawScore(random))),
    second: Array.from({ length: POPULATION }, () => drawScore(random)),
  }
}

function metrics(lists: readonly number[]): MethodMetrics {
  const cohort = { recall10: 0.1, hitRate10: 0.4, mrr: 0.1, coverage: 0.5 }
  const all = { shoppers: lists.length, ndcg10: meanDefined(lists), ...cohort }
  return { all, novel: all, new: { ...all, shoppers: 0, ndcg10: Number.NaN } }
}

/** The report of a training whose hold-out holds these shoppers of the population. */
function reportOf(population: Population, rival: "popularity" | "champion", picks: readonly number[]): TrainingReport {
  const first = picks.map((at) => population.first[at] ?? 0)
  const second = picks.map((at) => population.second[at] ?? 0)
  const lead = pairedBootstrap(first, second, 1)
  const none = metrics(first.map(() => 0))
  const isFirst = rival === "popularity"
  return {
    window: { from: 0, to: 2, cut: 1 },
    counts: { events: 1, shoppers: 1, products: 1, pairs: 1 },
    cost: 1,
    challenger: metrics(first),
    champion: isFirst ? null : metrics(second),
    baselines: { popularity: isFirst ? metrics(second) : none, item_knn: none },
    leads: { popularity: isFirst ? lead : null, champion: isFirst ? null : lead },
    auc: 0.7,
    calibrationError: 0.1,
    candidateRecall: 1,
    lists: null,
    seen: null,
    offPolicy: null,
    featureQuantiles: {},
    featureLists: 0,
    durationsMs: {},
  }
}

interface Trials {
  readonly rival: "popularity" | "champion"
  readonly cases: readonly number[]
  readonly seed: number
  /** Truths that the trials take turns at, by a share of 0 to 1. */
  readonly truth: (share: number, random: SeededRandom) => Population
  readonly isAsClaimed: (lead: number) => boolean
  /** @defaultValue true */
  readonly evidence?: boolean
}

/** How many of 200 challengers the gate lets serve, each on a hold-out of its own. */
function promotedOf({ rival, cases, seed, truth, isAsClaimed, evidence = true }: Trials): number {
  const random = createRandom(seed)
  const truths = Array.from({ length: TRUTHS }, (_, at) => truth(at / (TRUTHS - 1), random))
  if (!truths.map(trueLead).every(isAsClaimed)) throw new Error("a simulated truth is not what it claims")
  let promoted = 0
  for (let trial = 0; trial < TRIALS; trial++) {
    const population = truths[trial % TRUTHS] ?? { first: [], second: [] }
    const size = cases[Math.floor(trial / TRUTHS) % cases.length] ?? 0
    const picks = Array.from({ length: size }, () => random.nextInt(POPULATION))
    const gate = { tolerance: TOLERANCE, require_evidence: evidence }
    if (judgeVersion(reportOf(population, rival, picks), gate).promote) promoted++
  }
  return promoted
}

const LARGE = [200, 300, 500]
const SMALL = [20, 40, 80]

describe("gate, noise", () => {
  test("gate: of 200 successors that are worse beyond the tolerance, one in twenty serves at most", () => {
    const promoted = promotedOf({
      ...{ rival: "champion", cases: LARGE, seed: 3, isAsClaimed: (lead) => lead < -TOLERANCE },
      truth: (share, random) => successors(-0.024 - 0.03 * share, random),
    })
    expect(promoted).toBeLessThanOrEqual(FALSE_AT_MOST)
  })

  test("gate: of 200 first models that are no better than popularity, one in twenty serves at most", () => {
    const promoted = promotedOf({
      ...{ rival: "popularity", cases: LARGE, seed: 5, isAsClaimed: (lead) => lead < 0 },
      truth: (share, random) => strangers(0.02 + 0.1 * share, random),
    })
    expect(promoted).toBeLessThanOrEqual(FALSE_AT_MOST)
  })

  test("gate: of 200 successors that are better, nearly all serve, and of 200 as good as the champion most", () => {
    const better = promotedOf({
      ...{ rival: "champion", cases: LARGE, seed: 7, isAsClaimed: (lead) => lead > 0.04 },
      truth: (_, random) => successors(0.05, random),
    })
    expect(better).toBeGreaterThanOrEqual(0.95 * TRIALS)
    const equal = promotedOf({
      ...{ rival: "champion", cases: LARGE, seed: 9, isAsClaimed: (lead) => Math.abs(lead) < 0.01 },
      truth: (_, random) => successors(0, random),
    })
    expect(equal).toBeGreaterThanOrEqual(0.6 * TRIALS)
  })

  test("gate: without evidence nearly all of 200 equals serve, and a tenth at most of 200 worse beyond the tolerance", () => {
    const equal = promotedOf({
      ...{ rival: "champion", cases: LARGE, seed: 9, evidence: false, isAsClaimed: (lead) => Math.abs(lead) < 0.01 },
      truth: (_, random) => successors(0, random),
    })
    expect(equal).toBeGreaterThanOrEqual(0.9 * TRIALS)
    const worse = promotedOf({
      ...{ rival: "champion", cases: LARGE, seed: 3, evidence: false, isAsClaimed: (lead) => lead < -TOLERANCE },
      truth: (share, random) => successors(-0.024 - 0.03 * share, random),
    })
    expect(worse).toBeLessThanOrEqual(0.1 * TRIALS)
  })

  test("gate: a small shop's hold-out does not keep its first model for ever, nor lets a much worse one serve", () => {
    const equal = promotedOf({
      ...{ rival: "champion", cases: SMALL, seed: 11, isAsClaimed: (lead) => Math.abs(lead) < 0.01 },
      truth: (_, random) => successors(0, random),
    })
    expect(equal).toBeGreaterThanOrEqual(0.6 * TRIALS)
    const muchWorse = promotedOf({
      ...{ rival: "champion", cases: SMALL, seed: 13, isAsClaimed: (lead) => lead < -0.07 },
      truth: (_, random) => successors(-0.08, random),
    })
    expect(muchWorse).toBeLessThanOrEqual(FALSE_AT_MOST)
  })
})
