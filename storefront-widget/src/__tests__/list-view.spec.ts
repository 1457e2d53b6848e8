import type { RecommendationsAnswer } from "../client/types"
import { withDefaults } from "../view/labels"
import { renderList } from "../view/list"
import type { ListViewOptions } from "../view/list"

/** All texts of a rendered list, one after the other. */
const h = (_tag: unknown, _props: unknown, ...children: unknown[]): string =>
  children
    .flat(Infinity)
    .filter((child) => typeof child === "string")
    .join(" ")

const textOf = (rung: string, ...codes: readonly string[]): string => {
  const item = {
    ...{ product: { id: "p", title: "Tea" }, rank: 1, score: 1, confidence: 1, chance: 0.1, source: rung },
    reasons: codes.map((code) => ({ code, text: `The reason ${code}` })),
  }
  const answer = {
    recommendations: [item],
    rung,
    strategy: "for_you",
    filled_from: [],
  } as unknown as RecommendationsAnswer
  const options = {
    ...{ id: "list", labels: withDefaults(), locale: "en-US", headingLevel: 2, showReasons: true },
    session: { props: { query: { strategy: "for_you" } } },
  } as unknown as ListViewOptions
  return renderList<string>(h, { status: "ready", answer }, options) ?? ""
}

test.each([
  ["popular", "popular"],
  ["trending", "trending"],
  ["segment", "popular"],
])("a reason that the heading gives already is not said again: %s", (rung, code) => {
  expect(textOf(rung, code)).not.toContain("The reason")
})

test("where the first reason is said by the heading, the next one stands in its place", () => {
  const text = textOf("popular", "popular", "category", "price")
  expect(text).toContain("The reason category")
  expect(text).not.toMatch(/The reason (popular|price)/)
})

test.each([
  ["personal", "popular"],
  ["popular", "category"],
  ["popular", ""],
])("a reason of its own is said: %s, %s", (rung, code) => {
  expect(textOf(rung, code)).toContain("The reason")
})
