import fc from "fast-check"
import { decodeVarints, encodeVarints } from "../varints"

test("varints: whole numbers come back, small ones from one byte", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 })), (numbers) => {
      expect([...decodeVarints("s", encodeVarints(numbers))]).toEqual(numbers)
    }),
    { seed: 20260101, numRuns: 300 },
  )
  expect(encodeVarints([0, 127]).length).toBe(2)
  expect(encodeVarints([128, 2 ** 31 - 1]).length).toBe(7)
})

test.each([
  ["ends within a number", [1, 0x80]],
  ["ends within a number", [0x80]],
  ["is 2^31 or more", [0xff, 0xff, 0xff, 0xff, 0x08]],
  ["is 2^31 or more", [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
])("varints: bytes whose number %s are refused", (message, bytes) => {
  expect(() => decodeVarints("lengths", Uint8Array.from(bytes))).toThrow(message)
  expect(() => decodeVarints("lengths", Uint8Array.from(bytes))).toThrow("lengths")
})
