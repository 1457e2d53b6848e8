import { firstRunAfter, nextRuns, ScheduleError } from "../schedule"

const hourIn = (zone: string, at: Date | undefined): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit" }).format(at)

describe("schedule", () => {
  test("next runs: in order, at the hour of the zone, whatever its clocks do", () => {
    const runs = nextRuns({ cron: "30 3 * * 0", timeZone: "Europe/Berlin" }, 60)
    expect(runs).toHaveLength(60)
    for (const run of runs) expect(hourIn("Europe/Berlin", run)).toBe("Sun 03:30")
    expect([...runs].sort((a, b) => a.getTime() - b.getTime())).toEqual(runs)
  })

  test.each([
    ["* * * * * *", "UTC"],
    ["0 3 * *", "UTC"],
    ["0 25 * * *", "UTC"],
    ["0 0 31 2 *", "UTC"],
    ["0 3 * * 0", "Nowhere/At_all"],
  ])("next runs: %s in %s is refused in words", (cron, timeZone) => {
    expect(() => nextRuns({ cron, timeZone }, 1)).toThrow(ScheduleError)
  })

  test("schedule: the first run after a moment is later than it, also where this machine's clock is hours behind", () => {
    const hourly = { cron: "0 * * * *", timeZone: "UTC" }
    const [next] = nextRuns(hourly, 1)
    if (next === undefined) throw new Error("an hourly schedule has a next run")
    const hour = 3_600_000
    expect(firstRunAfter(hourly, new Date(next.getTime() - 1))).toEqual(next)
    expect(firstRunAfter(hourly, next)).toEqual(new Date(next.getTime() + hour))
    expect(firstRunAfter(hourly, new Date(next.getTime() + 30.5 * hour))).toEqual(new Date(next.getTime() + 31 * hour))
    expect(firstRunAfter(hourly, new Date(next.getTime() + 20_000 * hour))).toBeNull()
  })
})
