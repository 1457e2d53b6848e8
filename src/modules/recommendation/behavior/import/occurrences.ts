import { createHash } from "node:crypto"

const FIRST_CAPACITY = 1_024
const ID_LENGTH = 32

/**
 * Ids made of a row's content, and of how many rows of the same content came before it: equal rows of one history stay
 * apart, while the same history under another name or in another order gets the same ids. Remembers 64 bits of each
 * row's hash in an open-addressing table: 24 bytes a row at most; two of ten million rows are mistaken for equal with
 * a probability of 3e-6, and then only share one count.
 */
export class ContentIds {
  private size = 0
  private hashes = new BigUint64Array(FIRST_CAPACITY)
  private counts = new Uint32Array(FIRST_CAPACITY)

  next(content: string): string {
    const hash = createHash("sha256").update(content).digest()
    const count = this.count(hash.readBigUInt64LE(0) || 1n)
    const own = count === 1 ? hash : createHash("sha256").update(`${content}\u001f${count}`).digest()
    return own.toString("hex").slice(0, ID_LENGTH)
  }

  /** @param hash not 0, which marks a free place */
  private count(hash: bigint): number {
    if (this.size * 2 >= this.hashes.length) this.grow()
    const at = this.place(hash)
    if (this.hashes[at] === 0n) {
      this.hashes[at] = hash
      this.size += 1
    }
    this.counts[at] += 1
    return this.counts[at]
  }

  private place(hash: bigint): number {
    const mask = this.hashes.length - 1
    let at = Number(hash & BigInt(mask))
    while (this.hashes[at] !== 0n && this.hashes[at] !== hash) at = (at + 1) & mask
    return at
  }

  private grow(): void {
    const { hashes, counts } = this
    this.hashes = new BigUint64Array(hashes.length * 2)
    this.counts = new Uint32Array(counts.length * 2)
    for (const [from, hash] of hashes.entries()) {
      if (hash === 0n) continue
      const at = this.place(hash)
      this.hashes[at] = hash
      this.counts[at] = counts[from]
    }
  }
}
