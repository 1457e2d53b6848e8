import { aQuestion } from "../../../../../integration-tests/helpers/serving-questions"
import { comparisonSchema } from "../../../../types/experiment-schema"
import type { Comparison } from "../../../../types/experiment-schema"
import { parseOptions } from "../../options"
import { variationOf, variedQuestion, variedSettings } from "../variation"

const settings = parseOptions({})
const running = (comparison: Comparison) => ({ id: "e", design: { salt: "s", holdoutShare: 0.5 }, comparison })
const BUNDLED: Comparison = { kind: "strategy", placement: "home", strategy: "bought_together" }

test.each([
  [{ kind: "popularity" }, "control"],
  [{ kind: "nothing" }, "control"],
  [{ kind: "strategy", placement: "home", strategy: "trending" }, "treatment"],
  [{ kind: "settings", settings: { diversity: 0.5 } }, "treatment"],
] as const)("variation: %o changes the %s arm alone", (comparison, changed) => {
  const kept = changed === "control" ? "treatment" : "control"
  expect(variationOf(running(comparison), changed)).toEqual(comparison)
  expect(variationOf(running(comparison), kept)).toBeNull()
  expect(variationOf(running(comparison), null)).toBeNull()
  expect(variationOf(null, changed)).toBeNull()
})

test("variation: another strategy holds at its placement alone", () => {
  const change: Comparison = { kind: "strategy", placement: "home", strategy: "trending" }
  const at = (placement: string | null) => variedQuestion({ ...aQuestion(), placement }, change).strategy
  expect([at("home"), at("cart"), at(null)]).toEqual(["trending", aQuestion().strategy, aQuestion().strategy])
})

test("variation: a strategy beside a product needs the product on the page", () => {
  const question = { ...aQuestion(), placement: "home" }
  expect(variedQuestion(question, BUNDLED)).toBe(question)
  expect(variedQuestion({ ...question, productId: "p1" }, BUNDLED).strategy).toBe("bought_together")
})

test("variation: settings differ in what is named, and in nothing else", () => {
  const varied = variedSettings(settings, { kind: "settings", settings: { diversity: 0.7 } })
  expect(varied).toEqual({ ...settings, serving: { ...settings.serving, diversity: 0.7 } })
  expect(variedSettings(settings, { kind: "nothing" })).toBe(settings)
})

test.each([
  [{ kind: "strategy", strategy: "trending" }, "placement"],
  [{ kind: "strategy", placement: "home", strategy: "best" }, "strategy"],
  [{ kind: "settings", settings: {} }, "settings"],
  [{ kind: "settings", settings: { diversity: 2 } }, "settings.diversity"],
])("comparison: %o is refused by the name of its field", (comparison, field) => {
  const { error } = comparisonSchema.safeParse(comparison)
  expect(error?.issues.map(({ path }) => path.join("."))).toEqual([field])
})
