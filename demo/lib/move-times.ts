import { once } from "node:events"
import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs"
import path from "node:path"
import { createGzip } from "node:zlib"
import { z } from "@medusajs/framework/zod"
import { csvRows } from "./csv-rows"

const WEEK_MS = 7 * 86_400_000
/** A history without times is spread over these days, in row order. */
const SPREAD_MS = 90 * 86_400_000

const cells = z.array(z.string())

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
 * A copy of the interactions whose last row lies in the last week. Trends,
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
  let timeColumn = -1
  let row = -1
  let block = ""
  for await (const record of csvRows(from, {})) {
    const values = cells.parse(record)
    if (row < 0) {
      timeColumn = values.indexOf("timestamp")
      if (timeColumn < 0) timeColumn = values.push("timestamp") - 1
    } else values[timeColumn] = movedTime(values[timeColumn] ?? "", row, times)
    row++
    block += `${values.map(quoted).join(",")}\n`
    if (block.length < 65_536) continue
    if (!gzip.write(block)) await once(gzip, "drain")
    block = ""
  }
  gzip.end(block)
  await once(file, "finish")
  renameSync(`${target}.new`, target)
}

function movedTime(value: string, row: number, { rows, lastTime, endsAt }: TimesOfHistory): string {
  if (lastTime === undefined) return new Date(endsAt - ((rows - row) / rows) * SPREAD_MS).toISOString()
  const time = Date.parse(value)
  return Number.isNaN(time) ? value : new Date(time + weeksToMove(lastTime, endsAt) * WEEK_MS).toISOString()
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
