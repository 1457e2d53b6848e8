/** Sum of all numbers of a column, from the first to the last: the bytes of a model hang on the order. */
export function sumOf(column: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < column.length; at++) sum += column[at]
  return sum
}
