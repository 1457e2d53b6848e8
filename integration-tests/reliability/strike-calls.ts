import { tried } from "../helpers/trials"
import type { FailingConnections, Fault } from "./failing-connections"
import { FULL } from "./rounds"

/** Serialization, deadlock, an admin's shutdown, disk full, connection lost before and after the call was done. */
const FAULTS: readonly Fault[] = [
  { code: "40001", moment: "before", breaks: false },
  { code: "08006", moment: "after", breaks: true },
  { code: "40P01", moment: "before", breaks: false },
  { code: "57P01", moment: "before", breaks: true },
  { code: "53100", moment: "before", breaks: false },
  { code: "08006", moment: "before", breaks: true },
]

/** Calls from one that is struck to the next, inside `npm test`. */
const STEP = 3
/** Work of more calls than this does not end. */
const MAX_CALLS = 500

/** One piece of work that a fault may fall into. */
export interface Work {
  /** Sets the scene, undisturbed. */
  prepare(): Promise<void>
  /** What the shop does; settles when all of it has, and rejects where the caller learns of the failure. */
  run(): Promise<void>
  /** Calls from one that is struck to the next inside `npm test`, where a check takes its time. */
  readonly step?: number
  /** What must hold afterwards, whether `run` got through or not; `failure` is what it rejected with. */
  check(failure: unknown): Promise<void>
}

/** Strikes the first call, the second … until a run has fewer; how many were struck. */
async function strikeEach(failing: FailingConnections, work: Work, shift: number): Promise<number> {
  const step = FULL ? 1 : (work.step ?? STEP)
  for (let n = 1, strikes = 0; ; n += step, strikes += 1) {
    const fault = FAULTS[(strikes + shift) % FAULTS.length] ?? FAULTS[0]
    await work.prepare()
    failing.arm(n, fault)
    const failure: unknown = await work.run().then(
      () => null,
      (error: unknown) => error ?? "failed",
    )
    const struck = failing.disarm()
    try {
      await work.check(failure)
    } catch (error) {
      throw new Error(`call ${n}, ${JSON.stringify(fault)} at “${struck}”: ${String(error)}`, { cause: error })
    }
    if (struck === null) {
      expect(failure).toBeNull()
      return strikes
    }
    expect(n).toBeLessThan(MAX_CALLS)
  }
}

/** Every call of `work` with every fault; inside `npm test` some of the calls, with one fault each. */
export async function strikeAll(failing: FailingConnections, name: string, work: Work): Promise<void> {
  let strikes = 0
  for (const [shift] of FULL ? FAULTS.entries() : [[0]]) strikes += await strikeEach(failing, work, shift)
  expect(strikes).toBeGreaterThan(0)
  tried({
    items: ["R8"],
    what: `${name}: a call of the database fails`,
    times: strikes,
    outcome: "each done whole or not at all, and done when asked again",
  })
}

/** Asks again, as whoever got Retry-After does: a connection that broke may take the next call with it. */
export async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === 5) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
