import type { ReactNode } from "react"
import { barShares } from "./bar-shares"
import { SERIES_COLORS } from "./palette"
import type { SeriesColor } from "./palette"

export interface Bar {
  key: string
  label: ReactNode
  value: number
  /** Text beside the bar. */
  text: string
  color?: SeriesColor
  /** Small print below the label. */
  hint?: string | undefined
}

interface BarListProps {
  label: string
  bars: readonly Bar[]
  /** Whether bars may point left of a middle line. */
  signed?: boolean
  /** Value of a full bar, such as 1 where values are shares of a whole; the largest bar where absent. */
  max?: number
}

/** Horizontal bars as a list: the figures are its text, so it needs no other form. */
export function BarList({ label, bars, signed = false, max }: BarListProps) {
  const shares = barShares(
    bars.map((bar) => bar.value),
    max,
  )
  return (
    <ul aria-label={label} className="flex flex-col gap-y-2.5">
      {bars.map((bar, at) => (
        <li key={bar.key} className="flex flex-col gap-y-1">
          <div className="txt-compact-small flex items-baseline justify-between gap-x-4">
            <span className="text-ui-fg-base min-w-0 break-words">{bar.label}</span>
            <span className="text-ui-fg-subtle shrink-0 tabular-nums">{bar.text}</span>
          </div>
          <BarTrack share={shares[at] ?? 0} color={bar.color ?? (bar.value < 0 ? "orange" : "blue")} signed={signed} />
          {bar.hint ? <span className="txt-compact-xsmall text-ui-fg-subtle">{bar.hint}</span> : null}
        </li>
      ))}
    </ul>
  )
}

function BarTrack({ share, color, signed }: { share: number; color: SeriesColor; signed: boolean }) {
  const width = Math.abs(share) * (signed ? 50 : 100)
  const left = signed ? (share < 0 ? 50 - width : 50) : 0
  return (
    <div aria-hidden className="bg-ui-bg-component relative h-2 w-full overflow-hidden rounded-full">
      <div
        className="absolute inset-y-0 rounded-full"
        style={{ left: `${left}%`, width: `${width}%`, backgroundColor: `var(${SERIES_COLORS[color]})` }}
      />
      {signed ? <div className="bg-ui-border-strong absolute inset-y-0 left-1/2 w-px" /> : null}
    </div>
  )
}
