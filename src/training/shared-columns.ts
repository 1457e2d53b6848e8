import type { InteractionLog } from "../core/contract"

/** Numbers for all threads of a training to read, without a copy for each. */
export function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT))
}

/** The log with its columns in memory that threads share, and how many bytes they take. */
export function sharedLog(log: InteractionLog): { readonly log: InteractionLog; readonly bytes: number } {
  const rooms: SharedArrayBuffer[] = []
  const room = (bytes: number): SharedArrayBuffer => {
    const made = new SharedArrayBuffer(bytes)
    rooms.push(made)
    return made
  }
  const int32 = (column: Int32Array): Int32Array => filled(new Int32Array(room(4 * log.length)), column)
  const float32 = (column: Float32Array): Float32Array => filled(new Float32Array(room(4 * log.length)), column)
  const shared: InteractionLog = {
    ...log,
    user: int32(log.user),
    item: int32(log.item),
    session: int32(log.session),
    behavior: filled(new Uint8Array(room(log.length)), log.behavior),
    time: filled(new Float64Array(room(8 * log.length)), log.time),
    quantity: float32(log.quantity),
    price: float32(log.price),
    voice: int32(log.voice),
    channels: log.channels && { ids: log.channels.ids, of: int32(log.channels.of) },
  }
  return { log: shared, bytes: rooms.reduce((sum, { byteLength }) => sum + byteLength, 0) }
}

function filled<T extends { set(from: T): void }>(column: T, from: T): T {
  column.set(from)
  return column
}
