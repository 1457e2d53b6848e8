import { changesBetween, mergeSettings } from "../settings-diff"

describe("settings put over settings", () => {
  test("merge: what is not named stays, lists are replaced whole", () => {
    const base = { a: { b: 1, c: [1, 2] }, d: null }
    expect(mergeSettings(base, { a: { c: [3] } })).toEqual({ a: { b: 1, c: [3] }, d: null })
    expect(mergeSettings(base, { a: { b: undefined } })).toEqual(base)
  })

  test("merge: a field called __proto__ is a name like any other, for the schema to refuse", () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"x": 1}}')
    const merged = mergeSettings({ a: 1 }, hostile)
    expect(Object.keys(merged ?? {})).toEqual(["a", "__proto__", "constructor"])
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
    expect("polluted" in {}).toBe(false)
  })

  test("changes: by dotted path, and none where nothing differs", () => {
    expect(changesBetween({ a: { b: 1 }, c: [1] }, { a: { b: 2 }, c: [1] })).toEqual([{ path: "a.b", from: 1, to: 2 }])
    expect(changesBetween({ a: { b: 1 } }, { a: { b: 1 } })).toEqual([])
  })
})
