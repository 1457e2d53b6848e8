import type { ModuleContext } from "../../context"
import { codeOf, isTransient } from "../../behavior/transient"
import { execute } from "../../database/query-rows"
import type { Statement } from "../../database/query-rows"

/** Rows waiting to be written before new ones are passed over: the shop comes before its statistics. */
const MAX_WAITING = 5_000
const MAX_BATCH = 500
/** Milliseconds that a row waits for company. */
const GATHER_MS = 200
/** Milliseconds before rows that the database could not take are offered again. */
const RETRY_MS = 1_000

interface WriteBehindParts<Row> {
  /** What the rows are, for the log: `served lists`. */
  readonly name: string
  /** Inserts the rows; those that are stored already are passed over, for an answer may be lost after the commit. */
  readonly statement: (batch: readonly Row[]) => Statement
}

/** Writes rows of statistics in batches, behind the answers: a database that is slow or down delays no shopper. */
export class WriteBehind<Row> {
  private waiting: Row[] = []
  private timer: NodeJS.Timeout | null = null
  private writing: Promise<void> = Promise.resolve()
  private passedOver = 0

  constructor(
    private readonly context: ModuleContext,
    private readonly parts: WriteBehindParts<Row>,
  ) {}

  add(row: Row): void {
    if (this.waiting.length >= MAX_WAITING) {
      if (this.passedOver === 0)
        this.context.logger?.warn(
          `recommendations: ${this.parts.name} come faster than they can be written; some are not counted`,
        )
      this.passedOver += 1
      return
    }
    this.waiting.push(row)
    this.flushIn(GATHER_MS)
  }

  /** Writes what waits; resolves when it is in the database, or waits on for one that does not answer. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.writing = this.writing.then(() => this.writeAll())
    return this.writing
  }

  private flushIn(ms: number): void {
    this.timer ??= setTimeout(() => void this.flush(), ms)
    this.timer.unref()
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MAX_BATCH)
      try {
        await execute(this.context.knex(), this.parts.statement(batch))
      } catch (error) {
        if (isTransient(error)) {
          this.waiting.unshift(...batch)
          this.flushIn(RETRY_MS)
          return
        }
        this.context.logger?.warn(`recommendations: ${batch.length} ${this.parts.name} not written: ${codeOf(error)}`)
      }
    }
  }
}

/** The placeholders of `rows` rows of `columns` values each. */
export const placeholders = (rows: number, columns: number): string =>
  Array<string>(rows)
    .fill(`(${Array(columns).fill("?").join(", ")})`)
    .join(", ")
