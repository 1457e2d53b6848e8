import { assertMedusaVersion, isMedusaSince } from "../medusa-version"

describe("version of Medusa", () => {
  test.each(["2.17.0", "2.17.2", "2.21.2", "2.100.0"])("assertMedusaVersion: %s is accepted", (version) => {
    expect(() => assertMedusaVersion(version)).not.toThrow()
  })

  test.each(["1.20.0", "2.0.0", "2.14.3", "2.16.1", "3.0.0"])(
    "assertMedusaVersion: %s is refused, naming what works",
    (version) => {
      expect(() => assertMedusaVersion(version)).toThrow(
        `works on Medusa 2.17 and later versions of Medusa 2; this shop has ${version}`,
      )
    },
  )

  test("assertMedusaVersion: the installed version is found and accepted, one of an unknown form is not judged", () => {
    expect(() => assertMedusaVersion()).not.toThrow()
    expect(() => assertMedusaVersion("snapshot")).not.toThrow()
    expect(() => assertMedusaVersion(null)).not.toThrow()
  })

  test.each([
    ["2.21.0", false],
    ["2.20.9", false],
    ["1.99.9", false],
    ["2.21.1", true],
    ["2.22.0", true],
    ["3.0.0", true],
    ["snapshot", true],
  ])("isMedusaSince: %s has what came with 2.21.1: %s", (version, expected) => {
    expect(isMedusaSince([2, 21, 1], version)).toBe(expected)
  })
})
