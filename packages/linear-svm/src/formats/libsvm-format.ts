import type { SparseRows } from "../sparse/csr-matrix"
import { TrainingInputError } from "../errors"

/** A file in LIBSVM's format: one line per row, `label index:value index:value …`, indices from 1 and rising. */
export interface LibsvmData {
  readonly rows: SparseRows
  /** The label of each row as it stands in the file, whatever the classes are. */
  readonly labels: Float64Array
}

/** Options of {@link parseLibsvm}. */
export interface ParseLibsvmOptions {
  /** A constant column of this value is added to every row, last; none when absent. */
  readonly bias?: number
  /** Columns at least, not counting that of the bias; entries beyond are kept. @defaultValue 0 */
  readonly columnCount?: number
}

const TAB = 9
const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const PLUS = 43
const MINUS = 45
const DOT = 46
const ZERO = 48
const NINE = 57
const COLON = 58
/** Digits that an int32 surely holds. */
const INT_DIGITS = 9
/** Digits that an index may have at most: more than any that fits the memory. */
const INDEX_DIGITS = 9
/** Powers of ten with exact doubles, as far as they are needed here. */
const POWERS = Float64Array.from({ length: INT_DIGITS + 1 }, (_, k) => Number(`1e${k}`))
/** The shortest entry is `1:2` and a blank, the shortest row a digit and a line end. */
const SHORTEST_ENTRY = 4
const FIRST_ROWS = 1024

/**
 * Reads a whole file from its bytes, in one pass and without making strings. Values are rounded as by `Number(text)`:
 * up to 9 digits by one division by an exact power of ten (Clinger 1990), anything longer by `Number` itself. Blank
 * lines are passed over; zeros are kept, as LIBLINEAR keeps them. The arrays of the result may be views of larger ones.
 *
 * @throws TrainingInputError with the number of the first line that is not in the format
 */
export function parseLibsvm(bytes: Uint8Array, options: ParseLibsvmOptions = {}): LibsvmData {
  return assembleRows(parseRows(terminated(bytes), options.bias), options)
}

/** Puts the columns of the bias in, which are known only now. */
export function assembleRows(parsed: ParsedRows, options: ParseLibsvmOptions): LibsvmData {
  const { bias, columnCount: atLeast = 0 } = options
  const { labels, offsets, columns, values, largest } = parsed
  const featureCount = Math.max(atLeast, largest)
  if (bias !== undefined) {
    for (let row = 1; row < offsets.length; row++) columns[offsets[row] - 1] = featureCount
  }
  const columnCount = featureCount + (bias === undefined ? 0 : 1)
  return { rows: { rowCount: labels.length, columnCount, offsets, columns, values }, labels }
}

/** What a reader of the format found. */
export interface ParsedRows {
  readonly labels: Float64Array
  readonly offsets: Uint32Array
  readonly columns: Uint32Array
  readonly values: Float64Array
  /** Largest index in the file, which counts from 1: the number of columns. */
  readonly largest: number
}

/** The loop itself. Every scan stops at a line end, so that no index needs a check against the end of the bytes. */
function parseRows(text: Uint8Array, bias: number | undefined): ParsedRows {
  const most = Math.ceil(text.length / SHORTEST_ENTRY) + (bias === undefined ? 0 : Math.ceil(text.length / 2))
  // Far too much for most files, but memory that is never written to is never taken from the machine.
  const columns = new Uint32Array(most)
  const values = new Float64Array(most)
  let labels = new Float64Array(FIRST_ROWS)
  let offsets = new Uint32Array(FIRST_ROWS + 1)
  let rowCount = 0
  let entry = 0
  let largest = 0
  let at = 0
  while (at < text.length) {
    let char = text[at]
    if (char === NEWLINE || char === SPACE || char === RETURN || char === TAB) {
      at++
      continue
    }
    if (rowCount === labels.length) {
      labels = grown(new Float64Array(2 * rowCount), labels)
      offsets = grown(new Uint32Array(2 * rowCount + 1), offsets)
    }
    const labelAt = at
    while (char > SPACE) char = text[++at]
    labels[rowCount] = readNumber(text, labelAt, at)
    let before = 0
    for (;;) {
      while (char === SPACE || char === TAB || char === RETURN) char = text[++at]
      if (char === NEWLINE) break
      const indexAt = at
      let index = 0
      while (char >= ZERO && char <= NINE) {
        index = (index * 10 + char - ZERO) | 0
        char = text[++at]
      }
      if (char !== COLON || at - indexAt > INDEX_DIGITS || index <= before) throw wrongFormat(text, indexAt)
      before = index
      const valueAt = ++at
      char = text[at]
      const negative = char === MINUS
      if (negative || char === PLUS) char = text[++at]
      const digitsAt = at
      let mantissa = 0
      while (char >= ZERO && char <= NINE) {
        mantissa = (mantissa * 10 + char - ZERO) | 0
        char = text[++at]
      }
      let digits = at - digitsAt
      let decimals = 0
      if (char === DOT) {
        const dotAt = at
        char = text[++at]
        while (char >= ZERO && char <= NINE) {
          mantissa = (mantissa * 10 + char - ZERO) | 0
          char = text[++at]
        }
        decimals = at - dotAt - 1
        digits += decimals
      }
      columns[entry] = index - 1
      if (digits > INT_DIGITS || digits === 0 || char > SPACE) {
        while (char > SPACE) char = text[++at]
        values[entry++] = readNumber(text, valueAt, at)
      } else {
        const value = decimals === 0 ? mantissa : mantissa / POWERS[decimals]
        values[entry++] = negative ? -value : value
      }
    }
    if (before > largest) largest = before
    if (bias !== undefined) values[entry++] = bias
    offsets[++rowCount] = entry
  }
  return {
    labels: labels.subarray(0, rowCount),
    offsets: offsets.subarray(0, rowCount + 1),
    columns: columns.subarray(0, entry),
    values: values.subarray(0, entry),
    largest,
  }
}

/** A decimal number, as `strtod` and `Number` agree on it: no hexadecimal, infinity or NaN. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

/** The number in bytes `from` to `to`; NaN when there is none or it is not finite. */
export function decimalAt(text: Uint8Array, from: number, to: number): number {
  let token = ""
  for (let at = from; at < to; at++) token += String.fromCharCode(text[at])
  const value = DECIMAL.test(token) ? Number(token) : Number.NaN
  return Number.isFinite(value) ? value : Number.NaN
}

function readNumber(text: Uint8Array, from: number, to: number): number {
  const value = decimalAt(text, from, to)
  if (Number.isNaN(value)) throw wrongFormat(text, from)
  return value
}

/** The error for what stands at `at`; the text ends with a line end. */
export function wrongFormat(text: Uint8Array, at: number): TrainingInputError {
  let line = 1
  for (let i = 0; i < at; i++) if (text[i] === NEWLINE) line++
  let to = at
  while (text[to] > SPACE) to++
  const token = String.fromCharCode(...text.subarray(at, Math.min(to, at + 40)))
  return new TrainingInputError(
    `line ${line}: "${token}" is not in the format label index:value, indices rising from 1`,
  )
}

/** The same bytes, with a line end last. */
function terminated(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0 && bytes[bytes.length - 1] === NEWLINE) return bytes
  return grown(new Uint8Array(bytes.length + 1).fill(NEWLINE, bytes.length), bytes)
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(larger: T, from: T): T {
  larger.set(from)
  return larger
}
