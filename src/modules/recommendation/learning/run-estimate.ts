/** How far a run was when its holder last reported, and how long one took before. */
export interface RunPace {
  /** Share done in percent, as of the last report. */
  readonly percent: number
  /** From the start to that report. */
  readonly reportedAfterMs: number
  /** From the start until now. */
  readonly elapsedMs: number
  /** Duration of the last run that went through; null where there was none. */
  readonly lastMs: number | null
}

/** Below this share done, what is left is a guess not worth showing, unless a run before it says more. */
const LEAST_PERCENT = 3

/**
 * Milliseconds until a run ends; null while nobody can say, and once it takes longer than was expected.
 *
 * The pace is that of the last report: measured against the time that has passed since, an estimate would rise with each
 * second between two reports. At first the run before counts, for the phases of a run do not all go at one pace; the
 * further it is, the more counts its own.
 */
export function remainingMs({ percent, reportedAfterMs, elapsedMs, lastMs }: RunPace): number | null {
  const share = percent / 100
  const own = percent >= LEAST_PERCENT ? reportedAfterMs / share : null
  const total = own === null || lastMs === null ? (own ?? lastMs) : share * own + (1 - share) * lastMs
  return total !== null && total > elapsedMs ? total - elapsedMs : null
}
