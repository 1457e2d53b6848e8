import { PAGE_ROWS, pageOfRows } from "../lib/page-of-rows"

const rows = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

test.each([
  [0, 0, [], 0, 1],
  [20, 0, rows(20), 0, 1],
  [21, 1, [20], 1, 2],
  // Rows have gone since somebody turned to page three: nobody looks at an empty page.
  [21, 2, [20], 1, 2],
  [5, -1, rows(5), 0, 1],
])("page of rows: of %i rows, page %i", (count, asked, expected, page, pages) => {
  expect(pageOfRows(rows(count), asked)).toEqual({ rows: expected, page, pages })
})

test("page of rows: the pages together hold each row once", () => {
  const all = rows(3 * PAGE_ROWS + 7)
  expect([0, 1, 2, 3].flatMap((page) => pageOfRows(all, page).rows)).toEqual(all)
})
