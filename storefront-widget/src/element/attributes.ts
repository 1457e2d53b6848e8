import type { RecommendationsQuery } from "../client/types"
import { QUERY_PROPS, queryOf } from "../view/query"

const toKebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const NUMBERS = /^(?:limit|minConfidence|budget|priceBand)/
const FLAGS = /^(?:fill|bySegment)/

export const OBSERVED: string[] = [
  ...QUERY_PROPS.map(toKebab),
  ...["backend-url", "publishable-key", "consent", "customer-id", "visitor-id", "heading", "heading-level"],
  ...[
    "href",
    "more-href",
    "auto-refresh",
    "refresh-interval",
    "show-reasons",
    "show-confidence",
    "show-add-to-cart",
    "show-wishlist",
    "show-dismiss",
    "wished",
  ],
]

/** The question that an element's attributes ask; what is no number where one must stand is passed over. */
export function readQuery(element: Element): RecommendationsQuery {
  const props: Record<string, string | number | boolean> = {}
  for (const name of QUERY_PROPS) {
    const text = element.getAttribute(toKebab(name))
    if (text !== null && FLAGS.test(name)) props[name] = text !== "false"
    const value = text && NUMBERS.test(name) ? Number(text) : text
    if (value && !Number.isNaN(value) && !FLAGS.test(name)) props[name] = value
  }
  return queryOf(props)
}

/** `consent="granted"`, another answer, or none yet. */
export function readConsent(element: Element): boolean | undefined {
  const value = element.getAttribute("consent")
  return value === null ? undefined : value === "granted"
}

/** `show-reasons`, `show-reasons="false"`, or nothing. */
export function readFlag(element: Element, name: string, otherwise: boolean): boolean {
  const value = element.getAttribute(name)
  return value === null ? otherwise : value !== "false"
}
