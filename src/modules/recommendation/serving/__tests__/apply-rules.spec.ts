import fc from "fast-check"
import type { RuleInfo } from "../../../../types/http"
import { applyRules, ruleHolds, rulesRevision } from "../rules/apply-rules"
import type { HeldRule, RuledProduct } from "../rules/apply-rules"

const aRule = (rule: Partial<RuleInfo>): RuleInfo => ({
  id: "recrule_1",
  position: 1,
  version: 1,
  updated_at: "2026-01-01T00:00:00.000Z",
  name: "A rule",
  action: "boost",
  product_ids: [],
  category_ids: [],
  value: null,
  placements: [],
  sales_channel_ids: [],
  customer_group_ids: [],
  starts_at: null,
  ends_at: null,
  enabled: true,
  ...rule,
})

const aProduct = (productId: string, category = "home"): RuledProduct => ({
  productId,
  categoryIds: [category],
  categoryTree: [category, "all"],
})

const LIST = ["a", "b", "c", "d", "e"].map((id, at) => aProduct(id, at < 3 ? "home" : "toys"))
const ids = (products: readonly RuledProduct[]): string => products.map(({ productId }) => productId).join("")
const apply = (...rules: HeldRule[]): string => ids(applyRules(LIST, rules, { limit: 5 }).products)

