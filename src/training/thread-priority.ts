import { readlinkSync } from "node:fs"
import { constants, setPriority } from "node:os"

/**
 * Lets every other thread of the machine go first, so that requests do not wait
 * for training even where there is but one core. Linux gives each thread a
 * priority of its own, and a synchronous read of `/proc/thread-self` gives the
 * number of the thread that reads. Elsewhere nothing changes.
 *
 * @returns whether the priority was lowered
 */
export function lowerThreadPriority(): boolean {
  try {
    const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1))
    // 0 would mean the whole process.
    if (!Number.isInteger(thread) || thread <= 0) return false
    setPriority(thread, constants.priority.PRIORITY_LOW)
    return true
  } catch {
    return false
  }
}
