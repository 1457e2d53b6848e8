/*
 * Kernels in AssemblyScript (build: npm run build:wasm, which writes kernels.ts). All addresses are bytes in linear
 * memory, laid out by the callers in this folder; nothing here allocates or checks. Each kernel states which plain
 * TypeScript it doubles; tests hold the two against each other.
 */

/** One row of the dual problem: all that an update needs besides its entries, in one cache line. */
// start u32 | end u32 | label f64 | upper f64 | diagonal f64 | curvature f64 | alpha f64
const RECORD: usize = 64
const R_END: usize = 4
const R_LABEL: usize = 8
const R_UPPER: usize = 16
const R_DIAGONAL: usize = 24
const R_CURVATURE: usize = 32
const R_ALPHA: usize = 40

/** How many rows ahead the loop looks, so that what it will need is on its way from memory. */
const RECORD_AHEAD: i32 = 12
const ENTRIES_AHEAD: i32 = 4

/** What the looking ahead read: exported, so that the reads are not taken for useless. */
export let lookedAt: u32 = 0

/**
 * Rows that one call of sweep() walks at most. V8 runs the first calls of a function in its baseline tier and never
 * changes tiers inside a call, so one call that lasted the whole solve would stay slow to its end.
 */
const SWEEP_ROWS: i32 = 2048

// What a run of solveDual keeps between sweeps.
let records: usize = 0
let order: usize = 0
let columns: usize = 0
let values: usize = 0
let weights: usize = 0
let bias: f64 = 0
let biasWeight: usize = 0
let state: u32 = 1
let active: i32 = 0
let above: f64 = 0
let below: f64 = 0
let worstAbove: f64 = 0
let worstBelow: f64 = 0

/** As plainDualKernel of dual-coordinate-kernel.ts, bit for bit. Returns the epochs, negated when not converged. */
export function solveDual(
  recordsAt: usize,
  orderAt: usize,
  usable: i32,
  columnsAt: usize,
  valuesAt: usize,
  weightsAt: usize,
  biasValue: f64,
  biasWeightAt: usize,
  tolerance: f64,
  maxEpochs: i32,
  seed: i32,
): i32 {
  records = recordsAt
  order = orderAt
  columns = columnsAt
  values = valuesAt
  weights = weightsAt
  bias = biasValue
  biasWeight = biasWeightAt
  state = <u32>seed
  active = usable
  worstAbove = Infinity
  worstBelow = -Infinity
  let epochs: i32 = 0
  while (epochs < maxEpochs) {
    above = -Infinity
    below = Infinity
    for (let s: i32 = 0; s < active; s += SWEEP_ROWS) shuffle(s, min(s + SWEEP_ROWS, active))
    for (let s: i32 = 0; s < active; ) s = sweep(s)
    epochs++
    if (above - below <= tolerance) {
      if (active == usable) return epochs
      active = usable
      worstAbove = Infinity
      worstBelow = -Infinity
      continue
    }
    worstAbove = above > 0 ? above : Infinity
    worstBelow = below < 0 ? below : -Infinity
  }
  return -epochs
}

/** Fisher and Yates over the active rows, from place `from` to `to`. */
function shuffle(from: i32, to: i32): void {
  const count = active
  let random = state
  for (let s = from; s < to; s++) {
    random ^= random << 13
    random ^= random >> 17
    random ^= random << 5
    const other = s + <i32>((<f64>random / 4294967296.0) * <f64>(count - s))
    const here = order + (<usize>s << 2)
    const there = order + (<usize>other << 2)
    const held = load<u32>(here)
    store<u32>(here, load<u32>(there))
    store<u32>(there, held)
  }
  state = random
}

