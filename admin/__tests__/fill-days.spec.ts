import { fillDays } from "../charts/fill-days"
import { addDays, asPicked, dayOf, daysBetween, fromPicked, pickedDay, startOfDay } from "../lib/days"
import { formatFor } from "../lib/format"

const zero = (day: string) => ({ day, events: 0 })

describe("days of a chart", () => {
  test("fillDays: the whole period stands, days without events at zero", () => {
    const reported = [
      { day: "2026-03-02", events: 3 },
      { day: "2026-03-04", events: 1 },
    ]
    expect(fillDays(reported, { first: "2026-03-01", last: "2026-03-05" }, zero)).toEqual([
      { day: "2026-03-01", events: 0 },
      { day: "2026-03-02", events: 3 },
      { day: "2026-03-03", events: 0 },
      { day: "2026-03-04", events: 1 },
      { day: "2026-03-05", events: 0 },
    ])
    expect(fillDays([], { first: "2026-03-01", last: "2026-03-03" }, zero)).toHaveLength(3)
    expect(fillDays(reported, { first: "2026-03-02", last: "2026-03-01" }, zero)).toEqual([])
  })

  test("dayOf: an instant belongs to the day of the zone's calendar", () => {
    const late = Date.parse("2026-11-29T02:30:00Z")
    expect(dayOf(late, "UTC")).toBe("2026-11-29")
    expect(dayOf(late, "America/New_York")).toBe("2026-11-28")
    expect(dayOf(late, "Pacific/Auckland")).toBe("2026-11-29")
    expect(dayOf(Date.parse("2026-11-28T13:30:00Z"), "Pacific/Auckland")).toBe("2026-11-29")
  })

  test("startOfDay: a day begins at the zone's midnight, on days that change the clock too", () => {
    expect(startOfDay("2026-11-29", "UTC")).toBe("2026-11-29T00:00:00.000Z")
    expect(startOfDay("2026-11-29", "America/New_York")).toBe("2026-11-29T05:00:00.000Z")
    // Berlin: summer time begins on 29 March and ends on 25 October 2026.
    expect(startOfDay("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z")
    expect(startOfDay("2026-03-30", "Europe/Berlin")).toBe("2026-03-29T22:00:00.000Z")
    expect(startOfDay("2026-10-25", "Europe/Berlin")).toBe("2026-10-24T22:00:00.000Z")
    expect(startOfDay("2026-10-26", "Europe/Berlin")).toBe("2026-10-25T23:00:00.000Z")
    expect(startOfDay("2026-11-29", "Asia/Kathmandu")).toBe("2026-11-28T18:15:00.000Z")
  })

  test.each([
    ["UTC", [2026, 11, 24, 18, 30]],
    ["America/New_York", [2026, 11, 24, 13, 30]],
    ["Asia/Tokyo", [2026, 11, 25, 3, 30]],
  ])("asPicked: a picker of the browser's clock shows that of %s, and gives back the instant", (zone, clock) => {
    const iso = "2026-12-24T18:30:00.000Z"
    const shown = asPicked(iso, zone)
    expect([
      ...[shown.getFullYear(), shown.getMonth(), shown.getDate()],
      ...[shown.getHours(), shown.getMinutes()],
    ]).toEqual(clock)
    expect(fromPicked(shown, zone)).toBe(iso)
  })

  test("fromPicked: a year that is still being typed is none of the twentieth century", () => {
    const typed = new Date(2026, 5, 1, 12)
    typed.setFullYear(20)
    expect(fromPicked(typed, "Asia/Tokyo")).toMatch(/^0020-06-01T/)
    expect(asPicked(fromPicked(typed, "Asia/Tokyo"), "Asia/Tokyo").getFullYear()).toBe(20)
  })

  test("pickedDay: a year that is still being typed chooses no day", () => {
    const bounds = ["2025-10-29", "2026-12-02"] as const
    const typed = [2, 20, 202, 2_026].map((year) => {
      const date = new Date(2026, 10, 3, 12)
      date.setFullYear(year)
      return pickedDay(date, bounds)
    })
    expect(typed).toEqual([null, null, null, "2026-11-03"])
  })

  test("days: they are added and counted across months and leap days", () => {
    expect(addDays("2028-02-28", 2)).toBe("2028-03-01")
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31")
    expect(daysBetween("2026-11-01", "2026-11-30")).toBe(30)
    expect(daysBetween("2026-11-29", "2026-11-29")).toBe(1)
  })

  test("date: a calendar day reads as itself, wherever the browser stands", () => {
    expect(formatFor("en-US").date("2026-11-29", "UTC")).toBe("Nov 29, 2026")
  })

  test("weekday: the week begins on Monday, as the server counts it", () => {
    expect([0, 6].map(formatFor("en").weekday)).toEqual(["Mon", "Sun"])
  })
})
