import { once } from "node:events"
import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs"
import path from "node:path"
import { createGzip } from "node:zlib"
import { parseInteraction } from "../../src/core/data"
import type { InteractionRow } from "../../src/core/data"
import { DATA_TABLES } from "../../src/files/data-tables"
import { readTable } from "../../src/files/read-table"

const WEEK_MS = 7 * 86_400_000
/** A history without times is spread over these days, in row order. */
const SPREAD_MS = 90 * 86_400_000

const COLUMNS = ["user_id", "item_id", "behavior_type", "timestamp", "quantity", "price", "session_id"]

export interface TimesOfHistory {
  readonly rows: number
  /** Latest instant in the file, undefined where it has none. */
  readonly lastTime: number | undefined
  /** When the history shall end: the moment at which the demo shop was made. */
  readonly endsAt: number
}

/** How times are changed, in words for the person who looks on; undefined where they stay. */
export function movesInWords({ lastTime, endsAt }: TimesOfHistory): string | undefined {
  if (lastTime === undefined) return "The data has no times: its rows are spread over the last 90 days, in their order"
  const weeks = weeksToMove(lastTime, endsAt)
  if (weeks === 0) return undefined
  const last = new Date(lastTime).toISOString().slice(0, 10)
  return `The data ends on ${last}: all its times are moved by ${weeks} weeks, so that it ends now`
}

/** Whole weeks, so that weekdays and hours stay what they were. */
function weeksToMove(lastTime: number, endsAt: number): number {
  return Math.floor((endsAt - lastTime) / WEEK_MS)
}

/**
 * A copy of the interactions that can be read, whose last row lies in the last week. Trends,
 * recency and retention all look from today: a year that ended long ago would
 * be all stale, and soon deleted. A copy that is there already is kept, for an
 * import that was interrupted must go on with the same rows.
 */
export async function moveTimes(from: string, toFolder: string, times: TimesOfHistory): Promise<void> {
  const target = path.join(toFolder, "interactions.csv.gz")
  if (existsSync(target)) return
  mkdirSync(toFolder, { recursive: true })
  const gzip = createGzip({ level: 1 })
  const file = gzip.pipe(createWriteStream(`${target}.new`))
  let row = 0
  let block = `${COLUMNS.join(",")}\n`
  for await (const batch of readTable(from, DATA_TABLES.interactions)) {
    for (const { cells, problem } of batch) {
      const parsed = problem === null ? parseInteraction(cells, { latest: times.endsAt }) : { problem }
      if ("row" in parsed) block += toLine(parsed.row, row++, times)
    }
    if (block.length < 65_536) continue
    if (!gzip.write(block)) await once(gzip, "drain")
    block = ""
  }
  gzip.end(block)
  await once(file, "finish")
  renameSync(`${target}.new`, target)
}

function toLine(row: InteractionRow, at: number, times: TimesOfHistory): string {
  const { userId, itemId, behavior, quantity, price, sessionId } = row
  const values = [userId, itemId, behavior, movedTime(row.time, at, times), quantity, Number.isNaN(price) ? "" : price]
  return `${[...values, sessionId].map((value) => quoted(String(value))).join(",")}\n`
}

function movedTime(time: number, row: number, { rows, lastTime, endsAt }: TimesOfHistory): string {
  if (lastTime === undefined) return new Date(endsAt - ((rows - row) / rows) * SPREAD_MS).toISOString()
  return Number.isNaN(time) ? "" : new Date(time + weeksToMove(lastTime, endsAt) * WEEK_MS).toISOString()
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
