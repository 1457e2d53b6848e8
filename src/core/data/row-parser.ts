import { BEHAVIOR_TYPES } from "../contract/behavior"
import type { BehaviorType } from "../contract/behavior"
import type { CatalogItem, ShopperSegment } from "../contract/interaction-log"
import type { InteractionRow } from "./interaction-log-builder"

/** Cells of one row of a table by column; undefined where the table has no such column or the row is short. */
export type Cells = (column: string) => string | undefined

/** A row that was read, or what is wrong with it, in words for the person who made the file. */
export type ParsedRow<T> = { readonly row: T } | { readonly problem: string }

const BEHAVIORS: ReadonlyMap<string, BehaviorType> = new Map(BEHAVIOR_TYPES.map((type) => [type, type]))
const LONGEST_ID = 255
/** Instants outside of these years are slips of a pen or of a unit. */
const EARLIEST = Date.UTC(1970, 0, 1)
const LATEST = Date.UTC(2200, 0, 1)

/** Reads one row of `interactions.csv`. Columns that it does not know are passed over. */
export function parseInteraction(cells: Cells): ParsedRow<InteractionRow> {
  const itemId = cells("item_id") ?? ""
  if (itemId === "" || itemId.length > LONGEST_ID) return { problem: "item_id is empty or longer than 255" }
  const userId = cells("user_id") ?? ""
  if (userId.length > LONGEST_ID) return { problem: "user_id is longer than 255" }
  const behavior = BEHAVIORS.get(cells("behavior_type") ?? "")
  if (behavior === undefined) return { problem: `behavior_type is none of ${BEHAVIOR_TYPES.join(", ")}` }
  const time = parseTime(cells("timestamp"))
  if (time === null) return { problem: "timestamp is not an ISO 8601 instant between 1970 and 2200" }
  const quantity = parseNumber(cells("quantity"), 1)
  if (quantity === null) return { problem: "quantity is not a number of at least 0" }
  const price = parseNumber(cells("price"), Number.NaN)
  if (price === null) return { problem: "price is not a number of at least 0" }
  return { row: { userId, itemId, behavior, time, quantity, price, sessionId: cells("session_id") ?? "" } }
}

/** Reads one row of `items.csv`. Tags are separated by `|`; `first_sold` or `created_at` say since when. */
export function parseItem(cells: Cells): ParsedRow<CatalogItem> {
  const id = cells("item_id") ?? ""
  if (id === "" || id.length > LONGEST_ID) return { problem: "item_id is empty or longer than 255" }
  const price = parseNumber(cells("price"), Number.NaN)
  if (price === null) return { problem: "price is not a number of at least 0" }
  const createdAt = parseTime(cells("created_at") ?? cells("first_sold"))
  const category = cells("category") ?? ""
  const tags = cells("tags") ?? ""
  return {
    row: {
      id,
      title: cells("title") ?? "",
      category: category === "" ? null : category,
      price: Number.isNaN(price) ? null : price,
      tags: tags === "" ? [] : tags.split("|").filter((tag) => tag !== ""),
      createdAt: createdAt === null || Number.isNaN(createdAt) ? null : createdAt,
    },
  }
}

/** Reads one row of `users.csv`. */
export function parseSegment(cells: Cells): ParsedRow<{ readonly id: string; readonly segment: ShopperSegment }> {
  const id = cells("user_id") ?? ""
  if (id === "" || id.length > LONGEST_ID) return { problem: "user_id is empty or longer than 255" }
  const age = parseNumber(cells("age"), Number.NaN)
  const known = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text)
  const years = age === null || Number.isNaN(age) || age > 130 ? null : age
  return { row: { id, segment: { age: years, gender: known(cells("gender")), country: known(cells("country")) } } }
}

/** @returns NaN for no text, null for text that is no instant */
function parseTime(text: string | undefined): number | null {
  if (text === undefined || text === "") return Number.NaN
  const time = Date.parse(text)
  return time >= EARLIEST && time < LATEST ? time : null
}

/** @returns `absent` for no text, null for text that is no number of at least 0 */
function parseNumber(text: string | undefined, absent: number): number | null {
  if (text === undefined || text.trim() === "") return absent
  const value = Number(text)
  return value >= 0 && value < Infinity ? value : null
}
