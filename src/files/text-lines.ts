import { isUtf8 } from "node:buffer"
import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import { createGunzip } from "node:zlib"

/** Lines of a file that were read together. */
export interface Lines {
  /** Number of the first one, 1-based. */
  readonly first: number
  readonly texts: readonly string[]
  /** Why a line cannot be read, by its position in `texts`. */
  readonly problems: ReadonlyMap<number, string>
  /** Lines that are no UTF-8 and were read as Windows-1252. */
  readonly guessed: number
}

/** A file that cannot be read as text; the message names it and says what to do. */
export class FileFormatError extends Error {
  override readonly name = "FileFormatError"
}

/** A packed file that ends too early or is damaged. What came before has been read. */
export class CutFileError extends Error {
  override readonly name = "CutFileError"
}

const LF = 0x0a
const CR = 0x0d
/** A line of more bytes than this is no line of a table; it would fill the memory first. */
const LONGEST_LINE = 8 * 1_024 * 1_024
const SNIFFED = 512
/** Bytes that Windows-1252 leaves undefined. */
const UNDEFINED_1252 = /[\u0081\u008D\u008F\u0090\u009D]/
/** Western words have one such letter among others, rarely two; three in a row are another encoding. */
const FOREIGN_RUN = /[\u0080-\u00FF]{3}/
const NOT_UTF8 =
  "the row is not UTF-8: save the file as UTF-8, or name its encoding (encoding=windows-1251 and the like)"

/**
 * The lines of a text file, plain or gzipped by its content, not by its name. UTF-8 and UTF-16 are recognized; lines
 * that are no UTF-8 are read as Windows-1252 where they look like it.
 *
 * @param encoding name of the file's encoding, where it is known
 * @throws FileFormatError for what is no text, CutFileError behind the last whole line of a damaged `.gz`
 */
export async function* textLines(path: string, encoding?: string): AsyncGenerator<Lines> {
  const splitter = new LineSplitter(path)
  let head: Buffer = Buffer.alloc(0)
  let decode: ((bytes: Buffer) => Buffer) | null = null
  const damage: { error: CutFileError | null } = { error: null }
  for await (const chunk of unpacked(path, (error) => (damage.error = error))) {
    if (decode !== null) {
      yield* splitter.push(decode(chunk))
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < SNIFFED) continue
    decode = decoderFor(path, head, encoding)
    yield* splitter.push(decode(head))
  }
  if (decode === null) yield* splitter.push(decoderFor(path, head, encoding)(head))
  // Half a line is no row: it may have as many cells as a whole one.
  if (damage.error !== null) throw damage.error
  yield* splitter.end()
}

/** The bytes of a file, unpacked where they begin as gzip does; a damaged file ends where the damage is. */
async function* unpacked(path: string, onCut: (error: CutFileError) => void): AsyncGenerator<Buffer> {
  const isPacked = await isGzip(path)
  const source = createReadStream(path)
  if (!isPacked) {
    yield* source
    return
  }
  const gunzip = createGunzip()
  source.on("error", (error) => gunzip.destroy(error))
  try {
    for await (const chunk of source.pipe(gunzip)) yield Buffer.from(chunk)
  } catch (error) {
    if (!isZlibError(error)) throw error
    onCut(new CutFileError(`${path} is cut off or damaged: ${error.message}`))
  }
}

/** By its code: in a test's realm a system error is no instance of Error. */
function isZlibError(error: unknown): error is { readonly message: string } {
  return typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("Z_")
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

/** What makes UTF-8 of the file's bytes, piece by piece; by its first bytes where no encoding is named. */
function decoderFor(path: string, head: Buffer, encoding?: string): (bytes: Buffer) => Buffer {
  if (head.subarray(0, 4).toString("latin1") === "PK\u0003\u0004") {
    throw new FileFormatError(`${path} is a zip archive or a workbook: unpack it, or export the table as CSV in UTF-8`)
  }
  const name = encoding ?? sniffed(head)
  if (/^utf-?8$/i.test(name)) return (bytes) => bytes
  let decoder: InstanceType<typeof TextDecoder>
  try {
    decoder = new TextDecoder(name)
  } catch {
    throw new FileFormatError(`"${name}" is no encoding: utf-8, utf-16le, windows-1252, shift_jis and the like`)
  }
  return (bytes) => Buffer.from(decoder.decode(bytes, { stream: true }), "utf8")
}

/** By its byte order mark, or by the zeros that every second byte of western UTF-16 is. */
function sniffed(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le"
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be"
  const zeros = [0, 0]
  for (const [at, byte] of head.subarray(0, SNIFFED).entries()) if (byte === 0) zeros[at % 2] += 1
  const half = Math.min(head.length, SNIFFED) / 2
  if (zeros[1] > half * 0.6) return "utf-16le"
  return zeros[0] > half * 0.6 ? "utf-16be" : "utf-8"
}

/** Cuts UTF-8 into lines that end in LF, CR or both, mixed as they come. */
class LineSplitter {
  private rest: Buffer = Buffer.alloc(0)
  private line = 1

  constructor(private readonly path: string) {}

  *push(bytes: Buffer): Generator<Lines> {
    const all = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes])
    // Old Macs end lines in CR alone; the last byte may be half of a CR LF.
    const end = Math.max(all.lastIndexOf(LF), all.lastIndexOf(CR, -2)) + 1
    this.rest = all.subarray(end)
    if (this.rest.length > LONGEST_LINE) {
      throw new FileFormatError(`${this.path}: line ${this.line} has no end within 8 MiB: this is no table of rows`)
    }
    if (end > 0) yield this.take(all.subarray(0, end))
  }

  *end(): Generator<Lines> {
    if (this.rest.length > 0) yield this.take(this.rest)
  }

  private take(block: Buffer): Lines {
    const isWhole = isUtf8(block)
    const texts = block.toString(isWhole ? "utf8" : "latin1").split(/\r\n|\n|\r/)
    if (texts.at(-1) === "") texts.pop()
    const first = this.line
    this.line += texts.length
    if (first === 1 && texts.length > 0) texts[0] = texts[0].replace(isWhole ? /^\uFEFF/ : /^\u00EF\u00BB\u00BF/, "")
    const problems = new Map<number, string>()
    let guessed = 0
    if (isWhole) return { first, texts, problems, guessed }
    for (const [at, text] of texts.entries()) {
      if (!/[\u0080-\u00FF]/.test(text)) continue
      const bytes = Buffer.from(text, "latin1")
      texts[at] = isUtf8(bytes) ? bytes.toString("utf8") : new TextDecoder("windows-1252").decode(bytes)
      if (isUtf8(bytes)) continue
      if (FOREIGN_RUN.test(text) || UNDEFINED_1252.test(text)) problems.set(at, NOT_UTF8)
      else guessed += 1
    }
    return { first, texts, problems, guessed }
  }
}
