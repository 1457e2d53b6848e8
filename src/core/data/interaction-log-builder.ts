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

/**
 * Collects rows in any order and gives them back as columns, oldest first; codes count in order of first appearance
 * there, so that the log does not depend on the order in which a file brought its rows. Rows of one instant keep the
 * order in which they came, which may be the order of the visit. If any row has no time, or all have the same, no row
 * has: row order is then time order.
 */
export class InteractionLogBuilder {
  readonly #users = new Dictionary()
  readonly #items = new Dictionary()
  readonly #sessions = new Dictionary()
  #length = 0
  #hasTime = true
  #isSorted = true
  #user = new Int32Array(FIRST_CAPACITY)
  #item = new Int32Array(FIRST_CAPACITY)
  #session = new Int32Array(FIRST_CAPACITY)
  #behavior = new Uint8Array(FIRST_CAPACITY)
  #time = new Float64Array(FIRST_CAPACITY)
  #quantity = new Float32Array(FIRST_CAPACITY)
  #price = new Float32Array(FIRST_CAPACITY)
  #voice = new Int32Array(FIRST_CAPACITY)
  readonly #channels = new ChannelColumn()

  /** Rows so far. */
  get length(): number {
    return this.#length
  }

  /** Adds one row; its product must have an id. */
  add(row: InteractionRow): void {
    const at = this.#length
    if (at === this.#user.length) this.#grow(at * 2)
    this.#user[at] = this.#users.code(row.userId)
    this.#item[at] = this.#items.code(row.itemId)
    this.#session[at] = this.#sessions.code(row.sessionId)
    this.#behavior[at] = BEHAVIOR_TYPES.indexOf(row.behavior)
    this.#time[at] = row.time
    this.#quantity[at] = row.quantity
    this.#price[at] = row.price
    this.#voice[at] = row.voice ?? -1
    this.#channels.set(at, row.channel ?? "")
    if (Number.isNaN(row.time)) this.#hasTime = false
    else if (at > 0 && row.time < this.#time[at - 1]) this.#isSorted = false
    this.#length++
  }

  /** The log of all rows added. */
  finish(): InteractionLog {
    const length = this.#length
    const time = this.#time.slice(0, length)
    const hasTime = this.#hasTime && !(length > 1 && time.every((value) => value === time[0]))
    if (!hasTime) for (let row = 0; row < length; row++) time[row] = row
    const log: InteractionLog = {
      length,
      userIds: this.#users.ids,
      itemIds: this.#items.ids,
      sessionIds: this.#sessions.ids,
      user: this.#user.slice(0, length),
      item: this.#item.slice(0, length),
      session: this.#session.slice(0, length),
      behavior: this.#behavior.slice(0, length),
      time,
      quantity: this.#quantity.slice(0, length),
      price: this.#price.slice(0, length),
      voice: this.#voice.slice(0, length),
      hasTime,
      channels: this.#channels.finish(length),
    }
    if (!hasTime || this.#isSorted) return log
    const order = Int32Array.from({ length }, (_, row) => row).sort((a, b) => time[a] - time[b] || a - b)
    return renumbered(selectRows(log, order))
  }

  #grow(capacity: number): void {
    const grown = <T extends { set(from: T): void }>(column: T, next: T): T => {
      next.set(column)
      return next
    }
    this.#user = grown(this.#user, new Int32Array(capacity))
    this.#item = grown(this.#item, new Int32Array(capacity))
    this.#session = grown(this.#session, new Int32Array(capacity))
    this.#behavior = grown(this.#behavior, new Uint8Array(capacity))
    this.#time = grown(this.#time, new Float64Array(capacity))
    this.#quantity = grown(this.#quantity, new Float32Array(capacity))
    this.#price = grown(this.#price, new Float32Array(capacity))
    this.#voice = grown(this.#voice, new Int32Array(capacity))
  }
}

/**
 * The rows named, in the order given, under the same dictionaries (so codes keep their meaning).
 * Rows must be in time order for the answer to be a log.
 */
export function selectRows(log: InteractionLog, rows: Int32Array): InteractionLog {
  return {
    length: rows.length,
    userIds: log.userIds,
    itemIds: log.itemIds,
    sessionIds: log.sessionIds,
    user: Int32Array.from(rows, (row) => log.user[row]),
    item: Int32Array.from(rows, (row) => log.item[row]),
    session: Int32Array.from(rows, (row) => log.session[row]),
    behavior: Uint8Array.from(rows, (row) => log.behavior[row]),
    time: Float64Array.from(rows, (row) => log.time[row]),
    quantity: Float32Array.from(rows, (row) => log.quantity[row]),
    price: Float32Array.from(rows, (row) => log.price[row]),
    voice: Int32Array.from(rows, (row) => log.voice[row]),
    hasTime: log.hasTime,
    channels: selectChannels(log.channels, rows),
  }
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
