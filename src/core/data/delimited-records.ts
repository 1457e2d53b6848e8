/** One data row of a delimited table, as its cells or with what is wrong with it. */
export interface DelimitedRecord {
  /** 1-based line that the row begins on. */
  readonly line: number
  readonly cells: readonly string[]
  /** The text of the row as it came. */
  readonly raw: string
  /** Why the row cannot be read, in words for the person who made the file; null where it can. */
  readonly problem: string | null
}

/** What a table's first line must hold, and what is done with its rows. */
export interface DelimitedTable {
  /** Columns without which the table means nothing; none: the table has no header. */
  readonly required: readonly string[]
  /** Columns that mean something: none of them may stand twice in the header. */
  readonly known: readonly string[]
  /** Called with the names of the columns, normalized; again where a joined export brings another header. */
  readonly onHeader: (columns: readonly string[]) => void
  readonly onRecord: (record: DelimitedRecord) => void
}

/** A table that cannot be read at all; the message says what to do. */
export class TableFormatError extends Error {
  override readonly name = "TableFormatError"
}

const DELIMITERS = [",", ";", "\t", "|"] as const
/** A quoted cell over more lines or characters than this is a quotation mark that was never closed. */
const LONGEST_CELL_LINES = 200
const LONGEST_CELL = 65_536

/** Cells of a text, or why it has none: a quoted cell that goes on behind it, or a quotation mark that is none. */
type Split = { readonly cells: string[] } | { readonly fault: "open" | "stray" }

/**
 * Splits lines into the rows of a CSV table (RFC 4180), and goes on after each row that is broken: a row whose number
 * of cells is not the header's is reported, never joined with others. The delimiter is the one the header uses.
 *
 * Quotation marks that are no CSV quotes (inch marks, names in quotation marks) are plain characters, as long as the
 * row then has the header's number of cells. A quoted cell may span lines, unless each of these lines is a whole row
 * by itself: then two quotation marks that have nothing to do with each other would swallow all rows between them.
 */
export class DelimitedRecords {
  readonly #table: DelimitedTable
  #delimiter: string = DELIMITERS[0]
  /** Cells of a row; 0 before the header, -1 for a table without one. */
  #width: number
  readonly #firstWord: string
  /** Lines of a quoted cell that is still open. */
  #open: string[] = []
  #openLine = 0

  constructor(table: DelimitedTable) {
    this.#table = table
    this.#firstWord = table.required[0]?.split("_")[0] ?? ""
    this.#width = table.required.length === 0 ? -1 : 0
  }

