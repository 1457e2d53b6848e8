import { chartData, countCeiling } from "../charts/chart-options"
import type { ChartShape } from "../charts/chart-options"

const shape = (unfinished: boolean, dashed = false): ChartShape => ({
  axis: { kind: "days", days: ["2026-11-27", "2026-11-28", "2026-11-29"], unfinished },
  series: [{ key: "clicks", label: "Clicks", color: "blue", values: [5, 8, 1], dashed }],
  mode: "line",
  formatValue: String,
  formatTime: String,
})

describe("figures of a chart", () => {
  test("chartData: a day that has not ended is a line of its own from the day before", () => {
    const [days, ended, going] = chartData(shape(true))
    expect(days).toEqual(["2026-11-27", "2026-11-28", "2026-11-29"].map((day) => Date.parse(day) / 1000))
    expect(ended).toEqual([5, 8, null])
    expect(going).toEqual([null, 8, 1])
  })

  test("chartData: ended days are one line", () => {
    expect(chartData(shape(false))).toHaveLength(2)
  })

  test("chartData: a period of comparison has ended, whatever the day", () => {
    expect(chartData(shape(true, true)).slice(1)).toEqual([[5, 8, 1]])
  })

  test("countCeiling: a scale of counts ends on a whole number with room for whole steps", () => {
    expect([0, 1, 3, 7, 11, 130].map(countCeiling)).toEqual([4, 4, 4, 8, 12, 150])
    expect(countCeiling(null)).toBe(4)
  })
})
