import { noticesOf } from "../notices"
import type { NoticeFacts } from "../notices"

const now = new Date("2026-11-30T10:00:00Z")
const uplift = {
  relative: 0.1,
  low: 0.05,
  high: 0.15,
  enough: true,
  words: "Recommendations bring more shoppers to buy.",
}
const quiet: NoticeFacts = { lastRun: null, health: { status: "ok", parts: [] }, experiments: [], now }
const part = (name: "model" | "training" | "serving", status: "ok" | "not_learnt" | "degraded" | "down") => ({
  part: name,
  status,
  reason: `${name} ${status}`,
  said: [],
})

describe("notices", () => {
  test("notices: nothing is worth a message while all is well, or nothing was learned yet", () => {
    expect(noticesOf(quiet)).toEqual([])
    const parts = [part("model", "not_learnt"), part("serving", "ok")]
    expect(noticesOf({ ...quiet, health: { status: "not_learnt", parts } })).toEqual([])
  })

  test("notices: a failed run is notified by its id, and not a second time as ill health", () => {
    const lastRun = {
      id: "run_1",
      status: "failed",
      trigger: "admin",
      cause: "out of memory",
      finished_at: null,
    } as const
    const health: NoticeFacts["health"] = { status: "degraded", parts: [part("training", "degraded")] }
    expect(noticesOf({ ...quiet, lastRun, health })).toEqual([
      {
        template: "recommendation-training-failed",
        key: "recommendation-training-failed-run_1",
        data: { run_id: "run_1", trigger: "admin", cause: "out of memory", finished_at: null },
      },
    ])
  })

  test("notices: each part that is ill is notified once a day, an experiment when it has its shoppers", () => {
    const health: NoticeFacts["health"] = {
      status: "down",
      parts: [part("serving", "degraded"), part("model", "down")],
    }
    const experiments: NoticeFacts["experiments"] = [
      { id: "a", name: "Autumn", status: "running", is_aa: false, uplift },
      { id: "b", name: "Early", status: "running", is_aa: false, uplift: { ...uplift, enough: false } },
      { id: "c", name: "Stopped", status: "stopped", is_aa: false, uplift },
      { id: "d", name: "AA", status: "running", is_aa: true, uplift },
    ]
    expect(noticesOf({ ...quiet, health, experiments }).map(({ key }) => key)).toEqual([
      "recommendation-health-serving-2026-11-30",
      "recommendation-health-model-2026-11-30",
      "recommendation-experiment-decided-a",
    ])
  })
})
