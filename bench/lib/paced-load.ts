/** What a load at a steady pace brought. */
export interface PacedResult {
  readonly sent: number
  /** How many answers had which status; 0 stands for a connection that failed. */
  readonly statuses: ReadonlyMap<number, number>
  /** Milliseconds from the moment each call was due until its answer. */
  readonly latencies: readonly number[]
  /** Calls that were under way at once, at most. */
  readonly mostInFlight: number
}

export interface PaceOptions {
  /** Calls a second. */
  readonly perSecond: number
  readonly milliseconds: number
  /** Makes the n-th call; resolves to its status, rejects when the connection fails. */
  readonly call: (n: number) => Promise<number>
}

/** How often it is looked what is due: finer than any latency that matters. */
const TICK_MS = 5

/**
 * Makes calls when they are due, whether or not earlier ones were answered, as shoppers do. Latency counts from the
 * moment a call was due, so that a shop that stands still is not measured by the few calls that it let through.
 *
 * @see Tene, "How NOT to Measure Latency" (coordinated omission)
 */
export async function pace({ perSecond, milliseconds, call }: PaceOptions): Promise<PacedResult> {
  const statuses = new Map<number, number>()
  const latencies: number[] = []
  const total = Math.floor((perSecond * milliseconds) / 1_000)
  const pending = new Set<Promise<void>>()
  let mostInFlight = 0
  const begun = performance.now()
  const make = async (n: number): Promise<void> => {
    const due = begun + (n * 1_000) / perSecond
    const status = await call(n).catch(() => 0)
    latencies.push(performance.now() - due)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  for (let n = 0; n < total;) {
    while (n < total && begun + (n * 1_000) / perSecond <= performance.now()) {
      const made: Promise<void> = make(n++).finally(() => pending.delete(made))
      pending.add(made)
    }
    mostInFlight = Math.max(mostInFlight, pending.size)
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  await Promise.all(pending)
  return { sent: total, statuses, latencies, mostInFlight }
}

/** The value below which a share of the numbers lies, NaN for none. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** How many answers had which status, for people to read. */
export function answersOf({ statuses }: PacedResult): Record<string, number> {
  return Object.fromEntries([...statuses].map(([status, count]) => [String(status), count]))
}

/** Answers of any other status than those named. */
export function failuresIn(statuses: ReadonlyMap<number, number>, fine: readonly number[]): number {
  return [...statuses].reduce((sum, [status, count]) => sum + (fine.includes(status) ? 0 : count), 0)
}

/** Rise of y with x by least squares, 0 for fewer than two points. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length
  let above = 0
  let below = 0
  for (const [x, y] of points) {
    above += (x - meanX) * (y - meanY)
    below += (x - meanX) ** 2
  }
  return below > 0 ? above / below : 0
}