  /**
   * Takes the next line, without its line end.
   *
   * @param line its number, 1-based
   * @throws TableFormatError when the first line that is not blank is no header
   */
  push(text: string, line: number): void {
    if (this.#open.length > 0) {
      this.#open.push(text)
      if (text.includes('"')) this.#tryClose()
      else if (this.#isTooLong()) this.#giveUp()
      return
    }
    if (text.trim() === "") return
    if (this.#width <= 0 && this.#readHeader(text, line)) return
    this.#row(text, line)
  }

  /** Ends the table: what is still open is reported. */
  end(): void {
    while (this.#open.length > 0) this.#giveUp()
  }

  /** @returns whether the line was a header */
  #readHeader(text: string, line: number): boolean {
    const { required, known, onHeader } = this.#table
    const best = bestHeader(text, required)
    this.#delimiter = best.delimiter
    if (required.length === 0) return false
    const missing = required.filter((name) => !best.columns.includes(name))
    if (missing.length > 0) {
      throw new TableFormatError(
        `line ${line} names no column ${missing.join(", ")}: the first line must name the columns, such as ` +
          `${known.join(",")}. It reads "${text.slice(0, 200)}"`,
      )
    }
    const doubled = known.find((name) => best.columns.filter((column) => column === name).length > 1)
    if (doubled !== undefined) {
      throw new TableFormatError(`line ${line} names the column ${doubled} twice: remove or rename one of the two`)
    }
    this.#width = best.columns.length
    onHeader(best.columns)
    return true
  }

  #row(text: string, line: number): void {
    if (this.#isHeaderAgain(text)) {
      this.#readHeader(text, line)
      return
    }
    if (!text.includes('"')) {
      this.#emit(text.split(this.#delimiter), { text, line })
      return
    }
    const split = splitStrict(text, this.#delimiter)
    if ("cells" in split) {
      this.#emit(split.cells, { text, line })
      return
    }
    if (split.fault === "stray") {
      this.#repair(text, line)
      return
    }
    this.#open = [text]
    this.#openLine = line
  }

  /** A second export joined to the first brings its header with it. */
  #isHeaderAgain(text: string): boolean {
    const { required } = this.#table
    // Nearly no row holds a word of the header: the first look must cost next to nothing.
    if (required.length === 0 || !text.toLowerCase().includes(this.#firstWord)) return false
    const { columns } = bestHeader(text, required)
    return required.every((name) => columns.includes(name))
  }

  /** A row with quotation marks inside of its cells is taken in the first way that makes it a row of the table. */
  #repair(text: string, line: number): void {
    const ways = [true, false].map((isLenient) => splitLoose(text, this.#delimiter, isLenient))
    const row = ways.find(({ cells, isUnclosed }) => !isUnclosed && this.#fits(cells.length))
    if (row !== undefined) this.#emit(row.cells, { text, line })
    else this.#table.onRecord({ line, cells: [], raw: text, problem: UNCLOSED })
  }

  #tryClose(): void {
    const text = this.#open.join("\n")
    const split = splitStrict(text, this.#delimiter)
    if ("fault" in split) {
      if (split.fault === "stray" || this.#isTooLong()) this.#giveUp()
      return
    }
    const areRows = this.#width > 1 && this.#open.every((line) => this.#cellsAlone(line) === this.#width)
    if (!this.#fits(split.cells.length) || areRows) {
      this.#giveUp()
      return
    }
    this.#open = []
    this.#emit(split.cells, { text, line: this.#openLine })
  }

  #isTooLong(): boolean {
    return (
      this.#open.length > LONGEST_CELL_LINES || this.#open.reduce((sum, line) => sum + line.length, 0) > LONGEST_CELL
    )
  }

  /** The quotation mark that opened the cell is none: its line, and those after it, are rows of their own. */
  #giveUp(): void {
    const [first, ...rest] = this.#open
    const line = this.#openLine
    this.#open = []
    this.#repair(first, line)
    for (const [at, text] of rest.entries()) this.push(text, line + 1 + at)
  }

  #cellsAlone(line: string): number {
    return splitLoose(line, this.#delimiter, false).cells.length
  }

  #fits(count: number): boolean {
    return this.#width < 0 || count === this.#width
  }

  #emit(cells: readonly string[], { text, line }: Source): void {
    const problem = this.#fits(cells.length)
      ? null
      : `the row has ${cells.length} cells where the header has ${this.#width}: ` +
        `a cell that holds ${JSON.stringify(this.#delimiter)} must stand in quotation marks`
    this.#table.onRecord({ line, cells, raw: text, problem })
  }
}

interface Source {
  readonly text: string
  readonly line: number
}

const UNCLOSED = "a quotation mark opens a cell of this row and does not close it: close it, or write two for one"

/** Header names as they are compared: without marks of order and encoding, in small letters, words joined by `_`. */
function looseName(text: string): string {
  return text
    .replace(/[\uFEFF\u200B]/g, "")
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_")
}

function bestHeader(text: string, required: readonly string[]): { delimiter: string; columns: string[] } {
  const tries = DELIMITERS.map((delimiter) => {
    const columns = splitLoose(text, delimiter, true).cells.map(looseName)
    return { delimiter, columns, found: required.filter((name) => columns.includes(name)).length }
  })
  return tries.reduce((best, next) =>
    next.found > best.found || (next.found === best.found && next.columns.length > best.columns.length) ? next : best,
  )
}

/** Cells of a row by RFC 4180. */
function splitStrict(text: string, delimiter: string): Split {
  const cells: string[] = []
  for (let at = 0; ;) {
    const start = afterSpaces(text, at)
    if (text[start] !== '"') {
      const end = text.indexOf(delimiter, at)
      cells.push(end < 0 ? text.slice(at) : text.slice(at, end))
      if (end < 0) return { cells }
      at = end + 1
      continue
    }
    const cell = quotedCell(text, start + 1)
    if (cell === null) return { fault: "open" }
    const after = afterSpaces(text, cell.end)
    if (after < text.length && text[after] !== delimiter) return { fault: "stray" }
    cells.push(cell.value)
    if (after >= text.length) return { cells }
    at = after + 1
  }
}

/** The cell whose quote opened before `from`, two quotes being one; null where it does not close. */
function quotedCell(text: string, from: number): { value: string; end: number } | null {
  let value = ""
  for (let at = from; ;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return null
    value += text.slice(at, quote)
    if (text[quote + 1] !== '"') return { value, end: quote + 1 }
    value += '"'
    at = quote + 2
  }
}

/**
 * Cells of a row whose quotes are broken. Lenient: a quoted cell ends at the first quote before a delimiter, as a
 * program writes that does not double its quotes. Otherwise a broken cell is taken as it stands.
 */
function splitLoose(text: string, delimiter: string, isLenient: boolean): { cells: string[]; isUnclosed: boolean } {
  const cells: string[] = []
  let isUnclosed = false
  for (let at = 0; ;) {
    const start = afterSpaces(text, at)
    const quoted = text[start] === '"' ? closedCell(text, { start, delimiter, isLenient }) : null
    if (quoted !== null) {
      cells.push(quoted.value)
      if (quoted.end >= text.length) return { cells, isUnclosed }
      at = quoted.end + 1
      continue
    }
    const end = text.indexOf(delimiter, at)
    const cell = end < 0 ? text.slice(at) : text.slice(at, end)
    if (text[start] === '"' && cell.indexOf('"') === cell.lastIndexOf('"')) isUnclosed = true
    cells.push(cell)
    if (end < 0) return { cells, isUnclosed }
    at = end + 1
  }
}

interface Opening {
  readonly start: number
  readonly delimiter: string
  readonly isLenient: boolean
}

function closedCell(text: string, opening: Opening): { value: string; end: number } | null {
  const { start, delimiter, isLenient } = opening
  const strict = quotedCell(text, start + 1)
  if (strict !== null) {
    const end = afterSpaces(text, strict.end)
    if (end >= text.length || text[end] === delimiter) return { value: strict.value, end }
  }
  if (!isLenient) return null
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    const end = afterSpaces(text, quote + 1)
    if (end >= text.length || text[end] === delimiter) {
      return { value: text.slice(start + 1, quote).replaceAll('""', '"'), end }
    }
  }
  return null
}

function afterSpaces(text: string, at: number): number {
  let next = at
  while (text[next] === " ") next++
  return next
}
