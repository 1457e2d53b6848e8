/** Rows of a log by shopper, session or product: key k owns `rows[offsets[k]]` up to `rows[offsets[k + 1]]`, oldest first. */
export interface RowsByKey {
  /** One more entry than keys. */
  readonly offsets: Int32Array
  readonly rows: Int32Array
}

/**
 * Sorts rows by key, keeping their order within a key (counting sort, O(rows + keys)).
 *
 * @param keys key of each row; negative keys are left out
 * @param keyCount one more than the greatest key
 * @param length rows to look at, all where absent
 */
export function rowsByKey(keys: Int32Array, keyCount: number, length: number = keys.length): RowsByKey {
  const offsets = new Int32Array(keyCount + 1)
  for (let row = 0; row < length; row++) if (keys[row] >= 0) offsets[keys[row] + 1]++
  for (let key = 0; key < keyCount; key++) offsets[key + 1] += offsets[key]
  const next = offsets.slice(0, keyCount)
  const rows = new Int32Array(offsets[keyCount])
  for (let row = 0; row < length; row++) if (keys[row] >= 0) rows[next[keys[row]]++] = row
  return { offsets, rows }
}
