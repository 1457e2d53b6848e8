import { assembleRows, decimalAt, parseLibsvm, wrongFormat } from "../formats/libsvm-format"
import type { LibsvmData, ParsedRows, ParseLibsvmOptions } from "../formats/libsvm-format"
import { KernelArena } from "./instance"
import type { Kernels } from "./instance"

/** Room for the bytes of a file in LIBSVM's format, to be filled and then read. */
export interface LibsvmBuffer {
  /** The bytes, all of which must be written before {@link LibsvmBuffer.parse}, which spoils them. */
  readonly bytes: Uint8Array
  /**
   * As {@link parseLibsvm} of the bytes. To be called once.
   *
   * @throws TrainingInputError with the number of the first line that is not in the format
   */
  parse(options?: ParseLibsvmOptions): LibsvmData
}

const NEWLINE = 10
const COLON = 58
const VECTOR_BYTES = 16
/** 1, 10 … 10⁸. */
const POWERS = Float64Array.of(1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8)
/** A multiple of the vector's size. */
const PIECE_BYTES = 2 ** 18
const DONE = 0
const MORE = 1

/**
 * A buffer in WebAssembly's memory, so that the reader works on the bytes where the file system put them: counts
 * entries and lines sixteen bytes at a time, so that arrays are as large as they must be, then reads up to seven
 * decimals at once. The plain reader where WebAssembly cannot run
 * or its memory, 4 GiB at most, cannot hold the file.
 */
export function createLibsvmBuffer(byteLength: number): LibsvmBuffer {
  let text = new Uint8Array(0)
  const arena = KernelArena.open((from, to) => decimalAt(text, from, to))
  const textAt = arena?.tryReserve(byteLength + 1 + VECTOR_BYTES)
  if (arena === null || textAt === undefined) {
    const bytes = new Uint8Array(byteLength)
    return { bytes, parse: (options = {}) => parseLibsvm(bytes, options) }
  }
  return {
    bytes: arena.uint8(textAt, byteLength),
    parse(options = {}) {
      // The vectors of the count reach beyond the end, into zeros.
      arena.uint8(textAt + byteLength, 1)[0] = NEWLINE
      const end = textAt + byteLength + 1
      const room = reserveArrays(arena, { textAt, end, bias: options.bias })
      text = new Uint8Array(arena.kernels.memory.buffer)
      if (room === null) return parseLibsvm(text.slice(textAt, end), options)
      const fault = parseInto(arena, room, { textAt, end, bias: options.bias })
      if (fault !== null) throw wrongFormat(text.subarray(textAt, end), fault - textAt)
      return assembleRows(parsedRows(arena, room), options)
    },
  }
}

interface TextRange {
  readonly textAt: number
  readonly end: number
  readonly bias: number | undefined
}

/** Addresses of what the reader writes. */
interface Room {
  readonly labels: number
  readonly offsets: number
  readonly columns: number
  readonly values: number
  readonly powers: number
}

/** Room for as many rows and entries as there can be at most; null where memory cannot grow that far. */
function reserveArrays(arena: KernelArena, { textAt, end, bias }: TextRange): Room | null {
  const rows = countInPieces(arena.kernels, { from: textAt, to: end, byte: NEWLINE })
  const colons = countInPieces(arena.kernels, { from: textAt, to: end, byte: COLON })
  const entries = colons + (bias === undefined ? 0 : rows)
  const labels = arena.tryReserve(rows * 8)
  const offsets = arena.tryReserve((rows + 1) * 4)
  const columns = arena.tryReserve(entries * 4)
  const values = arena.tryReserve(entries * 8)
  const powers = arena.tryReserve(POWERS.byteLength)
  const isShort = labels === undefined || offsets === undefined || columns === undefined || values === undefined
  return isShort || powers === undefined ? null : { labels, offsets, columns, values, powers }
}

/** Reads all rows; returns the address of the first fault, null when there is none. */
function parseInto(arena: KernelArena, room: Room, { textAt, end, bias }: TextRange): number | null {
  const { kernels } = arena
  arena.float64(room.powers, POWERS.length).set(POWERS)
  kernels.startParsing(textAt, room.columns, room.values)
  let state = MORE
  while (state === MORE) {
    const hasBias = bias === undefined ? 0 : 1
    state = kernels.parseChunk(end, room.labels, room.offsets, room.powers, bias ?? 0, hasBias)
  }
  return state === DONE ? null : state
}

function parsedRows(arena: KernelArena, room: Room): ParsedRows {
  const { kernels } = arena
  const rowCount = kernels.parsedRows()
  const entryCount = kernels.parsedEntries()
  return {
    labels: arena.float64(room.labels, rowCount),
    offsets: arena.uint32(room.offsets, rowCount + 1),
    columns: arena.uint32(room.columns, entryCount),
    values: arena.float64(room.values, entryCount),
    largest: kernels.parsedLargestIndex(),
  }
}

/** In pieces, for V8 makes a kernel fast between its calls, not within one. */
function countInPieces(
  kernels: Kernels,
  { from, to, byte }: { readonly from: number; readonly to: number; readonly byte: number },
): number {
  let count = 0
  for (let at = from; at < to; at += PIECE_BYTES) count += kernels.countBytes(at, Math.min(to, at + PIECE_BYTES), byte)
  return count
}
