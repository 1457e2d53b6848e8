import { Button } from "@medusajs/ui"
import { useState } from "react"
import type { BehaviorType } from "../../../src/core/contract/behavior"
import type { BehaviorStatsResponse } from "../../../src/types/http"
import { Chart } from "../../charts/chart"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { BEHAVIOR_COLORS, BEHAVIOR_ORDER, SHOWN_FIRST } from "./behavior-types"

interface EventsOverTimeProps {
  days: BehaviorStatsResponse["by_day"]
  /** Whether the last day is today. */
  unfinished: boolean
}

/** One line per kind of behavior; each kind that occurred can be switched on and off. */
export function EventsOverTime({ days, unfinished }: EventsOverTimeProps) {
  const t = useText()
  const format = useFormat()
  const [shown, setShown] = useState<readonly BehaviorType[]>(SHOWN_FIRST)
  const occurring = BEHAVIOR_ORDER.filter((type) => days.some(({ counts }) => (counts[type] ?? 0) > 0))
  const drawn = occurring.filter((type) => shown.includes(type))
  const toggle = (type: BehaviorType): void =>
    setShown(shown.includes(type) ? shown.filter((one) => one !== type) : [...shown, type])
  return (
    <div className="flex flex-col gap-y-4">
      <div role="group" aria-label={t("behavior.kinds")} className="flex flex-wrap gap-2">
        {occurring.map((type) => (
          <Button
            key={type}
            size="small"
            variant={shown.includes(type) ? "secondary" : "transparent"}
            aria-pressed={shown.includes(type)}
            onClick={() => toggle(type)}
          >
            {t(`behavior_type.${type}`)}
          </Button>
        ))}
      </div>
      <Chart
        label={t("behavior.chart", { days: days.length })}
        axis={{ kind: "days", days: days.map(({ day }) => day), unfinished }}
        axisLabel={t("chart.date")}
        series={drawn.map((type) => ({
          key: type,
          label: t(`behavior_type.${type}`),
          color: BEHAVIOR_COLORS[type],
          values: days.map(({ counts }) => counts[type] ?? 0),
        }))}
        formatValue={(value) => format.number(value)}
        height={260}
      />
    </div>
  )
}