/** Updates the rows from place `from` on, SWEEP_ROWS of them at most; returns the place to go on from. */
function sweep(from: i32): i32 {
  const allRecords = records
  const allColumns = columns
  const allValues = values
  const w = weights
  const b = bias
  const bWeight = biasWeight
  const dropAbove = worstAbove
  const dropBelow = worstBelow
  let count = active
  let highest = above
  let lowest = below
  let seen = lookedAt
  let s = from
  for (let left = SWEEP_ROWS; left > 0 && s < count; left--, s++) {
    const place = order + (<usize>s << 2)
    if (s + RECORD_AHEAD < count) {
      seen ^= load<u32>(allRecords + <usize>load<u32>(place, RECORD_AHEAD << 2) * RECORD)
      const first = <usize>load<u32>(allRecords + <usize>load<u32>(place, ENTRIES_AHEAD << 2) * RECORD)
      const aheadColumns = allColumns + (first << 2)
      const aheadValues = allValues + (first << 3)
      seen ^= load<u32>(aheadColumns) ^ load<u32>(aheadColumns, 64)
      seen ^= load<u32>(aheadValues) ^ load<u32>(aheadValues, 64) ^ load<u32>(aheadValues, 128) ^ load<u32>(aheadValues, 192)
    }
    const i = load<u32>(place)
    const record = allRecords + <usize>i * RECORD
    const start = <usize>load<u32>(record)
    const firstColumn = allColumns + (start << 2)
    const lastColumn = allColumns + (<usize>load<u32>(record, R_END) << 2)
    const y = load<f64>(record, R_LABEL)
    let score: f64 = 0
    let value = allValues + (start << 3)
    for (let column = firstColumn; column < lastColumn; column += 4) {
      score += load<f64>(w + (<usize>load<u32>(column) << 3)) * load<f64>(value)
      value += 8
    }
    if (b != 0) score += b * load<f64>(bWeight)
    const before = load<f64>(record, R_ALPHA)
    const upper = load<f64>(record, R_UPPER)
    const gradient = y * score - 1 + before * load<f64>(record, R_DIAGONAL)
    let projected = gradient
    let dropped = false
    if (before == 0) {
      dropped = gradient > dropAbove
      if (gradient > 0) projected = 0
    } else if (before == upper) {
      dropped = gradient < dropBelow
      if (gradient < 0) projected = 0
    }
    if (dropped) {
      count--
      const last = order + (<usize>count << 2)
      store<u32>(place, load<u32>(last))
      store<u32>(last, i)
      s--
      continue
    }
    if (projected > highest) highest = projected
    if (projected < lowest) lowest = projected
    if (abs(projected) <= 1e-12) continue
    const after = min(max(before - gradient / load<f64>(record, R_CURVATURE), 0), upper)
    store<f64>(record, after, R_ALPHA)
    const change = (after - before) * y
    value = allValues + (start << 3)
    for (let column = firstColumn; column < lastColumn; column += 4) {
      const weight = w + (<usize>load<u32>(column) << 3)
      store<f64>(weight, load<f64>(weight) + change * load<f64>(value))
      value += 8
    }
    if (b != 0) store<f64>(bWeight, load<f64>(bWeight) + change * b)
  }
  active = count
  above = highest
  below = lowest
  lookedAt = seen
  return s
}

/**
 * gram ← gram + Σ weightᵣ xᵣ xᵣᵀ over the rows of a block, upper triangle in tiles of 4 × 4: sixteen sums stay in
 * registers while the rows pass by. `stride` numbers lie between rows of block and of gram; a multiple of 4, filled up
 * with zeros. `panel` is room for 4 numbers per row.
 */
