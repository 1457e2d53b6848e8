import { getHeapStatistics } from "node:v8"

const MEGABYTE = 1024 * 1024

/** Named by every message about too little memory, for it is the way out. */
export const MEMORY_OPTION = "training.max_memory_mb"

/** Heap of this thread and the columns beside it; memory that threads share is in no thread's count. */
export function threadMemoryMb(): number {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics()
  return (heap + external) / MEGABYTE
}

/** Keeps count of a training's memory, columns included: the heap's own limit does not see those. */
export class MemoryGuard {
  peakMb = 0
  #sharedMb = 0
  readonly #threadsMb = new Map<number, number>()

  constructor(private readonly limitMb: number) {}

  /** Notes memory that threads share. */
  share(bytes: number): void {
    this.#sharedMb += bytes / MEGABYTE
  }

  /** Notes what another thread of the training uses by now. */
  note(thread: number, usedMb: number): void {
    this.#threadsMb.set(thread, usedMb)
    this.check()
  }

  /** @throws Error when the training uses more than it may */
  check(): void {
    const others = [...this.#threadsMb.values()].reduce((sum, usedMb) => sum + usedMb, 0)
    const usedMb = threadMemoryMb() + this.#sharedMb + others
    this.peakMb = Math.max(this.peakMb, usedMb)
    if (usedMb > this.limitMb) {
      throw new Error(
        `Training needs more than the ${this.limitMb} MB it may use: raise training.max_memory_mb or lower training.max_rows.`,
      )
    }
  }
}
