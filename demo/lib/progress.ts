/** Marks a line of a child's output that is meant for the demo's own screen. */
const MARK = "@@demo "

export interface ProgressLine {
  readonly text: string
  /** Whether the text takes the place of the last one, as counters do. */
  readonly transient: boolean
}

/** Reports to the starting process how far the work in this child is. */
export function report(text: string, { transient = false } = {}): void {
  process.stdout.write(`${MARK}${JSON.stringify({ text, transient } satisfies ProgressLine)}\n`)
}

/** The progress that a line of output carries, undefined for every other line. */
export function parseProgress(line: string): ProgressLine | undefined {
  const at = line.indexOf(MARK)
  if (at < 0) return undefined
  const parsed: unknown = JSON.parse(line.slice(at + MARK.length))
  if (typeof parsed !== "object" || parsed === null || !("text" in parsed)) return undefined
  return { text: String(parsed.text), transient: "transient" in parsed && parsed.transient === true }
}

/** Progress on a terminal: one line per step, counters in place; plain lines where output is no terminal. */
export class Screen {
  private readonly startedAt = Date.now()
  private lastTransientAt = 0
  private open = false

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  step(text: string): void {
    this.endTransient()
    this.out.write(`${this.clock()} ${text}\n`)
  }

  /** A counter: overwritten by what comes next. Without a terminal, one line each five seconds. */
  counter(text: string): void {
    if (this.out.isTTY) {
      this.out.write(`\r\u001b[2K${this.clock()} ${text}`)
      this.open = true
      return
    }
    const now = Date.now()
    if (now - this.lastTransientAt < 5_000) return
    this.lastTransientAt = now
    this.out.write(`${this.clock()} ${text}\n`)
  }

  show({ text, transient }: ProgressLine): void {
    if (transient) this.counter(text)
    else this.step(text)
  }

  plain(text: string): void {
    this.endTransient()
    this.out.write(`${text}\n`)
  }

  private endTransient(): void {
    if (this.open) this.out.write("\r\u001b[2K")
    this.open = false
  }

  private clock(): string {
    return `[${String(Math.round((Date.now() - this.startedAt) / 1000)).padStart(4)} s]`
  }
}