export function addGram(gram: usize, block: usize, rowWeights: usize, panel: usize, rowCount: i32, stride: i32): void {
  const rowBytes = <usize>stride << 3
  for (let j: i32 = 0; j < stride; j += 4) {
    let from = block + (<usize>j << 3)
    for (let r: i32 = 0; r < rowCount; r++) {
      const w = v128.load64_splat(rowWeights + (<usize>r << 3))
      const to = panel + (<usize>r << 5)
      v128.store(to, f64x2.mul(w, v128.load(from)))
      v128.store(to, f64x2.mul(w, v128.load(from, 16)), 16)
      from += rowBytes
    }
    for (let k: i32 = j; k < stride; k += 4) {
      let s00 = f64x2.splat(0)
      let s01 = f64x2.splat(0)
      let s10 = f64x2.splat(0)
      let s11 = f64x2.splat(0)
      let s20 = f64x2.splat(0)
      let s21 = f64x2.splat(0)
      let s30 = f64x2.splat(0)
      let s31 = f64x2.splat(0)
      let left = panel
      let right = block + (<usize>k << 3)
      for (let r: i32 = 0; r < rowCount; r++) {
        const x0 = v128.load(right)
        const x1 = v128.load(right, 16)
        const a0 = v128.load64_splat(left)
        s00 = f64x2.add(s00, f64x2.mul(a0, x0))
        s01 = f64x2.add(s01, f64x2.mul(a0, x1))
        const a1 = v128.load64_splat(left, 8)
        s10 = f64x2.add(s10, f64x2.mul(a1, x0))
        s11 = f64x2.add(s11, f64x2.mul(a1, x1))
        const a2 = v128.load64_splat(left, 16)
        s20 = f64x2.add(s20, f64x2.mul(a2, x0))
        s21 = f64x2.add(s21, f64x2.mul(a2, x1))
        const a3 = v128.load64_splat(left, 24)
        s30 = f64x2.add(s30, f64x2.mul(a3, x0))
        s31 = f64x2.add(s31, f64x2.mul(a3, x1))
        left += 32
        right += rowBytes
      }
      let cell = gram + <usize>j * rowBytes + (<usize>k << 3)
      v128.store(cell, f64x2.add(v128.load(cell), s00))
      v128.store(cell, f64x2.add(v128.load(cell, 16), s01), 16)
      cell += rowBytes
      v128.store(cell, f64x2.add(v128.load(cell), s10))
      v128.store(cell, f64x2.add(v128.load(cell, 16), s11), 16)
      cell += rowBytes
      v128.store(cell, f64x2.add(v128.load(cell), s20))
      v128.store(cell, f64x2.add(v128.load(cell, 16), s21), 16)
      cell += rowBytes
      v128.store(cell, f64x2.add(v128.load(cell), s30))
      v128.store(cell, f64x2.add(v128.load(cell, 16), s31), 16)
    }
  }
}

/** scores[r] ← rowᵣ · v for doubles. */
export function multiply64(rows: usize, rowCount: i32, columnCount: i32, v: usize, scores: usize): void {
  for (let r: i32 = 0; r < rowCount; r++) {
    let s0 = f64x2.splat(0)
    let s1 = f64x2.splat(0)
    let at = v
    const pairsEnd = v + (<usize>(columnCount & ~3) << 3)
    const end = v + (<usize>columnCount << 3)
    while (at < pairsEnd) {
      s0 = f64x2.add(s0, f64x2.mul(v128.load(rows), v128.load(at)))
      s1 = f64x2.add(s1, f64x2.mul(v128.load(rows, 16), v128.load(at, 16)))
      rows += 32
      at += 32
    }
    s0 = f64x2.add(s0, s1)
    let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1)
    while (at < end) {
      sum += load<f64>(rows) * load<f64>(at)
      rows += 8
      at += 8
    }
    store<f64>(scores + (<usize>r << 3), sum)
  }
}

/** scores[r] ← rowᵣ · v for single-precision rows, computed in doubles. */
export function multiply32(rows: usize, rowCount: i32, columnCount: i32, v: usize, scores: usize): void {
  for (let r: i32 = 0; r < rowCount; r++) {
    let s0 = f64x2.splat(0)
    let s1 = f64x2.splat(0)
    let at = v
    const pairsEnd = v + (<usize>(columnCount & ~3) << 3)
    const end = v + (<usize>columnCount << 3)
    while (at < pairsEnd) {
      s0 = f64x2.add(s0, f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(rows)), v128.load(at)))
      s1 = f64x2.add(s1, f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(rows, 8)), v128.load(at, 16)))
      rows += 16
      at += 32
    }
    s0 = f64x2.add(s0, s1)
    let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1)
    while (at < end) {
      sum += <f64>load<f32>(rows) * load<f64>(at)
      rows += 4
      at += 8
    }
    store<f64>(scores + (<usize>r << 3), sum)
  }
}

