import type { CatalogItem, ShopperSegment } from "../contract/interaction-log"
import { MAX_PRICE, MAX_QUANTITY, MIN_QUANTITY, isPrice, isQuantity, parseAmount } from "./amount"
import { KNOWN_KINDS, RATING_KIND, behaviorOf, kindOf } from "./behavior-words"
import { parseInstant } from "./instant"
import type { InteractionRow } from "./interaction-log-builder"

/** Cells of one row of a table by column; undefined where the table has no such column or the row is short. */
export type Cells = (column: string) => string | undefined

/** A row that was read, or what is wrong with it, in words for the person who made the file. */
export type ParsedRow<T> = { readonly row: T } | { readonly problem: string }

/** Columns of `interactions.csv`. */
export const INTERACTION_COLUMNS = [
  "user_id",
  "item_id",
  "behavior_type",
  "timestamp",
  "quantity",
  "price",
  "session_id",
  "rating",
] as const

/** What a reader of interactions knows beside the rows. */
export interface InteractionOptions {
  /**
   * Milliseconds since 1970 behind which no row can lie: when the file was read. One row of next year would be the
   * newest of all, and what is popular or trending would be taken from its year alone.
   *
   * @defaultValue Infinity
   */
  readonly latest?: number
  /** Ratings of at least so much are liked products, lower ones are disliked. @defaultValue 4 */
  readonly likedFrom?: number
}

const LONGEST_ID = 255
const LIKED_FROM = 4
/** Where a rating may stand. */
const RATING_COLUMNS = ["rating", "value", "score", "stars"]

/**
 * Reads one row of `interactions.csv`. Columns that it does not know are passed over. A `rating` is a product put on
 * the wishlist, or dismissed where it is low.
 */
export function parseInteraction(cells: Cells, options: InteractionOptions = {}): ParsedRow<InteractionRow> {
  const itemId = textOf(cells, "item_id")
  const userId = textOf(cells, "user_id")
  const sessionId = textOf(cells, "session_id")
  if (itemId === "") return { problem: "item_id is empty" }
  const fault = idFault("item_id", itemId) ?? idFault("user_id", userId) ?? idFault("session_id", sessionId)
  if (fault !== null) return { problem: fault }
  const isRating = kindOf(textOf(cells, "behavior_type")) === RATING_KIND
  const behavior = isRating ? ratedBehavior(cells, options.likedFrom) : behaviorOf(textOf(cells, "behavior_type"))
  if (behavior === undefined) return { problem: isRating ? NO_RATING : unknownKind(cells) }
  const time = timeOf(textOf(cells, "timestamp"), options.latest)
  if (typeof time === "string") return { problem: time }
  const quantity = isRating ? 1 : amountOf(cells, "quantity", 1)
  if (!isQuantity(quantity)) return { problem: BAD_QUANTITY }
  const price = amountOf(cells, "price", null)
  if (price !== null && !isPrice(price)) return { problem: BAD_PRICE }
  return { row: { userId, itemId, behavior, time, quantity, price: price ?? Number.NaN, sessionId } }
}

/** Reads one row of `items.csv`. Tags are separated by `|`; `first_sold` or `created_at` say since when. */
export function parseItem(cells: Cells): ParsedRow<CatalogItem> {
  const id = textOf(cells, "item_id")
  const title = textOf(cells, "title")
  const category = textOf(cells, "category")
  const tags = textOf(cells, "tags")
  if (id === "") return { problem: "item_id is empty" }
  const fault = idFault("item_id", id)
  if (fault !== null) return { problem: fault }
  const unfit = ["title", "category", "tags"].find((name) => hasUnstorable(textOf(cells, name)))
  if (unfit !== undefined) return { problem: unstorable(unfit) }
  const price = amountOf(cells, "price", null)
  if (price !== null && !isPrice(price)) return { problem: BAD_PRICE }
  const createdAt = parseInstant(textOf(cells, "created_at") || textOf(cells, "first_sold"))
  return {
    row: {
      id,
      title,
      category: category === "" ? null : category,
      price,
      tags: [...new Set(tags.split("|").flatMap((tag) => tag.trim() || []))],
      createdAt: Number.isNaN(createdAt) ? null : createdAt,
    },
  }
}

/** Reads one row of `users.csv`. */
export function parseSegment(cells: Cells): ParsedRow<{ readonly id: string; readonly segment: ShopperSegment }> {
  const id = textOf(cells, "user_id")
  if (id === "") return { problem: "user_id is empty" }
  const fault = idFault("user_id", id)
  if (fault !== null) return { problem: fault }
  const age = amountOf(cells, "age", null)
  const known = (text: string): string | null => (text === "" || hasUnstorable(text) ? null : text)
  const years = age === null || !(age <= 130) ? null : age
  return {
    row: {
      id,
      segment: { age: years, gender: known(textOf(cells, "gender")), country: known(textOf(cells, "country")) },
    },
  }
}

const BAD_QUANTITY = `quantity is neither 0 nor a plain number from ${MIN_QUANTITY} to ${MAX_QUANTITY}, such as 2 or 1.5`
const BAD_PRICE = `price is not a plain number from 0 to ${MAX_PRICE}, such as 1299.00`
const BAD_TIME = "timestamp is no ISO 8601 instant since 1970, such as 2026-10-05T10:00:00Z"
const NO_RATING = "a row of kind rating needs its number in a column rating"

function textOf(cells: Cells, column: string): string {
  return (cells(column) ?? "").trim()
}

/** What is wrong with an id, in words; null where nothing is. */
export function idFault(column: string, value: string): string | null {
  if (value.length > LONGEST_ID) return `${column} is longer than ${LONGEST_ID} characters`
  return hasUnstorable(value) ? unstorable(column) : null
}

/** Postgres keeps no text with this character. */
function hasUnstorable(value: string): boolean {
  return value.includes("\u0000")
}

const unstorable = (column: string): string => `${column} holds the character U+0000, which no database keeps`

function unknownKind(cells: Cells): string {
  const kind = kindOf(textOf(cells, "behavior_type")).slice(0, 40)
  return `behavior_type ${kind === "" ? "is empty" : `"${kind}" is not known`}; known are ${KNOWN_KINDS}`
}

function ratedBehavior(cells: Cells, likedFrom = LIKED_FROM): InteractionRow["behavior"] | undefined {
  const own = RATING_COLUMNS.map((column) => textOf(cells, column)).find((text) => text !== "")
  // Tables without a column for it carry it as the quantity; there 1 may as well say that nothing was filled in.
  const value = own === undefined ? amountOf(cells, "quantity", 1) : parseAmount(own)
  if (Number.isNaN(value) || (own === undefined && value === 1)) return undefined
  return value >= likedFrom ? "add_to_wishlist" : "dismiss"
}

/** @returns NaN for no text, words for text that is no instant of the past */
function timeOf(text: string, latest = Number.POSITIVE_INFINITY): number | string {
  if (text === "") return Number.NaN
  const time = parseInstant(text)
  if (Number.isNaN(time)) return BAD_TIME
  return time > latest ? "timestamp lies after the moment at which the file was read" : time
}

/** @returns `absent` for no text, NaN for text that is no number of at least 0 */
function amountOf<T extends number | null>(cells: Cells, column: string, absent: T): number | T {
  const text = textOf(cells, column)
  return text === "" ? absent : parseAmount(text)
}
