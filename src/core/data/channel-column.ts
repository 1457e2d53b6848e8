import type { LogChannels } from "../contract/interaction-log"

const FIRST_CAPACITY = 1024

/** The sales channel of each row, on its way into a log; a log of one channel, or of none, takes no memory for it. */
export class ChannelColumn {
  readonly #codes = new Map<string, number>()
  #of = new Int32Array(0)
  /** Rows from here on are unknown. */
  #end = 0

  /** Notes the channel of a row; rows come in order, and the empty text is unknown. */
  set(row: number, channel: string): void {
    if (channel === "") return
    const code = this.#codes.get(channel) ?? this.#codes.size
    this.#codes.set(channel, code)
    if (row >= this.#of.length) this.#grow(Math.max(FIRST_CAPACITY, 2 * row))
    this.#of.fill(-1, this.#end, row)
    this.#of[row] = code
    this.#end = row + 1
  }

  /** The channels of so many rows, in the order of their ids; undefined where there are not two. */
  finish(length: number): LogChannels | undefined {
    if (this.#codes.size < 2) return undefined
    // Not in the order in which they came: a log must not reveal that.
    const ids = [...this.#codes.keys()].sort()
    const renumbered = new Int32Array(ids.length)
    ids.forEach((id, at) => (renumbered[this.#codes.get(id) ?? 0] = at))
    const of = new Int32Array(length).fill(-1)
    for (let row = 0; row < this.#end; row++) if (this.#of[row] >= 0) of[row] = renumbered[this.#of[row]]
    return { ids, of }
  }

  #grow(capacity: number): void {
    const next = new Int32Array(capacity)
    next.set(this.#of)
    this.#of = next
  }
}

/** The channels of the rows named, in the order given. */
export function selectChannels(channels: LogChannels | undefined, rows: Int32Array): LogChannels | undefined {
  return channels && { ids: channels.ids, of: Int32Array.from(rows, (row) => channels.of[row]) }
}

/** The channels of the first `end` rows, as a view. */
export function prefixChannels(channels: LogChannels | undefined, end: number): LogChannels | undefined {
  return channels && { ids: channels.ids, of: channels.of.subarray(0, end) }
}