/** y ← y + Σ factors[r] rowᵣ for doubles; rows with the factor 0 are passed over. */
export function addTransposed64(rows: usize, rowCount: i32, columnCount: i32, factors: usize, y: usize): void {
  const rowBytes = <usize>columnCount << 3
  const pairsEnd = y + (<usize>(columnCount & ~1) << 3)
  const end = y + rowBytes
  for (let r: i32 = 0; r < rowCount; r++) {
    const factor = load<f64>(factors + (<usize>r << 3))
    if (factor != 0) {
      const wide = f64x2.splat(factor)
      let from = rows
      let at = y
      while (at < pairsEnd) {
        v128.store(at, f64x2.add(v128.load(at), f64x2.mul(wide, v128.load(from))))
        from += 16
        at += 16
      }
      if (at < end) store<f64>(at, load<f64>(at) + factor * load<f64>(from))
    }
    rows += rowBytes
  }
}

/** y ← y + Σ factors[r] rowᵣ for single-precision rows, computed in doubles; factor 0 is passed over. */
export function addTransposed32(rows: usize, rowCount: i32, columnCount: i32, factors: usize, y: usize): void {
  const rowBytes = <usize>columnCount << 2
  const pairsEnd = y + (<usize>(columnCount & ~1) << 3)
  const end = y + (<usize>columnCount << 3)
  for (let r: i32 = 0; r < rowCount; r++) {
    const factor = load<f64>(factors + (<usize>r << 3))
    if (factor != 0) {
      const wide = f64x2.splat(factor)
      let from = rows
      let at = y
      while (at < pairsEnd) {
        const x = f64x2.promote_low_f32x4(v128.load64_zero(from))
        v128.store(at, f64x2.add(v128.load(at), f64x2.mul(wide, x)))
        from += 8
        at += 16
      }
      if (at < end) store<f64>(at, load<f64>(at) + factor * <f64>load<f32>(from))
    }
    rows += rowBytes
  }
}

/** row[0] ← its root, row[1…] ← row[1…] ÷ that root; false where row[0] is no pivot. */
function scaleRow(row: usize, length: i32): bool {
  const pivot = load<f64>(row)
  if (!(pivot > 0) || pivot == Infinity) return false
  const root = Math.sqrt(pivot)
  const inverse = 1 / root
  store<f64>(row, root)
  const wide = f64x2.splat(inverse)
  const end = row + (<usize>length << 3)
  let at = row + 8
  while (at + 8 < end) {
    v128.store(at, f64x2.mul(v128.load(at), wide))
    at += 16
  }
  if (at < end) store<f64>(at, load<f64>(at) * inverse)
  return true
}

/** to ← to − factor · from, for `length` numbers. */
function subtractRow(to: usize, from: usize, factor: f64, length: i32): void {
  const wide = f64x2.splat(factor)
  const end = to + (<usize>length << 3)
  while (to + 8 < end) {
    v128.store(to, f64x2.sub(v128.load(to), f64x2.mul(wide, v128.load(from))))
    to += 16
    from += 16
  }
  if (to < end) store<f64>(to, load<f64>(to) - factor * load<f64>(from))
}

/** to ← to − first · row − second · next, in this order, for `length` numbers. */
function subtractTwoRows(to: usize, row: usize, next: usize, first: f64, second: f64, length: i32): void {
  const one = f64x2.splat(first)
  const two = f64x2.splat(second)
  const end = to + (<usize>length << 3)
  while (to + 8 < end) {
    const left = f64x2.sub(v128.load(to), f64x2.mul(one, v128.load(row)))
    v128.store(to, f64x2.sub(left, f64x2.mul(two, v128.load(next))))
    to += 16
    row += 16
    next += 16
  }
  if (to < end) store<f64>(to, load<f64>(to) - first * load<f64>(row) - second * load<f64>(next))
}

