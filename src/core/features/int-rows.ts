/** Numbers that a table of rows has room for at first. */
const FIRST_ROOM = 1024

/**
 * Rows of whole numbers that grow and shrink, all in one array: an array for each of a hundred thousand words would be as
 * many objects, most of them for one number, and ten times the memory. A row has room for a power of two; one that outgrows
 * it moves, and its old place is the next row's of that size.
 */
export class IntRows {
  #numbers = new Int32Array(FIRST_ROOM)
  #starts = new Int32Array(FIRST_ROOM)
  #lengths = new Int32Array(FIRST_ROOM)
  #end = 0
  /** Places that rows have left, by the logarithm of their room. */
  readonly #left: number[][] = []

  /** The numbers of a row, none for a row never written to; valid until the next change. */
  row(row: number): Int32Array {
    if (row >= this.#lengths.length) return this.#numbers.subarray(0, 0)
    return this.#numbers.subarray(this.#starts[row], this.#starts[row] + this.#lengths[row])
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
    // A row is full where its length is a power of two: that is all the room it has.
    if ((length & (length - 1)) === 0) this.#move(row, length)
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
    if (length > 0) this.#leave(this.#starts[row], roomFor(length))
    if (length > 0) this.#lengths[row] = 0
  }

  /** Gives a full row twice the room, an empty one room for one. */
  #move(row: number, length: number): void {
    const from = this.#starts[row]
    const room = length === 0 ? 1 : 2 * length
    const to = this.#left[sizeOf(room)]?.pop() ?? this.#append(room)
    this.#numbers.copyWithin(to, from, from + length)
    if (length > 0) this.#leave(from, length)
    this.#starts[row] = to
  }

  #leave(start: number, room: number): void {
    const size = sizeOf(room)
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
