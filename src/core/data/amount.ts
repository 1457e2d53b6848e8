/** Units of one row at most: beyond lie slips of a pen, and what a 32-bit column cannot hold. */
export const MAX_QUANTITY = 1_000_000
/** Units of one row at least, where it is not 0: goods by weight, but no rounding dust. */
export const MIN_QUANTITY = 0.000_001
/** Price of one unit at most, in any currency. */
export const MAX_PRICE = 1_000_000_000_000

const PLAIN = /^\+?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i
/** 12,50: a comma before one or two digits can only be a decimal comma. */
const DECIMAL_COMMA = /^\+?\d+,\d{1,2}$/
/** 1.299,00 */
const POINTS_THEN_COMMA = /^\+?\d{1,3}(?:\.\d{3})+,\d+$/
/** 1,299.00 */
const COMMAS_THEN_POINT = /^\+?\d{1,3}(?:,\d{3})+\.\d+$/

/**
 * Reads a number of at least 0 as tables hold it: `1299`, `12.5`, `1e3`, and with thousands or a decimal comma where
 * only one reading is possible (`12,50`, `1.299,00`, `1,299.00`). `1,299` could be either, so it is none.
 *
 * @returns NaN where the text is no such number
 */
export function parseAmount(text: string): number {
  const number = text.trim()
  if (PLAIN.test(number)) return Number(number)
  if (DECIMAL_COMMA.test(number)) return Number(number.replace(",", "."))
  if (POINTS_THEN_COMMA.test(number)) return Number(number.replaceAll(".", "").replace(",", "."))
  if (COMMAS_THEN_POINT.test(number)) return Number(number.replaceAll(",", ""))
  return Number.NaN
}

/** Whether a row can have so many units. */
export function isQuantity(value: number): boolean {
  return value === 0 || (value >= MIN_QUANTITY && value <= MAX_QUANTITY)
}

/** Whether one unit can cost so much. */
export function isPrice(value: number): boolean {
  return value >= 0 && value <= MAX_PRICE
}
