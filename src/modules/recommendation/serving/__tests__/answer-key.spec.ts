import { answerKey } from "../answers/answer-key"
import type { AnswerBasis, AnswerKey } from "../answers/answer-key"
import { NO_GIFT_REQUEST } from "../gift"
import type { Question } from "../question"
import { VISIT_MS, visitOf } from "../visit"

const question: Question = {
  strategy: "for_you",
  limit: 5,
  shopper: { customerId: null, visitorId: "visitor" },
  market: { regionId: "reg", currencyCode: "eur", automaticTaxes: true },
  taxAddress: null,
  salesChannelIds: ["sc"],
  productId: null,
  cartProductIds: [],
  categoryId: null,
  bySegment: false,
  gift: NO_GIFT_REQUEST,
  minConfidence: 0,
  fillsUp: true,
  placement: null,
  locale: "en",
  fields: null,
  exclude: new Set(),
}

const basis: AnswerBasis = {
  modelVersion: 1,
  settingsVersion: 1,
  rules: "r1",
  parts: [{ revision: 1, contents: "1" }, null],
  original: null,
  beliefs: null,
  extensions: "",
  market: 1,
  profile: "p1",
  customerGroupIds: [],
  segment: null,
  arm: null,
  variation: null,
  rotates: false,
  now: 0,
}

/** One other value of each field: the compiler sees to it that none is forgotten. */
const OTHER_QUESTIONS: { readonly [Field in keyof Question]: Question[Field] } = {
  strategy: "popular",
  limit: 6,
  shopper: { customerId: "cus", visitorId: "visitor" },
  market: { regionId: "reg", currencyCode: "usd", automaticTaxes: true },
  taxAddress: { countryCode: "de", province: null },
  salesChannelIds: ["sc", "sc_2"],
  productId: "prod",
  priceBand: 0.5,
  cartProductIds: ["prod"],
  categoryId: "pcat",
  bySegment: true,
  gift: { ...NO_GIFT_REQUEST, budgetMax: 10 },
  minConfidence: 0.1,
  fillsUp: false,
  placement: "home",
  locale: "de",
  fields: "id",
  exclude: new Set(["prod"]),
}

const OTHER_BASES: { readonly [Field in Exclude<keyof AnswerBasis, "now">]: AnswerBasis[Field] } = {
  modelVersion: 2,
  settingsVersion: 2,
  rules: "r2",
  parts: [{ revision: 2, contents: "2" }, null],
  original: "{}",
  beliefs: "words",
  extensions: "r2",
  market: 2,
  profile: "p2",
  customerGroupIds: ["cusgroup"],
  segment: { age: 30, gender: null, country: null },
  arm: "control",
  variation: "{}",
  rotates: true,
}

describe("answerKey", () => {
  test.each(["process", "instances"] as const)(
    "answerKey: each thing that an answer depends on makes another key for %s",
    (scope) => {
      const keys = [
        answerKey(question, basis, scope),
        ...Object.entries(OTHER_QUESTIONS).map(([field, value]) =>
          answerKey({ ...question, [field]: value }, basis, scope),
        ),
        ...Object.entries(OTHER_BASES)
          .filter(([field]) => field !== "rotates")
          .map(([field, value]) => answerKey(question, { ...basis, [field]: value }, scope)),
      ]
      expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length)
    },
  )

  test("answerKey: a list that rotates is another in the next visit, one that does not stays", () => {
    const later = { ...basis, now: VISIT_MS }
    expect(answerKey(question, later, "process")).toEqual(answerKey(question, basis, "process"))
    expect(answerKey(question, { ...later, rotates: true }, "process")).not.toEqual(
      answerKey(question, { ...basis, rotates: true }, "process"),
    )
  })

  test("answerKey: within a visit a list that rotates stays; what is left out may come in any order", () => {
    const rotating = { ...basis, rotates: true }
    const minutes = Array.from({ length: 30 }, (_, minute) => minute * 60_000)
    const within = minutes.filter((now) => visitOf(question.shopper, now) === visitOf(question.shopper, 0))
    expect(within.length).toBeGreaterThan(0)
    for (const now of within)
      expect(answerKey(question, { ...rotating, now }, "process")).toEqual(answerKey(question, rotating, "process"))
    const without = (...ids: string[]): AnswerKey => answerKey({ ...question, exclude: new Set(ids) }, basis, "process")
    expect(without("a", "b")).toEqual(without("b", "a"))
  })

  test("answerKey: this process tells parts apart by what came in since, instances by what they hold", () => {
    const keyOf = (revision: number, contents: string, scope: "process" | "instances"): AnswerKey =>
      answerKey(question, { ...basis, parts: [{ revision, contents }] }, scope)
    expect(keyOf(1, "same", "process")).not.toEqual(keyOf(2, "same", "process"))
    expect(keyOf(1, "same", "instances")).toEqual(keyOf(2, "same", "instances"))
    expect(keyOf(1, "one", "process")).toEqual(keyOf(1, "other", "process"))
    expect(keyOf(1, "one", "instances")).not.toEqual(keyOf(1, "other", "instances"))
  })

  test("answerKey: what changes for all lists at once is apart from who asked for what", () => {
    const apart = (changed: Partial<AnswerBasis>): (keyof AnswerKey)[] => {
      const [before, after] = [basis, { ...basis, ...changed }].map((each) => answerKey(question, each, "process"))
      return (["name", "versions"] as const).filter((part) => before[part] !== after[part])
    }
    expect(apart({ modelVersion: 2 })).toEqual(["versions"])
    expect(apart({ parts: [{ revision: 2, contents: "2" }, null] })).toEqual(["versions"])
    // What a shopper does and what an admin decides may not come late.
    for (const changed of [{ profile: "p2" }, { rules: "r2" }, { settingsVersion: 2 }, { market: 2 }])
      expect(apart(changed)).toEqual(["name"])
  })
})
