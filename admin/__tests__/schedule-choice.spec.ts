import { nextRuns } from "../../src/modules/recommendation/learning/schedule"
import type { ScheduleChoice } from "../screens/settings/schedule-choice"
import { EVERY_HOURS, choiceOf, cronOf, switchKind, timesWith } from "../screens/settings/schedule-choice"

/** By the clock in Berlin: what the shop's training goes by reads the expression. */
const clocksOf = (cron: string, count: number): string[] =>
  nextRuns({ cron, timeZone: "Europe/Berlin" }, count).map((run) =>
    new Intl.DateTimeFormat("en-GB", {
      ...{ weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" },
    }).format(run),
  )

describe("when to train, in a shop owner's words", () => {
  it.each<[string, ScheduleChoice]>([
    ["0 3 * * *", { kind: "daily", time: "03:00" }],
    ["30 4 * * 1", { kind: "weekly", time: "04:30", days: [1] }],
    ["0 3 * * 0,1,3", { kind: "weekly", time: "03:00", days: [0, 1, 3] }],
    ["15 */6 * * *", { kind: "hourly", time: "00:15", every: 6 }],
    ["0 3-23/6 * * *", { kind: "hourly", time: "03:00", every: 6 }],
    ["5 * * * *", { kind: "hourly", time: "00:05", every: 1 }],
  ])("%s is read and written alike", (cron, choice) => {
    expect(choiceOf(cron)).toEqual(choice)
    expect(cronOf(choice)).toBe(cron)
  })

  it.each([
    ...["0 3 1 * *", "0 3 * 12 *", "*/5 * * * *", "0 3,15 * * *", "0 3 * * 1-5", "0 3 * * MON", "0 3 * *", ""],
    ...["0 3 * * 8", "0 25 * * *", "0 */5 * * *", "0 7-23/6 * * *", "0 3-20/6 * * *", "0 3/6 * * *", "0 3 * * * *"],
    ...["0 * * * 1", "at noon, please"],
  ])("%s keeps its own words, unchanged", (cron) => {
    expect(choiceOf(cron)).toEqual({ kind: "own", cron })
    expect(cronOf(choiceOf(cron))).toBe(cron)
  })

  it("both numbers of Sunday are Sunday", () => {
    expect(choiceOf("0 3 * * 7")).toEqual({ kind: "weekly", time: "03:00", days: [0] })
    expect(choiceOf("0 3 * * 0,7")).toEqual({ kind: "weekly", time: "03:00", days: [0] })
  })

  it("chosen weekdays run on those days, at that time of the zone's clock", () => {
    const runs = clocksOf(cronOf({ kind: "weekly", time: "22:05", days: [5, 0] }), 14)
    expect(new Set(runs)).toEqual(new Set(["Fri 22:05", "Sun 22:05"]))
  })

  it.each(EVERY_HOURS)("every %d hours comes as often each day, and at the hour that was chosen", (every) => {
    const runs = clocksOf(cronOf({ kind: "hourly", time: "13:20", every }), 24 / every)
    const hours = new Set(runs.map((run) => run.slice(-5)))
    expect(hours.size).toBe(24 / every)
    expect(hours).toContain("13:20")
  })

  it("without a weekday there is no expression, and so nothing to save", () => {
    expect(cronOf({ kind: "weekly", time: "03:00", days: [] })).toBe("")
  })

  it("times to choose from hold the one that is set, in its place", () => {
    expect(timesWith("03:00")).toHaveLength(48)
    expect(timesWith("03:07").slice(5, 9)).toEqual(["02:30", "03:00", "03:07", "03:30"])
  })

  it("another kind keeps the time, and an own expression begins with what was chosen", () => {
    const daily: ScheduleChoice = { kind: "daily", time: "04:30" }
    expect(switchKind(daily, "weekly")).toEqual({ kind: "weekly", time: "04:30", days: [0] })
    expect(switchKind(daily, "own")).toEqual({ kind: "own", cron: "30 4 * * *" })
    expect(switchKind({ kind: "own", cron: "*/5 * * * *" }, "daily")).toEqual({ kind: "daily", time: "03:00" })
  })
})
