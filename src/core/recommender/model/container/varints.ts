import { ModelFormatError } from "../../../svm"

/** Bits of a number that one byte holds; the eighth says whether another follows. */
const BITS = 7
const MORE = 0x80
/** Shift of the last byte that a number below 2³¹ can have. */
const LAST_SHIFT = 28

/** Integers of 0 to 2³¹ − 1 in 7 bits a byte, the low ones first (LEB128): small numbers take one byte. */
export function encodeVarints(numbers: ArrayLike<number>): Uint8Array {
  let length = 0
  for (let at = 0; at < numbers.length; at++)
    for (let rest = numbers[at]; ; rest >>>= BITS, length++) if (rest < MORE) break
  const bytes = new Uint8Array(length + numbers.length)
  let to = 0
  for (let at = 0; at < numbers.length; at++) {
    let rest = numbers[at]
    for (; rest >= MORE; rest >>>= BITS) bytes[to++] = (rest & (MORE - 1)) | MORE
    bytes[to++] = rest
  }
  return bytes
}

/**
 * Reads what {@link encodeVarints} wrote.
 *
 * @param name of the section, for errors
 * @throws ModelFormatError where a number is too large or does not end
 */
export function decodeVarints(name: string, bytes: Uint8Array): Int32Array {
  let count = 0
  for (const byte of bytes) if (byte < MORE) count++
  const numbers = new Int32Array(count)
  let at = 0
  for (let to = 0; to < count; to++) {
    let number = 0
    for (let shift = 0; ; shift += BITS) {
      const byte = bytes[at++]
      if (shift > LAST_SHIFT || (shift === LAST_SHIFT && byte > 7)) {
        throw new ModelFormatError(`section "${name}" number ${to}`, "is 2^31 or more")
      }
      number |= (byte & (MORE - 1)) << shift
      if (byte < MORE) break
    }
    numbers[to] = number
  }
  if (at !== bytes.length) throw new ModelFormatError(`section "${name}"`, "ends within a number")
  return numbers
}
