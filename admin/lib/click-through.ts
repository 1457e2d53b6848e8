/** Clicks over impressions as a screen shows it: null where nothing was seen, for then 0 % would be said of nothing. */
export const clickThroughOf = (counts: { impressions: number; click_through: number }): number | null =>
  counts.impressions === 0 ? null : counts.click_through
