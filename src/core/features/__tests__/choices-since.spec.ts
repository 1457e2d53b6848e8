import { ChoicesSince } from "../choices-since"
import { WEEKS } from "../item-facts"
import { packRows } from "../packed-table"

/** Choices of three products: one in the latest week and one in the fourth, none, and two of long ago. */
function choices(): ChoicesSince {
  const weeks = packRows(
    {
      offsets: Int32Array.of(0, 2, 2, 4),
      items: Int32Array.of(0, 3, WEEKS - 2, WEEKS - 1),
      columns: [Float32Array.of(4, 2, 8, 1)],
    },
    WEEKS,
  )
  return new ChoicesSince({ weeks })
}

describe("ChoicesSince", () => {
  test("of: a week counts from the one after it on, and products of no choices have 0", () => {
    const since = choices()
    expect([1, 3, 4].map((count) => [...since.of(count)])).toEqual([
      [4, 0, 0],
      [4, 0, 0],
      [6, 0, 0],
    ])
  })

  test("of: half a year is twenty-six weeks, and what was before is never among them", () => {
    const since = choices()
    expect([WEEKS - 2, WEEKS - 1, WEEKS].map((count) => since.of(count)[2])).toEqual([0, 8, 8])
  })

  test("of: sums once for all who were away as long", () => {
    const since = choices()
    expect(since.of(4)).toBe(since.of(4))
    expect(since.of(1000)).toBe(since.of(26))
    expect(since.of(-5)).toBe(since.of(0))
    expect(since.of(4)).not.toBe(since.of(3))
  })
})
