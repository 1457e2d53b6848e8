/** Numbers that a table of rows has room for at first. */
const FIRST_ROOM = 1024

/**
 * Rows of whole numbers that grow and shrink, all in one array: an array for each of a hundred thousand words would be as
 * many objects, most of them for one number, and ten times the memory. A row has room for a power of two; one that outgrows
 * it moves, and its old place is the next row's of that size. Once {@link compact} has laid them close, none has any room.
 */
export class IntRows {
  #numbers = new Int32Array(FIRST_ROOM)
  /** Where each row begins; of one that has no room to grow, the complement. */
  #starts = new Int32Array(FIRST_ROOM)
  #lengths = new Int32Array(FIRST_ROOM)
  #end = 0
  /** Places that rows have left, by the logarithm of their room. */
  readonly #left: number[][] = []

  /** The numbers of a row, none for a row never written to; valid until the next change. */
  row(row: number): Int32Array {
    if (row >= this.#lengths.length) return this.#numbers.subarray(0, 0)
    const start = this.#startOf(row)
    return this.#numbers.subarray(start, start + this.#lengths[row])
  }

  lengthOf(row: number): number {
    return row < this.#lengths.length ? this.#lengths[row] : 0
  }

  /** Puts a number behind the others of a row. */
  push(row: number, number: number): void {
    if (row >= this.#lengths.length) {
      this.#starts = grown(this.#starts, row + 1)
      this.#lengths = grown(this.#lengths, row + 1)
    }
    const length = this.#lengths[row]
    if (this.#starts[row] < 0) this.#move(row, roomFor(length + 1))
    // A row is full where its length is a power of two: that is all the room it has.
    else if ((length & (length - 1)) === 0) this.#move(row, length === 0 ? 1 : 2 * length)
    this.#numbers[this.#starts[row] + this.#lengths[row]++] = number
  }

  /** Takes the first of a number out of a row; the others keep their order. */
  remove(row: number, number: number): void {
    const at = this.row(row).indexOf(number)
    if (at < 0) return
    const numbers = this.row(row).slice()
    this.clear(row)
    numbers.forEach((other, place) => {
      if (place !== at) this.push(row, other)
    })
  }

  /** Makes a row empty. */
  clear(row: number): void {
    const length = this.lengthOf(row)
    if (length === 0) return
    this.#leave(row)
    this.#starts[row] = 0
    this.#lengths[row] = 0
  }

  /** Lays the rows one behind the other in as much memory as they need: what was filled once has a third of it to spare. */
  compact(): void {
    const rows = this.#lengths.reduce((end, length, row) => (length > 0 ? row + 1 : end), 0)
    const lengths = this.#lengths.slice(0, rows)
    const numbers = new Int32Array(lengths.reduce((sum, length) => sum + length, 0))
    const starts = new Int32Array(rows)
    let end = 0
    for (let row = 0; row < rows; row++) {
      numbers.set(this.row(row), end)
      starts[row] = lengths[row] > 0 ? ~end : 0
      end += lengths[row]
    }
    this.#numbers = numbers
    this.#starts = starts
    this.#lengths = lengths
    this.#end = end
    this.#left.length = 0
  }

  #startOf(row: number): number {
    const start = this.#starts[row]
    return start < 0 ? ~start : start
  }

  /** Gives a row a place of so much room. */
  #move(row: number, room: number): void {
    const from = this.#startOf(row)
    const to = this.#left[sizeOf(room)]?.pop() ?? this.#append(room)
    this.#numbers.copyWithin(to, from, from + this.#lengths[row])
    if (this.#lengths[row] > 0) this.#leave(row)
    this.#starts[row] = to
  }

  /** Frees the place of a row; the gap of one without room is of no size, and stays. */
  #leave(row: number): void {
    const start = this.#starts[row]
    if (start < 0) return
    const size = sizeOf(roomFor(this.#lengths[row]))
    const left = this.#left[size] ?? []
    this.#left[size] = left
    left.push(start)
  }

  #append(room: number): number {
    const start = this.#end
    this.#end += room
    this.#numbers = grown(this.#numbers, this.#end)
    return start
  }
}

/** The power of two that a row of so many has room for. */
function roomFor(length: number): number {
  let room = 1
  while (room < length) room *= 2
  return room
}

function grown(numbers: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  if (least <= numbers.length) return numbers
  const next = new Int32Array(Math.max(least, numbers.length + (numbers.length >> 1)))
  next.set(numbers)
  return next
}

/** The logarithm of a power of two. */
const sizeOf = (room: number): number => 31 - Math.clz32(room)
