/** Decimals of scores, confidences and chances: more would feign precision. */
const DECIMALS = 4

/** A figure as it is shown; 0 where there is none. */
export const rounded = (value: number | undefined): number =>
  value !== undefined && Number.isFinite(value) ? Number(value.toFixed(DECIMALS)) : 0
