import { nextSorting, sortRows } from "../lib/sort-rows"

const rows = [{ n: 2 }, { n: null }, { n: 10 }, { n: -1 }]

test("sortRows: numbers by size, and what has none last, whichever way", () => {
  const by = (down: boolean): (number | null)[] => sortRows(rows, ({ n }) => n, down).map(({ n }) => n)
  expect([by(true), by(false)]).toEqual([
    [10, 2, -1, null],
    [-1, 2, 10, null],
  ])
})

test("nextSorting: the largest first, then the smallest, then as it came; another column begins anew", () => {
  const down = nextSorting(null, "a")
  const up = nextSorting(down, "a")
  expect([down, up, nextSorting(up, "a"), nextSorting(up, "b")]).toEqual([
    { key: "a", down: true },
    { key: "a", down: false },
    null,
    { key: "b", down: true },
  ])
})
