import { ownerCode } from "../owner-code"

describe("ownerCode", () => {
  // Worked out apart from the code, by FNV-1a of "foobar" = 0xbf9cf968 and the finalizer of MurmurHash3: models keep these
  // numbers, and what was erased is found by them.
  test.each([
    ["", [-1421968373, -1585187909]],
    ["a", [444641715, 10770856]],
    ["foobar", [202221276, 1131490113]],
    ["cus_01", [-1723523637, -1219589353]],
    ["ä", [-1676227592, -1133803129]],
  ])("ownerCode: of %p is what it has always been", (id, code) => {
    expect(ownerCode(id)).toEqual(code)
  })

  test("ownerCode: ids that differ in one letter, or in its place, differ in both numbers", () => {
    const ids = Array.from({ length: 5000 }, (_, at) => [`cus_${at}`, `${at}_cus`]).flat()
    for (const half of [0, 1]) expect(new Set(ids.map((id) => ownerCode(id)[half])).size).toBe(ids.length)
  })
})
