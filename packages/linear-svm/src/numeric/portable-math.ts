/**
 * Logarithms and powers from additions, multiplications and divisions alone, which IEEE 754 rounds alike everywhere.
 * `Math.exp`, `Math.log1p`, `Math.log2` and `**` are the runtime's, whose compiler joins a product and a sum where the
 * processor can (arm64 can, x64 as it is shipped does not): their last bit differs, and with it a model's bytes.
 * Within two units in the last place of the true value.
 *
 * @see Muller, "Elementary Functions", 3rd ed., ch. 11 (Cody and Waite's reduction of the argument)
 */

const { floor } = Math

/** ln 2 as a sum of a part with zeros at its end, whose products with small integers are exact, and the rest. */
const LN2_HIGH = 0.69314718036912381649
const LN2_LOW = 1.90821492927058770002e-10
const LOG2_E = 1.442695040888963387
const LN2 = 0.693147180559945286227

const LEAST_EXPONENT = -1022
const GREATEST_EXPONENT = 1023
const MANTISSA_BITS = 52
const EXPONENT_BIAS = 1023
const SUBNORMAL_SHIFT = 54

/** 2^k for every exponent of a normal number. */
const POWERS = ((): Float64Array => {
  const powers = new Float64Array(GREATEST_EXPONENT - LEAST_EXPONENT + 1)
  powers[-LEAST_EXPONENT] = 1
  for (let k = 1; k <= GREATEST_EXPONENT; k++) powers[k - LEAST_EXPONENT] = 2 * powers[k - 1 - LEAST_EXPONENT]
  for (let k = -1; k >= LEAST_EXPONENT; k--) powers[k - LEAST_EXPONENT] = powers[k + 1 - LEAST_EXPONENT] / 2
  return powers
})()

const inverses = (count: number, of: (n: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, n) => 1 / of(n))

/** 1/n!: beyond these terms |r| ≤ ln 2 / 2 adds less than 2⁻⁵⁷ of the sum. */
const EXP_TERMS = ((): Float64Array => {
  let factorial = 1
  return inverses(14, (n) => (factorial *= Math.max(1, n)))
})()
/** 1/(2n + 1): beyond these terms s² ≤ 0.0295 adds less than 2⁻⁵⁷ of the sum. */
const LOG_TERMS = inverses(11, (n) => 2 * n + 1)

/** Σ terms[n] · xⁿ. */
function polynomial(terms: Float64Array, x: number): number {
  let sum = terms[terms.length - 1]
  for (let n = terms.length - 2; n >= 0; n--) sum = sum * x + terms[n]
  return sum
}

/** 2^k · eʳ for integer k, however far out, and |r| ≤ ln 2 / 2. Where k is NaN it is NaN. */
function power(k: number, r: number): number {
  if (k > GREATEST_EXPONENT + 1) return Infinity
  if (k < LEAST_EXPONENT - MANTISSA_BITS - 2) return 0
  // In two halves, each a normal number: the last product alone may round.
  const half = k >> 1
  return polynomial(EXP_TERMS, r) * POWERS[half - LEAST_EXPONENT] * POWERS[k - half - LEAST_EXPONENT]
}

/** eˣ. */
export function exp(x: number): number {
  const k = floor(x * LOG2_E + 0.5)
  return power(k, x - k * LN2_HIGH - k * LN2_LOW)
}

/** 2ˣ, exact for integers. */
export function exp2(x: number): number {
  const k = floor(x + 0.5)
  return power(k, (x - k) * LN2)
}

const DOUBLE = new Float64Array(1)
const WORDS = new Uint32Array(DOUBLE.buffer)
/** The word that holds the exponent: the second on all machines of today. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0

/** x = 2^exponent · (1 + s)/(1 − s) with √½ ≤ (1 + s)/(1 − s) < √2, for finite x > 0. */
function reduce(x: number): { exponent: number; s: number } {
  let exponent = -EXPONENT_BIAS
  DOUBLE[0] = x
  if (WORDS[HIGH] < 0x100000) {
    DOUBLE[0] = x * POWERS[SUBNORMAL_SHIFT - LEAST_EXPONENT]
    exponent -= SUBNORMAL_SHIFT
  }
  exponent += WORDS[HIGH] >>> (MANTISSA_BITS - 32)
  WORDS[HIGH] = (WORDS[HIGH] & 0xfffff) | 0x3ff00000
  let mantissa = DOUBLE[0]
  if (mantissa >= Math.SQRT2) {
    mantissa /= 2
    exponent++
  }
  return { exponent, s: (mantissa - 1) / (mantissa + 1) }
}

/** ln((1 + s)/(1 − s)) = 2 (s + s³/3 + s⁵/5 + …). */
const logOfRatio = (s: number): number => 2 * s * polynomial(LOG_TERMS, s * s)

const isOrdinary = (x: number): boolean => x > 0 && x < Infinity
/** The logarithm of what has no ordinary one: NaN below 0, −∞ at 0, ∞ at ∞. */
const logOfOdd = (x: number): number => (x === 0 ? -Infinity : x === Infinity ? Infinity : Number.NaN)

/** ln x; NaN below 0. */
export function ln(x: number): number {
  if (!isOrdinary(x)) return logOfOdd(x)
  const { exponent, s } = reduce(x)
  return exponent * LN2_HIGH + (logOfRatio(s) + exponent * LN2_LOW)
}

/** log₂ x, exact for powers of two; NaN below 0. */
export function log2(x: number): number {
  if (!isOrdinary(x)) return logOfOdd(x)
  const { exponent, s } = reduce(x)
  return exponent + logOfRatio(s) * LOG2_E
}

/**
 * ln(1 + x), also where x is so small that 1 + x is not; NaN below −1.
 *
 * @see Goldberg, "What Every Computer Scientist Should Know About Floating-Point Arithmetic", theorem 4
 */
export function log1p(x: number): number {
  const sum = 1 + x
  if (sum === 1) return x
  return x === Infinity ? x : ln(sum) * (x / (sum - 1))
}
