import { parseOptions } from "../../options"
import { Pulse } from "../pulse"

const MINUTE_MS = 60_000

describe("heartbeat of a run", () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  const pulseOf = (cancelRequested = false): Pulse =>
    new Pulse(
      {
        knex: () => {
          throw new Error("no database here")
        },
        options: parseOptions({ training: { timeout_minutes: 5, lease_seconds: 60 } }),
        logger: undefined,
      },
      { beat: () => Promise.resolve({ cancelRequested }) },
      { runId: "rectrun_1", owner: "one", fencing: 1 },
    )

  test("a run that hangs is ended when its time is up, and not before", async () => {
    const pulse = pulseOf()
    const outcomes: unknown[] = []
    const hung = pulse.guard(new Promise(() => undefined)).catch((error: unknown) => outcomes.push(error))
    await jest.advanceTimersByTimeAsync(5 * MINUTE_MS - 1)
    expect(outcomes).toEqual([])
    expect(pulse.signal.aborted).toBe(false)
    await jest.advanceTimersByTimeAsync(1)
    await hung
    expect(String(outcomes[0])).toContain("5 minutes")
    expect(pulse.signal.aborted).toBe(true)
    pulse.stop()
  })

  test("a run that an admin ends stops with the next beat", async () => {
    const pulse = pulseOf(true)
    const hung = expect(pulse.guard(new Promise(() => undefined))).rejects.toThrow("An admin ended the run.")
    await jest.advanceTimersByTimeAsync(15_000)
    await hung
    pulse.stop()
  })
})
