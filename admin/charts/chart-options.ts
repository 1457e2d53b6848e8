import uPlot from "uplot"
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
  | { kind: "time"; /** Seconds since 1970. */ times: readonly number[] }
  | { kind: "category"; labels: readonly string[] }

export interface ChartShape {
  axis: ChartAxis
  series: readonly ChartSeries[]
  mode: "line" | "bars"
  formatValue: (value: number) => string
  /** Text of an instant on the axis. */
  formatTime: (seconds: number) => string
  /** Highest value of the scale, such as 1 for a share; the data decide where absent. */
  max?: number
}

/** Share of a category's width that its bar takes. */
const BAR_WIDTH = 0.6
/** Widest bar in CSS pixels. */
const BAR_MAX = 48
const DAY_SECONDS = 86_400
/** Steps between two labels: figures are by day, and half a day would say each date twice. */
const DAYS = [1, 2, 3, 7, 14, 28, 56, 91, 182, 365]
/** Least CSS pixels between two labels of the time axis. */
const TIME_LABEL_SPACE = 80

export function chartPositions(axis: ChartAxis): number[] {
  return axis.kind === "time" ? [...axis.times] : axis.labels.map((_, index) => index)
}

export function chartData(shape: ChartShape): uPlot.AlignedData {
  return [chartPositions(shape.axis), ...shape.series.map((series) => [...series.values])]
}

function axes(shape: ChartShape, palette: Palette): uPlot.Axis[] {
  const { axis } = shape
  const common = { stroke: palette.axis, font: "11px Inter, sans-serif", ticks: { show: false } }
  const horizontal: uPlot.Axis =
    axis.kind === "time"
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
      grid: { stroke: palette.grid, width: 1 },
      values: (_, splits) => splits.map((split) => shape.formatValue(split)),
    },
  ]
}

/** What uPlot is told: no legend of its own, for the legend is HTML that everybody can read. */
export function chartOptions(
  shape: ChartShape,
  palette: Palette,
  size: { width: number; height: number },
): uPlot.Options {
  const count = chartPositions(shape.axis).length
  const { bars } = uPlot.paths
  return {
    ...size,
    legend: { show: false },
    padding: [12, 24, 0, 0],
    cursor: { y: false, points: { show: shape.mode === "line" }, drag: { x: false, y: false } },
    scales: {
      x: shape.axis.kind === "time" ? { time: true } : { time: false, range: [-0.5, count - 0.5] },
      y: { range: (_, _low, high) => [0, shape.max ?? niceCeiling(high)] },
    },
    axes: axes(shape, palette),
    series: [
      {},
      ...shape.series.map((series): uPlot.Series => {
        const color = palette.series[series.color]
        const base: uPlot.Series = { label: series.label, stroke: color, width: 2, spanGaps: true }
        if (shape.mode === "bars" && bars)
          return {
            ...base,
            width: 0,
            fill: color,
            points: { show: false },
            paths: bars({ size: [BAR_WIDTH, BAR_MAX], radius: 0.2 }),
          }
        return {
          ...base,
          points: { show: count <= 31, size: 5, fill: color },
          ...(series.dashed ? { dash: [6, 4] } : {}),
        }
      }),
    ],
  }
}

/** Tops of a scale that divide well, within a power of ten. */
const NICE_STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const

/** Least nice number that holds the value; 1 where there is none. */
export function niceCeiling(value: number | null): number {
  if (value === null || !Number.isFinite(value) || value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = NICE_STEPS.find((candidate) => candidate * power >= value) ?? 10
  return step * power
}
