import { ModelFormatError } from "../../svm"
import { checkIndices, checkOffsets, parseHeader } from "../model/model-checks"

const FEATURES = ["first", "second"]
const HEADER = {
  ...{ kind: "svm-recommender", schema: 5, features: ["first", "second"] },
  ...{ moment: 12.5, goal: "interest", hasTime: false },
}

/** The field that a header is refused by. */
function refusal(header: unknown): string {
  try {
    parseHeader(header, FEATURES)
  } catch (error) {
    if (error instanceof ModelFormatError) return error.field
    throw error
  }
  return "nothing"
}

describe("parseHeader", () => {
  test("parseHeader: a header of this release is read, and what else stands in it is not", () => {
    expect(parseHeader({ ...HEADER, more: 1 }, FEATURES)).toEqual(HEADER)
    expect(parseHeader({ ...HEADER, goal: "purchase", hasTime: true }, FEATURES)).toMatchObject({
      ...{ goal: "purchase", hasTime: true },
    })
  })

  test.each([
    ["no object", "svm-recommender", "header kind"],
    ["null", null, "header kind"],
    ["nothing", {}, "header kind"],
    ["another kind", { ...HEADER, kind: "edge" }, "header kind"],
    ["an older schema", { ...HEADER, schema: 4 }, "header schema"],
    ["a schema in words", { ...HEADER, schema: "5" }, "header schema"],
    ["features in another order", { ...HEADER, features: ["second", "first"] }, "header features"],
    ["one feature more", { ...HEADER, features: ["first", "second", "third"] }, "header features"],
    ["one feature less", { ...HEADER, features: ["first"] }, "header features"],
    ["features that are no list", { ...HEADER, features: "first" }, "header features"],
    ["an unknown goal", { ...HEADER, goal: "profit" }, "header goal"],
    ["a time of neither", { ...HEADER, hasTime: 1 }, "header hasTime"],
    ["a moment that is no number", { ...HEADER, moment: "now" }, "header moment"],
    ["a moment that never comes", { ...HEADER, moment: Infinity }, "header moment"],
    ["no moment", { ...HEADER, moment: undefined }, "header moment"],
  ])("parseHeader: %s is refused by its field", (_, header, field) => {
    expect(refusal(header)).toBe(field)
  })

  test("parseHeader: who has a file of another release is asked to train again", () => {
    expect(() => parseHeader({ ...HEADER, schema: 6 }, FEATURES)).toThrow("header schema is not 5, which this release")
    expect(() => parseHeader({ ...HEADER, features: [] }, FEATURES)).toThrow("train again")
  })
})

describe("checkOffsets", () => {
  const check = (offsets: readonly number[], length: number) => (): void =>
    checkOffsets("rows", Int32Array.from(offsets), length)

  test("checkOffsets: offsets may stand still, and those of no row may end at once", () => {
    expect(check([0, 2, 2, 5], 5)).not.toThrow()
    expect(check([0], 0)).not.toThrow()
  })

  test.each([
    ["of nothing", [], 0, "does not start with 0"],
    ["behind 0", [1, 2], 2, "does not start with 0"],
    ["that fall", [0, 3, 2, 3], 3, "falls at 2"],
    ["that fall below 0", [0, -1], 0, "falls at 1"],
    ["that end early", [0, 1], 2, "ends with 1, expected 2"],
    ["that end late", [0, 3], 2, "ends with 3, expected 2"],
    ["of no row before something", [0], 1, "ends with 0, expected 1"],
  ])("checkOffsets: offsets %s are refused by name", (_, offsets, length, message) => {
    expect(check(offsets, length)).toThrow(`section "rows" ${message}`)
  })
})

describe("checkIndices", () => {
  const check = (indices: readonly number[]) => (): void =>
    checkIndices("items", Int32Array.from(indices), { from: -1, to: 3 })

  test("checkIndices: the first is within, the last is not", () => {
    expect(check([])).not.toThrow()
    expect(check([-1, 0, 2])).not.toThrow()
    expect(check([0, 3])).toThrow('section "items" holds 3, outside of -1 to 2')
    expect(check([-2])).toThrow('section "items" holds -2, outside of -1 to 2')
  })
})
