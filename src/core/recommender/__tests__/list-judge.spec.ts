import { createRandom } from "../../random/seeded-random"
import { ContentIndex } from "../../features/content"
import { buildShopState } from "../../features/shop-state"
import { CalibrationSample } from "../calibration/confidence"
import { askQuestion, ListJudge } from "../judging/list-judge"
import type { JudgedList } from "../judging/list-judge"
import { StandingsSample } from "../calibration/standings"
import { logOf, shopItems, shopRows } from "./shop"

const log = logOf(shopRows({ shoppers: 12, days: 40 }))
const state = buildShopState({ log, items: shopItems(), segments: new Map() }, log, {
  moment: log.time[log.length - 1] + 1,
  goal: "purchase",
  content: new ContentIndex(),
})

const ITEMS = Array.from({ length: 30 }, (_, at) => at)

/** Questions whose answer a ranking knows as often as its skill says: else it ranks at random. */
interface Skill {
  readonly prior: number
  readonly learned: number | null
  /** Of the learned weights alone, where there are trees. */
  readonly byWeights?: number
}

function questions(count: number, skill: Skill): JudgedList[] {
  const random = createRandom(7)
  return Array.from({ length: count }, () => {
    const answer = random.nextInt(ITEMS.length)
    const values = (knows: number): number[] => {
      const isKnown = random.next() < knows
      return ITEMS.map((item) => random.next() + (isKnown && item === answer ? 2 : 0))
    }
    return {
      items: ITEMS,
      prior: values(skill.prior),
      learned: skill.learned === null ? null : values(skill.learned),
      byWeights: skill.byWeights === undefined ? null : values(skill.byWeights),
      truth: new Set([answer]),
      anchors: [30],
    }
  })
}

function judged(count: number, skill: Skill): ListJudge {
  const judge = new ListJudge()
  for (const question of questions(count, skill)) judge.take(askQuestion(state, question))
  return judge
}

describe("ListJudge", () => {
  test("list judge: what was learned serves where it is better than its prior", () => {
    const report = judged(300, { prior: 0.2, learned: 0.6 }).report(null, 1)
    expect(report).toMatchObject({ serves: "learned", missing: null, cases: 300 })
    expect(report.lead?.low).toBeGreaterThan(0)
    expect(report.learned?.hitRate10).toBeGreaterThan(report.prior.hitRate10)
  })

  test("list judge: the prior serves where what was learned is worse, with many cases or few", () => {
    expect(judged(300, { prior: 0.6, learned: 0.2 }).report(null, 1).serves).toBe("prior")
    expect(judged(40, { prior: 0.9, learned: 0.1 }).report(null, 1).serves).toBe("prior")
  })

  test("list judge: the prior serves, and it says what is missing, where nothing taught the list", () => {
    const report = judged(20, { prior: 0.5, learned: null }).report("visits", 1)
    expect(report).toMatchObject({ serves: "prior", missing: "visits", learned: null, lead: null, cases: 20 })
  })

  test("list judge: without a question nothing is measured and the prior serves", () => {
    const report = new ListJudge().report("baskets", 1)
    expect(report).toMatchObject({ serves: "prior", cases: 0, table: null, lead: null })
    expect(report.prior.ndcg10).toBeNaN()
  })

  test("list judge: what leads a list is judged before all others, as it is shown", () => {
    const truth = new Set([ITEMS[0]])
    const values = ITEMS.map((item) => item / 10)
    const question = { items: ITEMS, prior: values, learned: values, byWeights: null, truth, anchors: [30] }
    const plain = askQuestion(state, question).metrics
    const led = askQuestion(state, { ...question, leads: (item) => truth.has(item) }).metrics
    expect([plain.prior.ndcg10, plain.learned?.ndcg10]).toEqual([0, 0])
    expect([led.prior.ndcg10, led.learned?.ndcg10]).toEqual([1, 1])
    expect(led.popularity).toEqual(plain.popularity)
  })

  test("list judge: a ranking goes without its trees where the hold-out is ranked better so", () => {
    const helped = judged(300, { prior: 0.2, learned: 0.8, byWeights: 0.4 })
    const harmed = judged(300, { prior: 0.2, learned: 0.4, byWeights: 0.8 })
    expect([helped.withTrees, harmed.withTrees]).toEqual([true, false])
    expect(judged(300, { prior: 0.2, learned: 0.8 }).withTrees).toBe(false)
    for (const judge of [helped, harmed]) expect(judge.report(null, 1).learned?.ndcg10).toBeGreaterThan(0.75)
  })

  test("list judge: calibrates the ranking that serves, with its trees or without", () => {
    const slope = (skill: Skill): number => {
      const chances = new CalibrationSample()
      judged(300, skill).calibrate({ chances, shown: new StandingsSample() }, "cart", "learned")
      return chances.fit().cart.a
    }
    const skilled = slope({ prior: 0.2, learned: 0.8 })
    expect(slope({ prior: 0.2, learned: 0.4, byWeights: 0.8 })).toBeCloseTo(skilled, 0)
    expect(slope({ prior: 0.2, learned: 0.4 })).toBeGreaterThan(skilled + 0.3)
  })

  test("list judge: calibrates the ranking that serves", () => {
    const judge = judged(300, { prior: 0.2, learned: 0.8 })
    const chosen = (serves: "learned" | "prior"): number => {
      const chances = new CalibrationSample()
      judge.calibrate({ chances, shown: new StandingsSample() }, "cart", serves)
      const { a } = chances.fit().cart
      return a
    }
    // The better ranking's values tell more: its probability rises faster with them.
    expect(chosen("learned")).toBeLessThan(chosen("prior"))
  })
})
