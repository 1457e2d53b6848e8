import { changeOf } from "../screens/versions/version-change"

const hitRate = { values: [0.504, 0.441] as const, measured: true, text: (value: number | null) => String(value) }

describe("change between two versions", () => {
  test("changeOf: figures of two hold-outs are not set against each other", () => {
    expect(changeOf(hitRate, true)).toBeCloseTo(-0.125, 6)
    expect(changeOf(hitRate, false)).toBeNull()
    expect(changeOf({ ...hitRate, values: [100, 150], measured: false }, false)).toBe(0.5)
  })

  test("changeOf: what reads the same, or has nothing before it, has no change", () => {
    expect(changeOf({ ...hitRate, text: () => "50%" }, true)).toBeNull()
    expect(changeOf({ ...hitRate, values: [0, 1] }, true)).toBeNull()
    expect(changeOf({ ...hitRate, values: [null, 1] }, true)).toBeNull()
  })
})
