import type { AccuracyMark } from "./activation-store"

/** Accuracy over a window of real choices. */
export interface AccuracyWindow {
  readonly pairwise: number
  readonly hitRate: number
  readonly sample: number
  /** Standard deviation of the pairwise accuracy of single choices. */
  readonly pairwiseDeviation: number
}

/** What a fall is judged by. */
export interface FallQuestion {
  readonly mark: AccuracyMark
  readonly now: AccuracyWindow
  /** Relative fall that counts. */
  readonly drop: number
  readonly minSample: number
  /** Whether the alarm is on. */
  readonly alarm: boolean
}

/** Standard errors that a fall must exceed: a rate over fifty choices swings by itself. */
const STANDARD_ERRORS = 2

/**
 * Whether the alarm is to be on. It goes on when pairwise accuracy or hit rate lie
 * below the mark by more than `drop`, and by more than chance explains; it goes off
 * once both are back within half of it, so that it does not flicker.
 */
export function isFallen({ mark, now, drop, minSample, alarm }: FallQuestion): boolean {
  if (now.sample < minSample) return alarm
  const limit = alarm ? drop / 2 : drop
  const pairwiseError = alarm ? 0 : now.pairwiseDeviation / Math.sqrt(now.sample)
  const hitError = alarm ? 0 : Math.sqrt((now.hitRate * (1 - now.hitRate)) / now.sample)
  const isBelow = (value: number, before: number | null, error: number): boolean =>
    before !== null && value < before * (1 - limit) && value + STANDARD_ERRORS * error < before
  // The hold-out counts a hit by basket, real choices one by one: only like is compared with like.
  const hitMark = mark.source === "live" ? mark.hit_rate : null
  return isBelow(now.pairwise, mark.pairwise, pairwiseError) || isBelow(now.hitRate, hitMark, hitError)
}

/**
 * What later accuracy is measured against: the first real choices after the
 * promotion, once there are enough. If these are already clearly worse than the
 * hold-out promised, the promise stands: the fall came with the promotion.
 */
export function markAfter(mark: AccuracyMark, first: AccuracyWindow, drop: number): AccuracyMark {
  if (mark.source === "live") return mark
  if (mark.pairwise !== null && first.pairwise < mark.pairwise * (1 - drop)) return mark
  return { pairwise: first.pairwise, hit_rate: first.hitRate, sample: first.sample, source: "live" }
}
