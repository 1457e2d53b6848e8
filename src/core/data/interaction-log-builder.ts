import { BEHAVIOR_TYPES } from "../contract/behavior"
import type { BehaviorType } from "../contract/behavior"
import type { InteractionLog } from "../contract/interaction-log"
import { ChannelColumn, prefixChannels, selectChannels } from "./channel-column"

/** One row of behavior on its way into an {@link InteractionLog}. */
export interface InteractionRow {
  /** Empty is an anonymous session. */
  readonly userId: string
  readonly itemId: string
  readonly behavior: BehaviorType
  /** Milliseconds since 1970-01-01 UTC; NaN where unknown. */
  readonly time: number
  /** Units, 1 where unknown. */
  readonly quantity: number
  /** Unit price, NaN where unknown. */
  readonly price: number
  /** Empty is unknown. */
  readonly sessionId: string
  /** See {@link InteractionLog.voice}. @defaultValue unknown */
  readonly voice?: number | null
  /** Sales channel that it came from. @defaultValue unknown */
  readonly channel?: string | null
}

const FIRST_CAPACITY = 1024

/** Text to its position in a list, in order of first appearance. */
class Dictionary {
  readonly ids: string[] = []
  readonly #codes = new Map<string, number>()

  /** @returns the position of `id`, -1 for the empty text */
  code(id: string): number {
    if (id === "") return -1
    const known = this.#codes.get(id)
    if (known !== undefined) return known
    const code = this.ids.length
    this.#codes.set(id, code)
    this.ids.push(id)
    return code
  }
}

/** The log with codes in order of first appearance: samples are drawn by code, and must not reveal arrival. */
function renumbered(log: InteractionLog): InteractionLog {
  const [user, userIds] = byAppearance(log.user, log.userIds)
  const [item, itemIds] = byAppearance(log.item, log.itemIds)
  const [session, sessionIds] = byAppearance(log.session, log.sessionIds)
  return { ...log, user, userIds, item, itemIds, session, sessionIds }
}

function byAppearance(column: Int32Array, ids: readonly string[]): [Int32Array, string[]] {
  const codes = new Int32Array(ids.length).fill(-1)
  const renamed: string[] = []
  const next = column.map((old) => {
    if (old < 0) return old
    if (codes[old] < 0) codes[old] = renamed.push(ids[old]) - 1
    return codes[old]
  })
  return [next, renamed]
}

/** The columns of a log. */
type LogColumns = Pick<
  InteractionLog,
  "user" | "item" | "session" | "behavior" | "time" | "quantity" | "price" | "voice"
>

const emptyColumns = (length: number): LogColumns => ({
  ...{ user: new Int32Array(length), item: new Int32Array(length), session: new Int32Array(length) },
  ...{ behavior: new Uint8Array(length), time: new Float64Array(length) },
  ...{ quantity: new Float32Array(length), price: new Float32Array(length), voice: new Int32Array(length) },
})

/**
 * Collects rows in any order and gives them back as columns, oldest first; codes count in order of first appearance
 * there, so that the log does not depend on the order in which a file brought its rows. Rows of one instant keep the
 * order in which they came, which may be the order of the visit. If any row has no time, or all have the same, no row
 * has: row order is then time order.
 */
export class InteractionLogBuilder {
  #users = new Dictionary()
  #items = new Dictionary()
  #sessions = new Dictionary()
  #length = 0
  #hasTime = true
  #isSorted = true
  #columns = emptyColumns(FIRST_CAPACITY)
  #channels = new ChannelColumn()

  /** Rows so far. */
  get length(): number {
    return this.#length
  }

