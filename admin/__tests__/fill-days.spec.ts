import { fillDays } from "../charts/fill-days"
import { formatFor } from "../lib/format"

const zero = (day: string) => ({ day, events: 0 })
const NOW = Date.parse("2026-03-05T12:00:00Z")

describe("days of a chart", () => {
  test("fillDays: days on which nothing happened stand at zero, up to today and no further", () => {
    const told = [
      { day: "2026-03-02", events: 3 },
      { day: "2026-03-04", events: 1 },
    ]
    expect(fillDays(told, "2026-03-31T00:00:00Z", zero, NOW)).toEqual([
      { day: "2026-03-02", events: 3 },
      { day: "2026-03-03", events: 0 },
      { day: "2026-03-04", events: 1 },
      { day: "2026-03-05", events: 0 },
    ])
    expect(fillDays(told, "2026-03-04T00:00:00Z", zero, NOW)).toHaveLength(2)
    expect(fillDays([], "2026-03-31T00:00:00Z", zero, NOW)).toEqual([])
  })

  test("weekday: the week begins on Monday, as the server counts it", () => {
    expect([0, 6].map(formatFor("en").weekday)).toEqual(["Mon", "Sun"])
  })
})
