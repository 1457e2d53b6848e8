import { readFileSync } from "node:fs"
import { totalmem } from "node:os"

/** Where Linux says how much memory a container may use: cgroup v2, then v1. */
const LIMIT_FILES = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]

const MEGABYTE = 1024 * 1024

/**
 * Megabytes that this process may use at most: the container's limit, or the machine's memory where none is set or it is
 * above that (v1 writes "no limit" as a number of 19 digits).
 *
 * @param files asked in this order; the first that can be read decides
 * @param machineBytes memory of the machine
 */
export function memoryLimitMb(files: readonly string[] = LIMIT_FILES, machineBytes: number = totalmem()): number {
  const limits = files.flatMap((file) => limitIn(file) ?? [])
  const [limit = machineBytes] = limits
  return Math.floor(Math.min(limit, machineBytes) / MEGABYTE)
}

/** Bytes that a file allows, Infinity for "max", null where it is not there or says something else. */
function limitIn(file: string): number | null {
  try {
    const text = readFileSync(file, "utf8").trim()
    if (text === "max") return Infinity
    return /^\d{1,20}$/.test(text) && Number(text) > 0 ? Number(text) : null
  } catch {
    // Not Linux, or no cgroup of this version.
    return null
  }
}

/** What the shop itself needs beside a training. */
const SHOP_MB = 512
const LEAST_MB = 256
const MOST_MB = 65_536

/** Memory of a training where the option does not say: three quarters of what the shop leaves. */
export function defaultTrainingMb(limitMb: number): number {
  return Math.min(MOST_MB, Math.max(LEAST_MB, Math.floor(0.75 * (limitMb - SHOP_MB))))
}