  /** Adds one row; its product must have an id. */
  add(row: InteractionRow): void {
    const at = this.#length
    if (at === this.#columns.user.length) this.#grow(at * 2)
    const columns = this.#columns
    columns.user[at] = this.#users.code(row.userId)
    columns.item[at] = this.#items.code(row.itemId)
    columns.session[at] = this.#sessions.code(row.sessionId)
    columns.behavior[at] = BEHAVIOR_TYPES.indexOf(row.behavior)
    columns.time[at] = row.time
    columns.quantity[at] = row.quantity
    columns.price[at] = row.price
    columns.voice[at] = row.voice ?? -1
    this.#channels.set(at, row.channel ?? "")
    if (Number.isNaN(row.time)) this.#hasTime = false
    else if (at > 0 && row.time < columns.time[at - 1]) this.#isSorted = false
    this.#length++
  }

  /**
   * The log of all rows added. The builder is empty from then on: of ten million rows its dictionaries and columns take a
   * gigabyte, which would stay for as long as anybody holds it.
   */
  finish(): InteractionLog {
    const length = this.#length
    const columns = this.#columns
    const time = columns.time.subarray(0, length)
    const hasTime = this.#hasTime && !(length > 1 && time.every((value) => value === time[0]))
    if (!hasTime) for (let row = 0; row < length; row++) time[row] = row
    const isInOrder = !hasTime || this.#isSorted
    const [userIds, itemIds, sessionIds] = [this.#users.ids, this.#items.ids, this.#sessions.ids]
    const channels = this.#channels.finish(length)
    this.#clear()
    const rows = isInOrder ? null : oldestFirst(time)
    const own = { length, hasTime, userIds, itemIds, sessionIds }
    return rows === null
      ? { ...own, ...firstRows(columns, length), channels }
      : renumbered({ ...own, ...columnsOf(columns, rows), channels: selectChannels(channels, rows) })
  }

  #clear(): void {
    this.#users = new Dictionary()
    this.#items = new Dictionary()
    this.#sessions = new Dictionary()
    this.#columns = emptyColumns(FIRST_CAPACITY)
    this.#channels = new ChannelColumn()
    this.#length = 0
    this.#hasTime = true
    this.#isSorted = true
  }

  #grow(capacity: number): void {
    const { user, item, session, behavior, time, quantity, price, voice } = this.#columns
    const grown = <T extends { set(from: T): void }>(column: T, next: T): T => {
      next.set(column)
      return next
    }
    this.#columns = {
      user: grown(user, new Int32Array(capacity)),
      item: grown(item, new Int32Array(capacity)),
      session: grown(session, new Int32Array(capacity)),
      behavior: grown(behavior, new Uint8Array(capacity)),
      time: grown(time, new Float64Array(capacity)),
      quantity: grown(quantity, new Float32Array(capacity)),
      price: grown(price, new Float32Array(capacity)),
      voice: grown(voice, new Int32Array(capacity)),
    }
  }
}

/** Places of times in rising order, those of one time as they came. */
function oldestFirst(time: Float64Array): Int32Array {
  return Int32Array.from(time, (_, row) => row).sort((a, b) => time[a] - time[b] || a - b)
}

/** The first rows of columns that have room for more. */
function firstRows(columns: LogColumns, length: number): LogColumns {
  const { user, item, session, behavior, time, quantity, price, voice } = columns
  return {
    ...{ user: user.slice(0, length), item: item.slice(0, length), session: session.slice(0, length) },
    ...{ behavior: behavior.slice(0, length), time: time.slice(0, length) },
    ...{ quantity: quantity.slice(0, length), price: price.slice(0, length), voice: voice.slice(0, length) },
  }
}

/**
 * The rows named, in the order given, under the same dictionaries (so codes keep their meaning).
 * Rows must be in time order for the answer to be a log.
 */
export function selectRows(log: InteractionLog, rows: Int32Array): InteractionLog {
  const { userIds, itemIds, sessionIds, hasTime } = log
  const channels = selectChannels(log.channels, rows)
  return { ...{ length: rows.length, userIds, itemIds, sessionIds, hasTime, channels }, ...columnsOf(log, rows) }
}

/** Some rows of all columns, in the order given. */
function columnsOf(log: LogColumns, rows: Int32Array): LogColumns {
  const picked = emptyColumns(rows.length)
  pick(picked.user, log.user, rows)
  pick(picked.item, log.item, rows)
  pick(picked.session, log.session, rows)
  pick(picked.behavior, log.behavior, rows)
  pick(picked.time, log.time, rows)
  pick(picked.quantity, log.quantity, rows)
  pick(picked.price, log.price, rows)
  pick(picked.voice, log.voice, rows)
  return picked
}

/** Written out as a loop: `from` with a function takes ten times as long, and every moment of a training selects rows. */
function pick(into: { [at: number]: number }, column: ArrayLike<number>, rows: Int32Array): void {
  for (let at = 0; at < rows.length; at++) into[at] = column[rows[at]]
}

/** The first `end` rows as views on the same columns: all that was known before row `end`. */
export function logPrefix(log: InteractionLog, end: number): InteractionLog {
  return {
    length: Math.min(end, log.length),
    userIds: log.userIds,
    itemIds: log.itemIds,
    sessionIds: log.sessionIds,
    user: log.user.subarray(0, end),
    item: log.item.subarray(0, end),
    session: log.session.subarray(0, end),
    behavior: log.behavior.subarray(0, end),
    time: log.time.subarray(0, end),
    quantity: log.quantity.subarray(0, end),
    price: log.price.subarray(0, end),
    voice: log.voice.subarray(0, end),
    hasTime: log.hasTime,
    channels: prefixChannels(log.channels, end),
  }
}

/** Number of rows before `moment`, by binary search. */
export function rowsBefore(log: InteractionLog, moment: number): number {
  let low = 0
  let high = log.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (log.time[middle] < moment) low = middle + 1
    else high = middle
  }
  return low
}
