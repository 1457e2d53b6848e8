import { LRUCache } from "lru-cache"
import { withDeadline } from "../../../training/deadline"

/** Milliseconds of a count that a request waits for. */
export const SHORT_MS = 300
/** Milliseconds of a count up to which who looks would rather ask again than see old figures. */
const SLOW_MS = 3_000
/** Milliseconds for which counted figures are new: who was to ask again comes within a second. */
const NEW_MS = 2_000
/** Figures are counted again after so many times as long as it took: at most 5 % of the time goes into it. */
export const RECOUNT_FACTOR = 20
/** Figures of so many questions are kept, the longest unused go first: a page of the dashboard asks a handful. */
const KEPT_AT_MOST = 100

/**
 * How long is waited for figures: until they are `"counted"`, or `"shortly"`: less than half a second, and where counting
 * takes more than {@link SLOW_MS} the newest known ones will do.
 */
export type Wait = "counted" | "shortly"

/** The figures are being counted for the first time, and are not there yet: ask again. */
export class StillCountingError extends Error {
  override readonly name = "StillCountingError"
}

/** Figures that were counted before, by this instance or another, and milliseconds since. */
export interface StoredFigures<Figures> extends Counted<Figures> {
  readonly ageMs: number
}

/** Figures, and how long it took to count them: not how long they waited for their turn. */
export interface Counted<Figures> {
  readonly figures: Figures
  readonly tookMs: number
}

interface Entry<Figures> {
  known: { readonly figures: Figures; readonly at: number; readonly took: number } | null
  under: Promise<Figures> | null
  /** Whether somebody was asked to come back, and has not yet. */
  isAwaited: boolean
  /** Why the last count failed, for whoever asks next, who was asked to come back. */
  failure: { readonly error: unknown } | null
}

/**
 * Figures that take long to count in a shop with a large log. Who asks while they are being counted waits for the same
 * count. Only what takes seconds is ever old: all else is counted at each look.
 */
export class KeptFigures<Figures> {
  private readonly entries = new LRUCache<string, Entry<Figures>>({ max: KEPT_AT_MOST })

  /**
   * @param key names the question: same key, same figures but for what came since
   * @param stored what is known of it where this instance has not counted it yet
   * @throws StillCountingError where `wait` is `"shortly"` and the figures are not there yet
   * @throws what `count` throws
   */
  async get(
    key: string,
    count: () => Promise<Counted<Figures>>,
    wait: Wait,
    stored: StoredFigures<Figures> | null = null,
  ): Promise<Figures> {
    const entry = this.entries.get(key) ?? { known: null, under: null, isAwaited: false, failure: null }
    this.entries.set(key, entry)
    if (wait === "counted") return this.count(entry, count)
    if (stored) takeStored(entry, stored)
    const { known } = entry
    const isSlow = known !== null && known.took > SLOW_MS
    const keptFor = isSlow ? RECOUNT_FACTOR * known.took : NEW_MS
    if (known && (isSlow || entry.isAwaited) && performance.now() - known.at < keptFor) {
      entry.isAwaited = false
      return known.figures
    }
    throwFailure(entry)
    const counting = this.count(entry, count)
    if (isSlow) {
      keepFailure(entry, counting)
      return known.figures
    }
    return shortly(entry, counting)
  }

  private count(entry: Entry<Figures>, count: () => Promise<Counted<Figures>>): Promise<Figures> {
    if (entry.under) return entry.under
    const counting = count()
      .then(({ figures, tookMs }) => {
        entry.known = { figures, at: performance.now(), took: tookMs }
        return figures
      })
      .finally(() => (entry.under = null))
    entry.under = counting
    return counting
  }
}

/** Another instance may have counted since. */
function takeStored<Figures>(entry: Entry<Figures>, { figures, tookMs, ageMs }: StoredFigures<Figures>): void {
  const at = performance.now() - ageMs
  if (entry.known === null || entry.known.at < at) entry.known = { figures, at, took: tookMs }
}

async function shortly<Figures>(entry: Entry<Figures>, counting: Promise<Figures>): Promise<Figures> {
  const late = (): Error => new StillCountingError("the figures are being counted; ask again")
  try {
    return await withDeadline(counting, SHORT_MS, late)
  } catch (error) {
    if (error instanceof StillCountingError) {
      keepFailure(entry, counting)
      entry.isAwaited = true
    }
    throw error
  }
}

function keepFailure(entry: Entry<unknown>, counting: Promise<unknown>): void {
  counting.catch((error: unknown) => (entry.failure = { error }))
}

function throwFailure(entry: Entry<unknown>): void {
  const { failure } = entry
  entry.failure = null
  if (failure) throw failure.error
}
