import { parseOptions } from "../../options"
import { backoffMs, calmMs, decideRetrain, interactionsDue, pauseMs } from "../decide"
import type { LearningState } from "../decide"

const settings = parseOptions({})
const MINUTE = 60_000

const calm: LearningState = {
  isRunning: false,
  missing: [],
  interactions: 0,
  history: 1_000,
  catalogChange: 0,
  pending: [],
  last: { endedAgoMs: 60 * MINUTE, durationMs: 10_000 },
  failures: 0,
}

const decide = (change: Partial<LearningState>): ReturnType<typeof decideRetrain> =>
  decideRetrain({ ...calm, ...change }, settings)

describe("decision about a retrain", () => {
  test("decide: nothing asks for it, and the answer says how far off it is", () => {
    expect(decide({ interactions: 7 })).toEqual({
      would_run: false,
      trigger: null,
      reason: "Nothing asks for it: 7 of 10 new interactions, 0 % of the catalog changed.",
      said: [{ code: "nothing_due", values: { count: 7, threshold: 10, share: 0 } }],
    })
    // What starts a training on a long history, as the bar beside these words has it.
    expect(decide({ interactions: 7, history: 94_000 }).said).toMatchObject([{ values: { count: 7, threshold: 940 } }])
  })

  test("decide: the tenth interaction starts a run, the ninth does not", () => {
    expect(decide({ interactions: 9 }).would_run).toBe(false)
    expect(decide({ interactions: 10 })).toMatchObject({ would_run: true, trigger: "interactions" })
  })

  test("decide: ten interactions on top of a long history wait, at most a day", () => {
    const long = { interactions: 10, history: 94_000 }
    expect(decide(long)).toMatchObject({
      would_run: false,
      trigger: "interactions",
      said: [{ code: "few_new", values: { count: 10, history: 94_000, threshold: 940 } }],
    })
    // Within the least pause as well, for that is over sooner.
    expect(decide({ ...long, last: { endedAgoMs: MINUTE, durationMs: 10_000 } }).said).toMatchObject([
      { code: "few_new" },
    ])
    expect(decide({ ...long, last: { endedAgoMs: 24 * 60 * MINUTE, durationMs: 10_000 } }).would_run).toBe(true)
    expect(decide({ ...long, interactions: 940 }).would_run).toBe(true)
    expect(decide({ ...long, interactions: 900 }).would_run).toBe(false)
    expect(decide({ ...long, pending: [{ trigger: "schedule", detail: null, attempts: 0 }] }).would_run).toBe(true)
  })

  test("decide: while an admin keeps the active version, only an admin or an erasure begins a run", () => {
    const paused = parseOptions({ retrain: { paused: true } })
    const ask = (change: Partial<LearningState>): ReturnType<typeof decideRetrain> =>
      decideRetrain({ ...calm, ...change }, paused)
    const request = (trigger: "schedule" | "import" | "accuracy" | "admin" | "erasure") => ({
      pending: [{ trigger, detail: null, attempts: 0 }],
    })
    expect(ask({ interactions: 100_000 })).toMatchObject({ would_run: false, said: [{ code: "frozen" }] })
    for (const trigger of ["schedule", "import", "accuracy"] as const)
      expect(ask(request(trigger)).would_run).toBe(false)
    for (const trigger of ["admin", "erasure"] as const) expect(ask(request(trigger)).would_run).toBe(true)
  })

  test("calm: it shrinks in proportion to what is new, and a share of 0 turns it off", () => {
    const day = 24 * 60 * MINUTE
    const few = { ...calm, interactions: 470, history: 94_000 }
    expect(calmMs(few, settings)).toBe(day / 2)
    expect(calmMs({ ...few, interactions: 0 }, settings)).toBe(day)
    expect(calmMs(few, parseOptions({ retrain: { min_new_share: 0 } }))).toBe(0)
    // What the dashboard counts towards: "67 of 10" would be a training that should have begun.
    expect(interactionsDue(few, settings)).toBe(Math.ceil(settings.retrain.min_new_share * few.history))
    expect(interactionsDue({ ...few, history: 0 }, settings)).toBe(settings.retrain.min_interactions)
  })

  test("decide: more than a fifth of the catalog starts a run, exactly a fifth does not", () => {
    expect(decide({ catalogChange: 0.2 }).would_run).toBe(false)
    expect(decide({ catalogChange: 0.21 })).toMatchObject({ would_run: true, trigger: "catalog" })
  })

  test.each(["admin", "erasure", "schedule", "accuracy", "import"] as const)(
    "decide: a request by %s starts a run",
    (trigger) => {
      expect(decide({ pending: [{ trigger, detail: "x", attempts: 0 }] })).toMatchObject({ would_run: true, trigger })
    },
  )

  test("decide: of several requests the weightiest names the run", () => {
    const pending = (["accuracy", "erasure", "import"] as const).map((trigger) => ({
      trigger,
      detail: null,
      attempts: 0,
    }))
    expect(decide({ pending, interactions: 99 }).trigger).toBe("erasure")
  })

  test("decide: one run at a time, and none on too little behavior, whoever asks", () => {
    const pending = [{ trigger: "admin" as const, detail: null, attempts: 0 }]
    expect(decide({ pending, isRunning: true }).would_run).toBe(false)
    const missing = [{ what: "purchases", has: 3, needs: 60 }]
    expect(decide({ pending, missing })).toMatchObject({ would_run: false, reason: expect.stringMatching(/3 of 60/) })
  })

  test("pause: at least the setting, longer after a long run; urgent requests pass it by", () => {
    expect(pauseMs(settings, 10_000)).toBe(5 * MINUTE)
    expect(pauseMs(settings, 3 * MINUTE)).toBe(12 * MINUTE)
    const last = { endedAgoMs: 6 * MINUTE, durationMs: 3 * MINUTE }
    expect(decide({ interactions: 50, last })).toMatchObject({
      would_run: false,
      reason: expect.stringMatching(/6 min/),
    })
    expect(decide({ interactions: 50, last: { ...last, durationMs: MINUTE } }).would_run).toBe(true)
    for (const trigger of ["admin", "erasure", "schedule"] as const)
      expect(decide({ last, pending: [{ trigger, detail: null, attempts: 0 }] }).would_run).toBe(true)
  })

  test("erasure: whose runs came to nothing asks again after a pause, doubled each time, a day at most", () => {
    const erasure = (attempts: number, minutes: number): boolean =>
      decide({
        pending: [{ trigger: "erasure", detail: null, attempts }],
        last: { endedAgoMs: minutes * MINUTE, durationMs: 10_000 },
      }).would_run
    expect([erasure(1, 4), erasure(1, 5), erasure(2, 9), erasure(2, 10)]).toEqual([false, true, false, true])
    expect([erasure(30, 24 * 60 - 1), erasure(30, 24 * 60)]).toEqual([false, true])
    expect(erasure(0, 0)).toBe(true)
  })

  test("erasure: that waits keeps no other trigger from a run, and says what it waits for", () => {
    const pending = [{ trigger: "erasure" as const, detail: null, attempts: 4 }]
    const last = { endedAgoMs: 6 * MINUTE, durationMs: 10_000 }
    expect(decide({ pending, last, interactions: 10 })).toMatchObject({ would_run: true, trigger: "interactions" })
    expect(decide({ pending, last })).toMatchObject({
      would_run: false,
      trigger: "erasure",
      said: [{ code: "asked_for", values: { trigger: "erasure" } }, { code: "pausing" }],
    })
  })

  test("back-off: one minute, doubled with each failure, an hour at most; an admin does not wait", () => {
    expect([0, 1, 2, 3, 7, 50].map(backoffMs)).toEqual([0, 1, 2, 4, 60, 60].map((minutes) => minutes * MINUTE))
    const last = { endedAgoMs: MINUTE, durationMs: 1_000 }
    const erased = [{ trigger: "erasure" as const, detail: null, attempts: 0 }]
    expect(decide({ pending: erased, last, failures: 2 })).toMatchObject({
      would_run: false,
      reason: expect.stringMatching(/2 runs failed; the next attempt is in 60 s/),
      said: [
        { code: "asked_for", values: { trigger: "erasure" } },
        { code: "backing_off", values: { count: 2, wait_ms: MINUTE } },
      ],
    })
    expect(decide({ pending: [{ trigger: "admin", detail: null, attempts: 0 }], last, failures: 9 }).would_run).toBe(
      true,
    )
  })
})
