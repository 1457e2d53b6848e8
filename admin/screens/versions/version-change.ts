/** A figure of two versions, the older one first. */
export interface ComparedFigure {
  readonly values: readonly [number | null, number | null]
  /** Whether it was measured on the purchases after a version's training cutoff. */
  readonly measured: boolean
  readonly text: (value: number | null) => string
}

/**
 * Share by which a figure changed; null where there is none. Measured on the purchases after two different cutoffs it
 * tells the months apart, not the versions: a version that release checks found as good seemed to have lost a tenth.
 */
export function changeOf({ values, measured, text }: ComparedFigure, sameCut: boolean): number | null {
  const [before, after] = values
  if (before === null || after === null || before === 0 || (measured && !sameCut)) return null
  // What reads the same has not changed, however many digits say otherwise.
  return text(before) === text(after) ? null : (after - before) / Math.abs(before)
}
