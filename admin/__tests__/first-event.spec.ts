import { hasArrived } from "../lib/first-event"

describe("hasArrived", () => {
  test("hasArrived: an event that a storefront alone sends has arrived, stored just now or before", () => {
    expect(hasArrived([{ type: "view", fate: "stored" }])).toBe(true)
    expect(hasArrived([{ type: "impression", fate: "duplicate" }])).toBe(true)
  })

  test("hasArrived: orders, bots and what was rejected are no sign of a storefront", () => {
    expect(hasArrived([])).toBe(false)
    expect(hasArrived([{ type: "purchase", fate: "stored" }])).toBe(false)
    expect(hasArrived([{ type: "view", fate: "rejected" }])).toBe(false)
    expect(hasArrived([{ type: "click", fate: "bot" }])).toBe(false)
  })
})
