/** A stream of pseudo-random numbers that a seed fixes for ever: same seed, same numbers, on any machine. */
export interface SeededRandom {
  /** Uniform in [0, 1), with 53 random bits. */
  next(): number
  /**
   * Uniform integer in [0, bound), from 32 random bits: no value is likelier than another by more than
   * `bound` / 2³². `bound` must lie in [1, 2³²]; 0 is returned for anything below 1.
   */
  nextInt(bound: number): number
  /** Uniform integer in [0, 2³²). */
  nextUint32(): number
}

/** Taken out of `Math` once: under jest each look at a global costs more than the number that is drawn. */
const { imul, floor } = Math

const TWO_POW_MINUS_32 = 2 ** -32
const TWO_POW_MINUS_53 = 2 ** -53
const TWO_POW_26 = 2 ** 26

/**
 * xoshiro128** over four 32-bit words (Blackman & Vigna, ACM TOMS 2021), filled from the seed by a
 * splitmix32 sequence so that neighboring seeds give unrelated streams. Period 2¹²⁸ − 1.
 * Not for secrets: the stream can be predicted.
 *
 * @param seed any finite number, whole or not
 * @throws RangeError when the seed is not finite
 */
export function createRandom(seed: number): SeededRandom {
  if (!Number.isFinite(seed)) throw new RangeError(`seed must be a finite number, got ${String(seed)}`)
  const state = seededState(seed)
  const nextUint32 = (): number => {
    const s1 = state[1]
    const scrambled = imul(s1, 5)
    const result = imul((scrambled << 7) | (scrambled >>> 25), 9)
    state[2] ^= state[0]
    state[3] ^= s1
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= s1 << 9
    state[3] = (state[3] << 11) | (state[3] >>> 21)
    return result >>> 0
  }
  return {
    nextUint32,
    next: () => ((nextUint32() >>> 5) * TWO_POW_26 + (nextUint32() >>> 6)) * TWO_POW_MINUS_53,
    nextInt: (bound) => floor(nextUint32() * TWO_POW_MINUS_32 * bound),
  }
}

/** Puts the entries of `values` in random order, in place (Fisher and Yates), and returns them. */
export function shuffle<T extends Int32Array | Uint32Array | Float64Array | number[] | string[]>(
  values: T,
  random: SeededRandom,
): T {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.nextInt(last + 1)
    const held = values[last]
    values[last] = values[other]
    values[other] = held
  }
  return values
}

/** The four words of the state: never all zero, where xoshiro would stay, for they are four different ones. */
function seededState(seed: number): Int32Array {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, seed + 0)
  return Int32Array.from({ length: 4 }, splitmix32(bits.getInt32(0), bits.getInt32(4)))
}

/** A 32-bit counter put through a mixing function that maps no two values to one (the finalizer of MurmurHash3). */
function splitmix32(high: number, low: number): () => number {
  let counter = (imul(high, 0x85ebca6b) ^ low) | 0
  return () => {
    counter = (counter + 0x9e3779b9) | 0
    let mixed = imul(counter ^ (counter >>> 16), 0x21f0aaad)
    mixed = imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
}