/** As choleskyInPlace of cholesky.ts, bit for bit: U with A = UᵀU in place of the upper triangle of `size` × `size` doubles. */
export function factorCholesky(matrix: usize, size: i32): bool {
  const rowBytes = <usize>size << 3
  for (let k: i32 = 0; k < size; k += 2) {
    const diagonal = matrix + <usize>k * (rowBytes + 8)
    if (!scaleRow(diagonal, size - k)) return false
    if (k + 1 == size) return true
    const next = diagonal + rowBytes + 8
    subtractRow(next, diagonal + 8, load<f64>(diagonal, 8), size - k - 1)
    if (!scaleRow(next, size - k - 1)) return false
    let row = diagonal + 16
    let below = next + 8
    let to = next + rowBytes + 8
    for (let left = size - k - 2; left > 0; left--) {
      subtractTwoRows(to, row, below, load<f64>(row), load<f64>(below), left)
      row += 8
      below += 8
      to += rowBytes + 8
    }
  }
  return true
}

/** As choleskySolve of cholesky.ts, bit for bit: A x = b in place of b, by the factor that factorCholesky left. */
export function solveFactored(factor: usize, b: usize, size: i32): void {
  const rowBytes = <usize>size << 3
  const end = b + rowBytes
  let diagonal = factor
  for (let i: i32 = 0; i < size; i++) {
    const at = b + (<usize>i << 3)
    const value = load<f64>(at) / load<f64>(diagonal)
    store<f64>(at, value)
    subtractRow(at + 8, diagonal + 8, value, size - i - 1)
    diagonal += rowBytes + 8
  }
  for (let i: i32 = size - 1; i >= 0; i--) {
    diagonal -= rowBytes + 8
    const first = b + (<usize>i << 3)
    let sum = load<f64>(first)
    let from = diagonal + 8
    for (let at = first + 8; at < end; at += 8) {
      sum -= load<f64>(from) * load<f64>(at)
      from += 8
    }
    store<f64>(first, sum / load<f64>(diagonal))
  }
}

/** What has too many digits, an exponent or no business here: the host reads bytes `from` to `to`, NaN when not a number. */
@external("host", "number")
declare function hostNumber(from: usize, to: usize): f64

/** Bytes that one call walks at most, for the same reason as SWEEP_ROWS. */
const CHUNK_BYTES: usize = 65536

/** How often a byte occurs in 16 bytes at a time; `from` and `to` are 16 apart by a whole number. */
export function countBytes(from: usize, to: usize, byte: i32): i32 {
  const wanted = i8x16.splat(<i8>byte)
  let count: i32 = 0
  while (from < to) {
    count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(from), wanted)))
    from += 16
  }
  return count
}

// What a run of the LIBSVM reader keeps between chunks.
let textAt: usize = 0
let entryColumns: usize = 0
let entryValues: usize = 0
let entryCount: u32 = 0
let rowCount: u32 = 0
let largestIndex: u32 = 0

/** Makes ready for parseChunk. */
export function startParsing(text: usize, columnsAt: usize, valuesAt: usize): void {
  textAt = text
  entryColumns = columnsAt
  entryValues = valuesAt
  entryCount = 0
  rowCount = 0
  largestIndex = 0
}

export function parsedRows(): u32 {
  return rowCount
}

export function parsedEntries(): u32 {
  return entryCount
}

export function parsedLargestIndex(): u32 {
  return largestIndex
}

