import { clx } from "@medusajs/ui"
import { useEffect, useRef, useState } from "react"
import uPlot from "uplot"
import "uplot/dist/uPlot.min.css"
import { DataTable } from "../components/data-table"
import type { Format } from "../lib/format"
import { useFormat } from "../lib/use-format"
import { useLocale, useText } from "../lib/text"
import type { ChartAxis, ChartSeries, ChartShape } from "./chart-options"
import { axisZone, chartData, chartOptions, chartPositions } from "./chart-options"
import { SERIES_COLORS, usePalette } from "./palette"

interface ChartProps {
  /** What the chart shows, in a sentence: its text for those who do not see it. */
  label: string
  axis: ChartAxis
  /** Heading of the axis in the table of the same figures. */
  axisLabel: string
  series: readonly ChartSeries[]
  mode?: "line" | "bars"
  height?: number
  formatValue: (value: number) => string
  max?: number
}

/**
 * Lines or bars on a canvas, the figures under the pointer in the legend, and
 * the same figures as a table: a canvas says nothing to a screen reader.
 */
export function Chart({ label, axis, axisLabel, series, mode = "line", height = 220, formatValue, max }: ChartProps) {
  const t = useText()
  const locale = useLocale()
  const format = useFormat()
  const [index, setIndex] = useState<number | null>(null)
  const timeZone = axisZone(axis)
  const formatTime = (seconds: number): string =>
    new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone }).format(seconds * 1000)
  const shape: ChartShape = { axis, series, mode, formatValue, formatTime, ...(max === undefined ? {} : { max }) }
  const names = axisNames(axis, format, t("chart.so_far"))
  const raw = axisValues(axis)
  return (
    <figure className="flex w-full min-w-0 flex-col gap-y-2">
      <figcaption className="sr-only">{label}</figcaption>
      <Legend
        series={series}
        index={index}
        name={index === null ? null : (names[index] ?? null)}
        formatValue={formatValue}
      />
      <Canvas label={label} shape={shape} height={height} onHover={setIndex} />
      <details className="text-ui-fg-subtle">
        <summary className="txt-compact-xsmall-plus focus-visible:shadow-borders-focus w-fit cursor-pointer rounded-sm outline-none">
          {t("chart.table")}
        </summary>
        {/* Reached by keyboard, for a long table scrolls by itself. */}
        <div
          role="region"
          aria-label={label}
          tabIndex={0}
          className="focus-visible:shadow-borders-focus mt-2 max-h-80 overflow-y-auto rounded-sm outline-none"
        >
          <DataTable
            paged={false}
            label={label}
            rows={names.map((name, position) => ({ name, position }))}
            rowKey={(row) => String(row.position)}
            columns={[
              {
                key: "axis",
                header: axisLabel,
                cell: (row) => row.name,
                value: (row) => raw[row.position] ?? row.name,
              },
              ...series.map((one) => ({
                key: one.key,
                header: one.label,
                value: (row: { position: number }) => one.values[row.position] ?? null,
                show: (value: number | null) => valueText(value, formatValue),
              })),
            ]}
          />
        </div>
      </details>
    </figure>
  )
}

/** The same for a sheet, which reads no month in words. */
function axisValues(axis: ChartAxis): readonly string[] {
  if (axis.kind === "category") return axis.labels
  return axis.kind === "days" ? axis.days : axis.times.map((time) => new Date(time * 1000).toISOString())
}

/** Names of the axis's points; the last of unfinished days says so. */
function axisNames(axis: ChartAxis, format: Format, soFar: string): readonly string[] {
  if (axis.kind === "category") return axis.labels
  if (axis.kind === "instants")
    return axis.times.map((time) => format.date(new Date(time * 1000).toISOString(), axis.zone))
  return axis.days.map((day, index) => {
    const name = format.date(day, "UTC")
    return axis.unfinished && index === axis.days.length - 1 ? `${name} (${soFar})` : name
  })
}

function valueText(value: number | null, formatValue: (value: number) => string): string {
  return value === null ? "–" : formatValue(value)
}

interface LegendProps {
  series: readonly ChartSeries[]
  index: number | null
  name: string | null
  formatValue: (value: number) => string
}

function Legend({ series, index, name, formatValue }: LegendProps) {
  return (
    <ul className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1">
      {series.map((one) => (
        <li key={one.key} className="txt-compact-small text-ui-fg-subtle flex items-center gap-x-2">
          <span
            aria-hidden
            className={clx("inline-block h-0.5 w-4", one.dashed && "opacity-60")}
            style={{ backgroundColor: `var(${SERIES_COLORS[one.color]})` }}
          />
          {one.label}
          {index === null ? null : (
            <span className="text-ui-fg-base tabular-nums">{valueText(one.values[index] ?? null, formatValue)}</span>
          )}
        </li>
      ))}
      {name === null ? null : <li className="txt-compact-small text-ui-fg-subtle ml-auto">{name}</li>}
    </ul>
  )
}

interface CanvasProps {
  label: string
  shape: ChartShape
  height: number
  onHover: (index: number | null) => void
}

function Canvas({ label, shape, height, onHover }: CanvasProps) {
  const host = useRef<HTMLDivElement>(null)
  const hover = useRef(onHover)
  hover.current = onHover
  const palette = usePalette()
  const latest = useRef(shape)
  latest.current = shape
  // The chart is drawn again when what it shows changes, not at each render of the page around it.
  const signature = JSON.stringify([
    chartPositions(shape.axis),
    shape.axis.kind === "category" ? shape.axis.labels : null,
    shape.series,
  ])
  useEffect(() => {
    const element = host.current
    if (!element) return
    const width = element.clientWidth || 300
    const chart = new uPlot(
      {
        ...chartOptions(latest.current, palette, { width, height }),
        hooks: { setCursor: [(self: uPlot) => hover.current(self.cursor.idx ?? null)] },
      },
      chartData(latest.current),
      element,
    )
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      chart.destroy()
    }
  }, [signature, palette, height])
  return <div ref={host} role="img" aria-label={label} className="w-full min-w-0 overflow-hidden" style={{ height }} />
}
