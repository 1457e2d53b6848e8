import { createHash } from "node:crypto"
import { existsSync, rmSync, statfsSync } from "node:fs"
import path from "node:path"

/** Free space that a folder in memory must have: one run's databases were measured at less than 1.5 GB. */
const SPACE_BYTES = 3e9
/** Memory that must be available: two workers of jest, a shop, a training and a browser take up to 7 GB beside it. */
const MEMORY_BYTES = 11e9

/** Where the tests' Postgres keeps its files. */
export interface TestCluster {
  readonly dataDir: string
  /** Removes what must not outlive the run. */
  remove(): void
}

interface Machine {
  /** A folder whose files lie in memory; Linux alone has one. */
  readonly memoryFolder: string
  readonly freeSpace: (folder: string) => number
  readonly availableMemory: () => number
}

const thisMachine: Machine = {
  memoryFolder: "/dev/shm",
  freeSpace: (folder) => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  },
  availableMemory: () => process.availableMemory(),
}

/**
 * In memory where there is room: a copy of a shop's database is 1,700 small files, which take a disk up to two seconds
 * and memory a tenth of one, and most tests over HTTP begin with a copy. On disk it is kept for the next run, as a cache.
 *
 * @param root the checkout, each of which has a cluster of its own
 */
export function testCluster(root: string, machine: Machine = thisMachine): TestCluster {
  const { memoryFolder, freeSpace, availableMemory } = machine
  const hasRoom =
    existsSync(memoryFolder) && freeSpace(memoryFolder) >= SPACE_BYTES && availableMemory() >= MEMORY_BYTES
  if (!hasRoom) return { dataDir: path.join(root, ".test-postgres"), remove: () => undefined }
  const key = createHash("sha256").update(root).digest("hex").slice(0, 12)
  const folder = path.join(memoryFolder, `medusa-svm-test-${key}`)
  return {
    dataDir: path.join(folder, "data"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
