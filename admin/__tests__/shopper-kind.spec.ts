import { shopperKind } from "../lib/shopper-kind"

test.each([
  ["cus_01", "customer"],
  ["0b0f8a52-6a0c-4a3e-9d8e-3a1f4a6d9c11", "guest"],
  ["anonymous", null],
  ["cart_01", null],
])("shopper kind: %s is of kind %s", (shopper, kind) => {
  expect(shopperKind(shopper)).toBe(kind)
})
