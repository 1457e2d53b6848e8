import { accessSync, constants } from "node:fs"
import { open } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { ProblemCounts } from "../../../../files/problem-counts"
import type { ProblemCount } from "../../../../files/problem-counts"

/** A row that was not imported. */
interface BadRow {
  readonly line: number
  readonly raw: unknown
}

/** Bad rows with their faults, written beside the file they came from; in the system's temporary folder where that is read-only. */
export class BadRows {
  private readonly target: string
  private lines: string[] = []
  private handle: FileHandle | null = null
  private total = 0
  private readonly kinds = new ProblemCounts()

  constructor(source: string) {
    const name = `${path.basename(source).replace(/\.gz$/i, "")}.bad.ndjson`
    this.target = path.join(isWritable(path.dirname(source)) ? path.dirname(source) : tmpdir(), name)
  }

  get count(): number {
    return this.total
  }

  /** Where they stand; null when there are none. */
  get file(): string | null {
    return this.total > 0 ? this.target : null
  }

  /** What was wrong, each kind with its count and the line of its first row. */
  get problems(): readonly ProblemCount[] {
    return this.kinds.list()
  }

  add({ line, raw }: BadRow, problem: string): void {
    this.total += 1
    this.kinds.add(problem, line)
    this.lines.push(JSON.stringify({ line, problem, row: raw }))
  }

  async flush(): Promise<void> {
    if (this.lines.length === 0) return
    this.handle ??= await open(this.target, "w")
    await this.handle.write(`${this.lines.join("\n")}\n`)
    this.lines = []
  }

  async close(): Promise<void> {
    await this.flush()
    await this.handle?.close()
    this.handle = null
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
