import { exp2, log2 } from "../numeric/portable-math"

/** Steps in which a number halves: neighboring codes differ by 4.4 %, so that a number is off by 2.3 % at most. */
const STEPS = 16
/** Code of the greatest number of a column; 0 stands for nothing, which is what less than 2⁻¹⁶ of the greatest counts as. */
const GREATEST = 255

/** What each code stands for, as a part of its column's greatest number. */
const PARTS = Float64Array.from({ length: GREATEST + 1 }, (_, code) =>
  code === 0 ? 0 : exp2((code - GREATEST) / STEPS),
)

const SINGLE = new Float32Array(1)
const BITS = new Uint32Array(SINGLE.buffer)
const EXPONENT_BIAS = 127
const MANTISSA_BITS = 23
/** Bits of a mantissa that its step is looked up by. */
const LOOKED_AT = 10
/** Steps between a power of two and each mantissa above it. */
const STEPS_OF_MANTISSA = Uint8Array.from({ length: 1 << LOOKED_AT }, (_, bits) =>
  Math.round(STEPS * log2(1 + (bits + 0.5) / (1 << LOOKED_AT))),
)

/** Code of a number, 0 or more, in a column whose greatest number is `greatest`. */
export function codeOf(value: number, greatest: number): number {
  SINGLE[0] = value / greatest
  const bits = BITS[0]
  const halvings = EXPONENT_BIAS - (bits >>> MANTISSA_BITS)
  const step = STEPS_OF_MANTISSA[(bits >>> (MANTISSA_BITS - LOOKED_AT)) & ((1 << LOOKED_AT) - 1)]
  // Below the first power of two lies the code 255; NaN, of no number beside no number, lies far above.
  const code = GREATEST - STEPS * halvings + step
  return value > 0 && code > 0 ? Math.min(GREATEST, code) : 0
}

/** Turns codes of a column back into numbers. */
export function decodeCodes(
  { bytes, from, length }: { readonly bytes: Uint8Array; readonly from: number; readonly length: number },
  greatest: number,
  into: Float32Array,
): void {
  for (let at = 0; at < length; at++) into[at] = PARTS[bytes[from + at]] * greatest
}

/** The upper half of a single-precision number of 0 or more, rounded to the nearest: off by 0.4 % at most (bfloat16). */
export function upperHalf(value: number): number {
  SINGLE[0] = value
  return Math.min(GREATEST_HALF, (BITS[0] + 0x7fff) >>> 16)
}

/** The greatest finite one. */
export const GREATEST_HALF = 0x7f7f

/** The number of an upper half. */
export function fromUpperHalf(half: number): number {
  BITS[0] = half << 16
  return SINGLE[0]
}
