/** A kind of problem with a file's rows. */
export interface ProblemCount {
  readonly problem: string
  readonly count: number
  /** Line of the first such row. */
  readonly firstLine: number
}

/** Kinds of problems counted apart; a file of nonsense must not fill the memory with them. */
const MOST_KINDS = 100
const OTHERS = "other problems"

/** Counts what was wrong with the rows of a file, each kind with the line of its first row. */
export class ProblemCounts {
  private readonly kinds = new Map<string, { count: number; firstLine: number }>()

  add(problem: string, line: number): void {
    const kind = this.kinds.has(problem) || this.kinds.size < MOST_KINDS ? problem : OTHERS
    const known = this.kinds.get(kind)
    if (known === undefined) this.kinds.set(kind, { count: 1, firstLine: line })
    else known.count += 1
  }

  /** Most frequent first. */
  list(): ProblemCount[] {
    return [...this.kinds]
      .map(([problem, { count, firstLine }]) => ({ problem, count, firstLine }))
      .sort((a, b) => b.count - a.count)
  }
}

/** A kind of problem as a line of a log. */
export function problemLine({ problem, count, firstLine }: ProblemCount): string {
  return `${count} bad ${count === 1 ? "row" : "rows"}, the first in line ${firstLine}: ${problem}`
}