/** Eight ASCII digits, already less 0x30 each, the first in the lowest byte, as a number. */
// @ts-ignore: decorator
@inline
function eightDigits(digits: u64): u64 {
  digits = digits * 10 + (digits >> 8)
  return (
    ((digits & 0x000000ff000000ff) * 0x000f424000000064 + ((digits >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
  )
}

/** How many of the eight bytes, from the lowest, are digits, once less 0x30 each. */
// @ts-ignore: decorator
@inline
function leadingDigits(bytes: u64): u64 {
  return ctz(((bytes + 0x7676767676767676) | bytes) & 0x8080808080808080) >> 3
}

/**
 * Reads rows of LIBSVM's format, as parseRows of libsvm-format.ts, for CHUNK_BYTES or to `end`, with a line end last.
 * `powers` holds 1, 10 … 10⁸. Returns 0 when all is read, 1 when there is more, else the address of a fault.
 */
export function parseChunk(end: usize, labels: usize, offsets: usize, powers: usize, bias: f64, hasBias: i32): usize {
  let at = textAt
  let entry = entryCount
  let rows = rowCount
  let largest = largestIndex
  const stop = min(end, at + CHUNK_BYTES)
  while (at < stop) {
    let char = load<u8>(at)
    if (char == 10 || char == 32 || char == 13 || char == 9) {
      at++
      continue
    }
    const labelAt = at
    while (char > 32) char = load<u8>(++at)
    let label: f64
    const sign = load<u8>(labelAt)
    // +1 and -1 are most labels of most files.
    if (at - labelAt == 2 && load<u8>(labelAt + 1) == 49 && (sign == 43 || sign == 45)) label = sign == 43 ? 1 : -1
    else label = hostNumber(labelAt, at)
    if (isNaN(label)) return labelAt
    store<f64>(labels + (<usize>rows << 3), label)
    let before: u32 = 0
    for (;;) {
      while (char == 32 || char == 9 || char == 13) char = load<u8>(++at)
      if (char == 10) break
      const indexAt = at
      let index: u32 = 0
      while (<u32>char - 48 < 10) {
        index = index * 10 + <u32>char - 48
        char = load<u8>(++at)
      }
      if (char != 58 || at - indexAt > 9 || index <= before) return indexAt
      before = index
      const valueAt = ++at
      char = load<u8>(at)
      const negative = char == 45
      if (negative || char == 43) at++
      // One digit before the point is by far the commonest; eight bytes hold what follows.
      let whole: u64 = 0
      let wholeDigits: usize = 0
      char = load<u8>(at)
      while (<u32>char - 48 < 10) {
        whole = whole * 10 + <u64>char - 48
        wholeDigits++
        char = load<u8>(++at)
      }
      let decimals: u64 = 0
      if (char == 46) {
        const bytes = load<u64>(++at) ^ 0x3030303030303030
        decimals = leadingDigits(bytes)
        if (decimals > 0 && decimals < 8) {
          const power = <u64>load<f64>(powers + (<usize>decimals << 3))
          whole = whole * power + eightDigits(bytes << ((8 - decimals) << 3))
        }
        at += <usize>decimals
        char = load<u8>(at)
      }
      store<u32>(entryColumns + (<usize>entry << 2), index - 1)
      let value: f64
      if (wholeDigits > 8 || decimals > 7 || wholeDigits + <usize>decimals == 0 || char > 32) {
        while (char > 32) char = load<u8>(++at)
        value = hostNumber(valueAt, at)
        if (isNaN(value)) return valueAt
      } else {
        value = decimals == 0 ? <f64>whole : <f64>whole / load<f64>(powers + (<usize>decimals << 3))
        if (negative) value = -value
      }
      store<f64>(entryValues + (<usize>entry << 3), value)
      entry++
    }
    if (before > largest) largest = before
    if (hasBias) {
      store<f64>(entryValues + (<usize>entry << 3), bias)
      entry++
    }
    rows++
    store<u32>(offsets + (<usize>rows << 2), entry)
  }
  textAt = at
  entryCount = entry
  rowCount = rows
  largestIndex = largest
  return at < end ? 1 : 0
}
