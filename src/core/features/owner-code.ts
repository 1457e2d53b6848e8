const OFFSETS = [0x811c9dc5, 0x01000193] as const
const PRIME = 0x01000193

/**
 * 64-bit code of a shopper's or session's id, as two signed 32-bit numbers: FNV-1a twice, from two beginnings, each
 * mixed at its end. It says whose a vector is without saying who that is, and is no secret by itself: give it ids that
 * are keyed hashes. Of n ids two have the same code with a chance of about n² / 2⁶⁵.
 *
 * @see Fowler, Noll and Vo, FNV-1a; Appleby, MurmurHash3 (the mixing)
 */
export function ownerCode(id: string): readonly [number, number] {
  const [first, second] = OFFSETS.map((offset) => {
    let hash: number = offset
    for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), PRIME)
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    return (hash ^ (hash >>> 16)) | 0
  })
  return [first, second]
}
