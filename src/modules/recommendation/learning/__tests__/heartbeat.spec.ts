import { parseOptions } from "../../options"
import { Heartbeat } from "../heartbeat"

const MINUTE_MS = 60_000

describe("heartbeat of a run", () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  const heartbeatOf = (cancelRequested = false, percents: number[] = []): Heartbeat =>
    new Heartbeat(
      {
        knex: () => {
          throw new Error("no database here")
        },
        options: parseOptions({ training: { timeout_minutes: 5, lease_seconds: 60 } }),
        logger: undefined,
      },
      {
        beat: (_, { percent }) => {
          percents.push(percent)
          return Promise.resolve({ cancelRequested })
        },
      },
      { runId: "rectrun_1", owner: "one", fencing: 1 },
    )

  test("a run that hangs is ended when its time is up, and not before", async () => {
    const heartbeat = heartbeatOf()
    const outcomes: unknown[] = []
    const hung = heartbeat.guard(new Promise(() => undefined)).catch((error: unknown) => outcomes.push(error))
    await jest.advanceTimersByTimeAsync(5 * MINUTE_MS - 1)
    expect(outcomes).toEqual([])
    expect(heartbeat.signal.aborted).toBe(false)
    await jest.advanceTimersByTimeAsync(1)
    await hung
    expect(String(outcomes[0])).toContain("5 minutes")
    expect(heartbeat.signal.aborted).toBe(true)
    heartbeat.stop()
  })

  test("progress within a phase is reported within seconds, and not with each step", async () => {
    const percents: number[] = []
    const heartbeat = heartbeatOf(false, percents)
    for (let step = 0; step <= 500; step++) {
      heartbeat.at("features", step / 10)
      await jest.advanceTimersByTimeAsync(20)
    }
    // Ten seconds, in which the lease alone asks for no beat.
    expect(percents.map(Math.floor)).toEqual([0, 10, 20, 30, 40, 50])
    heartbeat.stop()
  })

  test("a run that an admin ends stops with the next beat", async () => {
    const heartbeat = heartbeatOf(true)
    const hung = expect(heartbeat.guard(new Promise(() => undefined))).rejects.toThrow("An admin ended the run.")
    await jest.advanceTimersByTimeAsync(15_000)
    await hung
    heartbeat.stop()
  })
})
