import fc from "fast-check"
import { IntRows } from "../int-rows"
import { TermCodes } from "../term-codes"

/** What may be done to a row, with a number. */
const change = fc.tuple(fc.constantFrom("push", "push", "push", "remove", "clear", "compact"), fc.nat(6), fc.nat(20))

test("IntRows: rows hold what lists of their own would, whatever is added and taken away", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 400 }), (changes) => {
      const rows = new IntRows()
      const lists = Array.from({ length: 7 }, (): number[] => [])
      for (const [what, row, number] of changes) {
        if (what === "push") {
          rows.push(row, number)
          lists[row].push(number)
        } else if (what === "clear") {
          rows.clear(row)
          lists[row].length = 0
        } else if (what === "compact") rows.compact()
        else {
          rows.remove(row, number)
          const at = lists[row].indexOf(number)
          if (at >= 0) lists[row].splice(at, 1)
        }
      }
      lists.forEach((list, row) => expect([[...rows.row(row)], rows.lengthOf(row)]).toEqual([list, list.length]))
    }),
    { seed: 20260101, numRuns: 300 },
  )
})

test("IntRows: a row far behind the others, and one never written to", () => {
  const rows = new IntRows()
  rows.push(50_000, 3)
  expect([[...rows.row(50_000)], [...rows.row(49_999)], [...rows.row(90_000)]]).toEqual([[3], [], []])
  expect(rows.lengthOf(90_000)).toBe(0)
})

test("TermCodes: each of many words has a number of its own, in the order in which they came", () => {
  const codes = new TermCodes()
  const words = Array.from({ length: 20_000 }, (_, at) => `word ${at}`)
  expect(words.map((word) => codes.codeOf(word))).toEqual(words.map((_, at) => at))
  expect(words.map((word) => codes.codeOf(word))).toEqual(words.map((_, at) => at))
  expect(codes.size).toBe(20_000)
})
