import uPlot from "uplot"
import type { Day } from "../lib/days"
import type { Palette, SeriesColor } from "./palette"

export interface ChartSeries {
  key: string
  label: string
  color: SeriesColor
  /** One value per point of the axis; null leaves a gap. */
  values: readonly (number | null)[]
  dashed?: boolean
}

export type ChartAxis =
  | {
      kind: "days"
      /** Names of calendar days, such as 2026-11-29. */
      days: readonly Day[]
      /** Whether the last day has not ended: its figures are drawn apart, for they are still growing. */
      unfinished: boolean
    }
  | { kind: "instants"; /** Seconds since 1970. */ times: readonly number[]; /** Zone of the labels. */ zone: string }
  | { kind: "category"; labels: readonly string[] }

export interface ChartShape {
  axis: ChartAxis
  series: readonly ChartSeries[]
  mode: "line" | "bars"
  formatValue: (value: number) => string
  /** Text of an instant on the axis. */
  formatTime: (seconds: number) => string
  /** Highest value of the scale, such as 1 for a share; absent, the values are counts and the scale whole numbers. */
  max?: number
}

/** Share of a category's width that its bar takes. */
const BAR_WIDTH = 0.6
/** Widest bar in CSS pixels. */
const BAR_MAX = 48
/** Points are drawn while there are at most this many. */
const POINTS_UP_TO = 31
const DAY_SECONDS = 86_400
/** Steps between two labels: figures are by day, and half a day would say each date twice. */
const DAYS = [1, 2, 3, 7, 14, 28, 56, 91, 182, 365]
/** Steps of a scale of counts. */
const WHOLE_STEPS = [1, 2, 5]
  .flatMap((step) => Array.from({ length: 9 }, (_, power) => step * 10 ** power))
  .sort((a, b) => a - b)
/** Half the width of the axis, in seconds, where it has one point. */
const AROUND_ONE = DAY_SECONDS / 2
/** Least CSS pixels between two labels of the time axis. */
const TIME_LABEL_SPACE = 80

/** Places on the axis: seconds since 1970, days by midnight UTC of their name. */
export function chartPositions(axis: ChartAxis): number[] {
  if (axis.kind === "instants") return [...axis.times]
  if (axis.kind === "days") return axis.days.map((day) => Date.parse(day) / 1000)
  return axis.labels.map((_, index) => index)
}

/** Zone in which positions read as what they stand for: a day's name is its midnight UTC. */
export function axisZone(axis: ChartAxis): string {
  return axis.kind === "instants" ? axis.zone : "UTC"
}

function isUnfinished({ axis, mode }: ChartShape): boolean {
  return mode === "line" && axis.kind === "days" && axis.unfinished && axis.days.length > 1
}

export function chartData(shape: ChartShape): uPlot.AlignedData {
  const lines = shape.series.flatMap(({ values, dashed }) => {
    if (!isUnfinished(shape) || dashed) return [[...values]]
    const today = values.length - 1
    // The day that goes on hangs on the line by a dashed piece of its own.
    return [
      values.map((value, index) => (index === today ? null : value)),
      values.map((value, index) => (index >= today - 1 ? value : null)),
    ]
  })
  return [chartPositions(shape.axis), ...lines]
}

function axes(shape: ChartShape, palette: Palette): uPlot.Axis[] {
  const { axis } = shape
  const common = { stroke: palette.axis, font: "11px Inter, sans-serif", ticks: { show: false } }
  const horizontal: uPlot.Axis =
    axis.kind !== "category"
      ? {
          space: TIME_LABEL_SPACE,
          incrs: DAYS.map((days) => days * DAY_SECONDS),
          values: (_, splits) => splits.map((split) => shape.formatTime(split)),
        }
      : {
          splits: () => chartPositions(axis),
          values: (chart, splits) => {
            // Every label where it fits, else every second, third ...
            const step = Math.max(1, Math.ceil((splits.length * 26) / Math.max(1, chart.width)))
            return splits.map((split) => (split % step === 0 ? (axis.labels[split] ?? "") : ""))
          },
        }
  return [
    { ...common, ...horizontal, size: 28, grid: { show: false } },
    {
      ...common,
      size: 56,
      space: 36,
      // Half an order is no order: counts get whole steps.
      ...(shape.max === undefined ? { incrs: WHOLE_STEPS } : {}),
      grid: { stroke: palette.grid, width: 1 },
      values: (_, splits) => splits.map((split) => shape.formatValue(split)),
    },
  ]
}

/** Options of uPlot: no legend of its own, for the legend is HTML that everybody can read. */
export function chartOptions(
  shape: ChartShape,
  palette: Palette,
  size: { width: number; height: number },
): uPlot.Options {
  const count = chartPositions(shape.axis).length
  const zone = axisZone(shape.axis)
  return {
    ...size,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    legend: { show: false },
    padding: [12, 24, 0, 0],
    cursor: { y: false, points: { show: shape.mode === "line" }, drag: { x: false, y: false } },
    scales: {
      x:
        shape.axis.kind === "category"
          ? { time: false, range: [-0.5, count - 0.5] }
          : { time: true, range: (_, low, high) => (low < high ? [low, high] : [low - AROUND_ONE, high + AROUND_ONE]) },
      y: { range: (_, _low, high) => [0, shape.max ?? countCeiling(high)] },
    },
    axes: axes(shape, palette),
    series: [{}, ...shape.series.flatMap((series) => lines(series, shape, palette))],
  }
}

/** How a series is drawn: bars, or a line with its last, unfinished day dashed. */
function lines(series: ChartSeries, shape: ChartShape, palette: Palette): uPlot.Series[] {
  const { bars } = uPlot.paths
  const color = palette.series[series.color]
  const base: uPlot.Series = { label: series.label, stroke: color, width: 2, spanGaps: true }
  if (shape.mode === "bars" && bars) {
    const paths = bars({ size: [BAR_WIDTH, BAR_MAX], radius: 0.2 })
    return [{ ...base, width: 0, fill: color, points: { show: false }, paths }]
  }
  const points = { show: chartPositions(shape.axis).length <= POINTS_UP_TO, size: 5, fill: color }
  if (series.dashed) return [{ ...base, points, dash: [6, 4] }]
  const line = { ...base, points }
  return isUnfinished(shape) ? [line, { ...line, dash: [2, 4] }] : [line]
}

/** Tops of a scale that divide well, within a power of ten. */
const NICE_STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const

/** Least nice whole number that holds a count, and at least a scale of four. */
export function countCeiling(value: number | null): number {
  return Math.max(4, Math.ceil(niceCeiling(value)))
}

/** Least nice number that holds the value; 1 where there is none. */
export function niceCeiling(value: number | null): number {
  if (value === null || !Number.isFinite(value) || value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = NICE_STEPS.find((candidate) => candidate * power >= value) ?? 10
  return step * power
}
