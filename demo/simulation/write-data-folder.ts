import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { giftTags } from "../catalog/catalog"
import type { Gift } from "../catalog/catalog"
import type { Simulation } from "./simulate"

const cell = (value: string | number): string => {
  const text = String(value)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function writeCsv(file: string, header: readonly string[], rows: Iterable<readonly (string | number)[]>): void {
  const lines = [header.join(",")]
  for (const row of rows) lines.push(row.map(cell).join(","))
  writeFileSync(file, gzipSync(`${lines.join("\n")}\n`))
}

/**
 * Writes a simulation as a data folder (the contract of imports and
 * benchmarks), so that the demo's own history takes the same way in as any
 * shop's would, and can be benchmarked like one.
 */
export function writeDataFolder(
  folder: string,
  gifts: readonly Gift[],
  { shoppers, events }: Pick<Simulation, "shoppers" | "events">,
): void {
  mkdirSync(folder, { recursive: true })
  writeCsv(
    path.join(folder, "interactions.csv.gz"),
    ["user_id", "item_id", "behavior_type", "timestamp", "quantity", "price", "session_id"],
    events.map((event) => [
      ...[event.userId, event.itemId, event.type, new Date(event.time).toISOString()],
      ...[event.quantity, event.price, event.sessionId],
    ]),
  )
  writeCsv(
    path.join(folder, "items.csv.gz"),
    ["item_id", "title", "category", "price", "tags"],
    gifts.map((gift) => [gift.handle, gift.title, gift.category, gift.priceEur, giftTags(gift).join("|")]),
  )
  writeCsv(
    path.join(folder, "users.csv.gz"),
    ["user_id", "age", "gender", "country"],
    shoppers.map((shopper) => [shopper.id, shopper.age, shopper.gender, shopper.country]),
  )
}
