import { toCsv } from "../lib/csv"

describe("tables as CSV", () => {
  test("toCsv: quotes, commas and line breaks stay within their cell", () => {
    expect(
      toCsv(
        ["Product", "Views"],
        [
          ['Mug, 8" tall', 3],
          ["Two\nlines", null],
        ],
      ),
    ).toBe('\ufeffProduct,Views\n"Mug, 8"" tall",3\n"Two\nlines",\n')
  })

  test("toCsv: a text that a sheet would run is quoted, a negative number is not", () => {
    const [, row] = toCsv(["a", "b"], [['=HYPERLINK("http://x")', -2]]).split("\n")
    expect(row).toMatch(/^"'=HYPERLINK/)
    expect(row).toMatch(/,-2$/)
  })
})
