/** How often products that are not new were in sight at a place of lists, and how often they were clicked there. */
export interface PlaceCount {
  readonly looks: number
  readonly clicks: number
}

/** Looks of the usual rate that each place's own are added to. */
const BELIEVED_LOOKS = 20
/** Clicks and looks that are believed before any are counted: one in twenty. */
const FIRST: PlaceCount = { clicks: 1, looks: 20 }

/**
 * Clicks a look at each place, from 0 on; above 0. Few looks are drawn towards the rate of all places, which those that
 * were not counted have.
 */
export function placeRates(counts: readonly PlaceCount[]): (place: number) => number {
  const clicks = counts.reduce((sum, one) => sum + one.clicks, FIRST.clicks)
  const looks = counts.reduce((sum, one) => sum + one.looks, FIRST.looks)
  return (place) => {
    const own = counts[place] ?? { looks: 0, clicks: 0 }
    return (own.clicks + (BELIEVED_LOOKS * clicks) / looks) / (own.looks + BELIEVED_LOOKS)
  }
}
