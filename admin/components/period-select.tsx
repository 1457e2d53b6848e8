import { Select } from "@medusajs/ui"
import { useMemo, useState } from "react"
import type { Period } from "../lib/api/insights"
import { useText } from "../lib/text"

const CHOICES = [7, 30, 90, 365] as const
const DAY_MS = 86_400_000

export interface PeriodChoice {
  days: number
  setDays: (days: number) => void
  period: Period
}

/** The last so many whole days and today; it does not move while the page is open. */
export function usePeriod(initial = 30): PeriodChoice {
  const [days, setDays] = useState(initial)
  const period = useMemo(() => {
    const now = Date.now()
    const today = now - (now % DAY_MS)
    return {
      from: new Date(today - (days - 1) * DAY_MS).toISOString(),
      to: new Date(today + DAY_MS).toISOString(),
    }
  }, [days])
  return { days, setDays, period }
}

/** As many days, just before. */
export function periodBefore({ days, period }: PeriodChoice): Period {
  return { from: new Date(Date.parse(period.from) - days * DAY_MS).toISOString(), to: period.from }
}

export function PeriodSelect({ days, setDays }: PeriodChoice) {
  const t = useText()
  return (
    <Select size="small" value={String(days)} onValueChange={(value) => setDays(Number(value))}>
      <Select.Trigger aria-label={t("period.label")} className="w-40">
        <Select.Value />
      </Select.Trigger>
      <Select.Content>
        {CHOICES.map((choice) => (
          <Select.Item key={choice} value={String(choice)}>
            {t("period.days", { count: choice })}
          </Select.Item>
        ))}
      </Select.Content>
    </Select>
  )
}