describe("applyRules", () => {
  test("applyRules: no rule leaves the list alone", () => {
    expect(applyRules(LIST, [], { limit: 5 })).toEqual({ products: LIST, effects: [] })
  })

  test("applyRules: an excluded product goes, by itself or by a category above its own", () => {
    expect(apply(aRule({ action: "exclude", product_ids: ["b"] }))).toBe("acde")
    expect(apply(aRule({ action: "exclude", category_ids: ["toys"] }))).toBe("abc")
    expect(apply(aRule({ action: "exclude", category_ids: ["all"] }))).toBe("")
  })

  test("applyRules: an including rule leaves what it names, and the products that meet conditions count as named", () => {
    expect(apply(aRule({ action: "include", category_ids: ["toys"] }))).toBe("de")
    const matching = { ...aRule({ action: "exclude", product_ids: ["a"] }), matches: new Set(["b", "e"]) }
    expect(apply(matching)).toBe("acd")
    expect(apply({ ...matching, action: "include" })).toBe("be")
    expect(apply({ ...matching, action: "boost", value: 1 })).toBe("beacd")
  })

  test("applyRules: a boost lifts nothing that the shopper has, a bury takes it down all the same", () => {
    const ofShopper = { limit: 5, owned: new Set(["d"]) }
    const rule = aRule({ action: "boost", category_ids: ["toys"], value: 1 })
    expect(ids(applyRules(LIST, [rule], ofShopper).products)).toBe("eabcd")
    const bury = aRule({ action: "bury", product_ids: ["d"], value: 1 })
    expect(ids(applyRules(LIST, [bury], ofShopper).products)).toBe("abced")
  })

  test("rulesRevision: other products that meet a rule's conditions are other rules", () => {
    const rule = aRule({})
    const revisions = [rule, { ...rule, revision: "x" }, { ...rule, revision: "y" }].map((one) => rulesRevision([one]))
    expect(new Set(revisions).size).toBe(3)
  })

  test("applyRules: boost of strength 1 leads to the top, bury to the end, half the way between", () => {
    expect(apply(aRule({ action: "boost", product_ids: ["d"], value: 1 }))).toBe("dabce")
    expect(apply(aRule({ action: "bury", product_ids: ["a"], value: 1 }))).toBe("bcdea")
    expect(apply(aRule({ action: "boost", product_ids: ["e"], value: 0.5 }))).toBe("abecd")
    expect(apply(aRule({ action: "boost", category_ids: ["toys"], value: 1 }))).toBe("deabc")
  })

  test("applyRules: pins take their places, the earlier rule the place both want", () => {
    expect(apply(aRule({ action: "pin", product_ids: ["e"], value: 1 }))).toBe("eabcd")
    const first = aRule({ id: "1", action: "pin", product_ids: ["e"], value: 2 })
    const second = aRule({ id: "2", action: "pin", product_ids: ["d"], value: 2 })
    expect(apply(first, second)).toBe("aedbc")
    expect(apply(aRule({ action: "pin", product_ids: ["z"], value: 1 }))).toBe("abcde")
  })

  test("applyRules: a limit keeps the best of each category in front, and fills up only when too little is left", () => {
    const limit = aRule({ action: "limit_per_category", value: 1 })
    expect(ids(applyRules(LIST, [limit], { limit: 2 }).products)).toBe("ad")
    expect(ids(applyRules(LIST, [limit], { limit: 4 }).products)).toBe("adbce")
    expect(apply(aRule({ action: "limit_per_category", category_ids: ["home"], value: 2 }))).toBe("abdec")
  })

  test("applyRules: each effect names rule and product", () => {
    const rule = aRule({ name: "Up", action: "boost", product_ids: ["c"], value: 1 })
    expect(applyRules(LIST, [rule], { limit: 5 }).effects).toEqual([
      {
        rule,
        productId: "c",
        effect: { text: "raised from 3 to 1", said: [{ code: "raised", values: { from: 3, to: 1 } }] },
      },
    ])
  })

  test("applyRules: whatever the rules, no product comes twice, none comes from nowhere, and what is excluded stays out", () => {
    const rule = fc.record({
      action: fc.constantFrom("pin", "boost", "bury", "exclude", "limit_per_category"),
      product_ids: fc.subarray(["a", "b", "c", "d", "e", "z"]),
      category_ids: fc.subarray(["home", "toys"]),
      value: fc.oneof(fc.constant(null), fc.double({ min: 0, max: 10, noNaN: true })),
    })
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), fc.integer({ min: 1, max: 6 }), (inputs, limit) => {
        const rules = inputs.map((input, at) => aRule({ ...input, action: input.action, id: String(at) }))
        const result = applyRules(LIST, rules, { limit }).products.map(({ productId }) => productId)
        expect(new Set(result).size).toBe(result.length)
        const excluded = rules.filter(({ action }) => action === "exclude")
        for (const product of LIST) {
          const out = excluded.some(
            (one) =>
              one.product_ids.includes(product.productId) ||
              one.category_ids.some((category) => product.categoryTree.includes(category)),
          )
          if (out) expect(result).not.toContain(product.productId)
        }
        for (const id of result) expect(LIST.map(({ productId }) => productId)).toContain(id)
      }),
      { seed: 20260101, numRuns: 300 },
    )
  })
})

describe("ruleHolds", () => {
  const occasion = {
    now: Date.parse("2026-06-01"),
    placement: "home",
    salesChannelIds: ["sc"],
    customerGroupIds: ["vip"],
    productId: "prod_1",
  }

  test.each([
    [{}, true],
    [{ enabled: false }, false],
    [{ placements: ["home", "cart"] }, true],
    [{ placements: ["cart"] }, false],
    [{ anchor_product_ids: ["prod_1", "prod_2"] }, true],
    [{ anchor_product_ids: ["prod_2"] }, false],
    [{ sales_channel_ids: ["other"] }, false],
    [{ customer_group_ids: ["vip"] }, true],
    [{ customer_group_ids: ["staff"] }, false],
    [{ starts_at: "2026-06-02T00:00:00Z" }, false],
    [{ ends_at: "2026-06-01T00:00:00Z" }, false],
    [{ starts_at: "2026-05-01T00:00:00Z", ends_at: "2026-07-01T00:00:00Z" }, true],
  ])("ruleHolds: %j -> %j", (rule, holds) => {
    expect(ruleHolds(aRule(rule), occasion)).toBe(holds)
  })
})
