/** The two arms of a hold-out: control gets recommendations that know nothing of the shopper. */
export type ExperimentArm = "treatment" | "control"

/** What the assignment of one experiment depends on; it never changes while the experiment runs. */
export interface ExperimentDesign {
  /** Random text of the experiment, so that two experiments split shoppers independently. */
  readonly salt: string
  /** Share of shoppers in control, 0 to 1. */
  readonly holdoutShare: number
}

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/**
 * 32-bit FNV-1a of a text's UTF-16 units, then the finaliser of MurmurHash3:
 * FNV alone leaves neighbouring ids (cus_1, cus_2) in neighbouring buckets.
 *
 * @returns an unsigned 32-bit integer
 * @see Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft)
 */
export function hash32(text: string): number {
  return finished(fnv(text, FNV_OFFSET))
}

/** Goes on with a hash of what stood before. */
function fnv(text: string, before: number): number {
  let hash = before
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME)
  return hash
}

function finished(fnvHash: number): number {
  let hash = Math.imul(fnvHash ^ (fnvHash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/**
 * Arm of one shopper: the same answer at every visit and on every instance,
 * for it depends on nothing but the design and the key.
 *
 * @param shopperKey customer id, or visitor id before login
 */
export function assignArm(design: ExperimentDesign, shopperKey: string): ExperimentArm {
  return armsOf(design)(shopperKey)
}

/** {@link assignArm} for many shoppers of one experiment: its salt is hashed once. */
export function armsOf({ salt, holdoutShare }: ExperimentDesign): (shopperKey: string) => ExperimentArm {
  const salted = fnv(`${salt}:`, FNV_OFFSET)
  return (shopperKey) => (finished(fnv(shopperKey, salted)) / 2 ** 32 < holdoutShare ? "control" : "treatment")
}
