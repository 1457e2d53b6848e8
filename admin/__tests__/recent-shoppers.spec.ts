import { recentShoppers, shopperKind } from "../lib/recent-shoppers"

const GUEST = "0b0f8a52-6a0c-4a3e-9d8e-3a1f4a6d9c11"
const OTHER = "1b0f8a52-6a0c-4a3e-9d8e-3a1f4a6d9c11"

const event = (shopper: string, minute: number, outcome: "stored" | "bot" = "stored") => ({
  ...{ shopper, outcome, type: "view" as const, product_id: `prod_${minute}`, product_title: null },
  received_at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
})

test.each([
  ["cus_01", "customer"],
  [GUEST, "guest"],
  ["anonymous", null],
  ["cart_01", null],
])("recent shoppers: %s is of kind %s", (shopper, kind) => {
  expect(shopperKind(shopper)).toBe(kind)
})

test("recent shoppers: guests stand once each, by the latest of what they did, beside no customer and no bot", () => {
  const events = [
    ...[event(GUEST, 1), event("cus_01", 2), event(OTHER, 3), event(GUEST, 4), event(OTHER, 9, "bot")],
    event("anonymous", 8),
  ]
  const found = recentShoppers(events, "guest").map(({ shopper, events: count, last }) => [
    ...[shopper, count, last.product_id],
  ])
  expect(found).toEqual([
    [GUEST, 2, "prod_4"],
    [OTHER, 1, "prod_3"],
  ])
  expect(recentShoppers(events, "customer").map(({ shopper }) => shopper)).toEqual(["cus_01"])
})
