/** `npm test` sets it; who runs a spec by hand may not. */
const isGuarded = (process.env.NODE_OPTIONS ?? "").includes("--disable-proto=throw")

;(isGuarded ? test : test.skip)("unit stage: all of it runs under node --disable-proto=throw", () => {
  expect(() => Reflect.get({}, "__proto__") as unknown).toThrow()
  expect(() => Reflect.set({}, "__proto__", {})).toThrow()
})
