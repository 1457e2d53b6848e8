import type { GiftInsightResponse } from "../../../src/types/http"

interface Progress {
  readonly started: number
  /** Searches with so many answers or more, from one on. */
  readonly reached: readonly { readonly answers: number; readonly searches: number }[]
  readonly opened: number
  readonly bought: number
}

/** How far searches went, out of those that ended at each number of answers. */
export function progressOf(steps: GiftInsightResponse["steps"]): Progress {
  const sumOf = (key: "searches" | "opened" | "bought", from = 0): number =>
    steps.reduce((sum, step) => (step.answers >= from ? sum + step[key] : sum), 0)
  const most = Math.max(0, ...steps.map(({ answers }) => answers))
  const reached = Array.from({ length: most }, (_, at) => ({ answers: at + 1, searches: sumOf("searches", at + 1) }))
  return { started: sumOf("searches"), reached, opened: sumOf("opened"), bought: sumOf("bought") }
}
