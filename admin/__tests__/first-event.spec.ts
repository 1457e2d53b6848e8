import { hasArrived } from "../lib/first-event"

describe("hasArrived", () => {
  test("hasArrived: an event that a storefront alone sends has arrived, stored just now or before", () => {
    expect(hasArrived([{ type: "view", outcome: "stored" }])).toBe(true)
    expect(hasArrived([{ type: "impression", outcome: "duplicate" }])).toBe(true)
  })

  test("hasArrived: orders, bots and what was rejected are no sign of a storefront", () => {
    expect(hasArrived([])).toBe(false)
    expect(hasArrived([{ type: "purchase", outcome: "stored" }])).toBe(false)
    expect(hasArrived([{ type: "view", outcome: "rejected" }])).toBe(false)
    expect(hasArrived([{ type: "click", outcome: "bot" }])).toBe(false)
  })
})
