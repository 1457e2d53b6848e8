import { DatePicker, Select } from "@medusajs/ui"
import { useMemo, useState } from "react"
import type { Period } from "../lib/api/insights"
import { useShopZone } from "../lib/api/steering"
import type { Day } from "../lib/days"
import { addDays, dayOf, daysBetween, pickedDay, startOfDay } from "../lib/days"
import { useText } from "../lib/text"

const CHOICES = [7, 30, 90, 365] as const
/** Longest period that the server answers. */
const LONGEST_DAYS = 400
const CUSTOM = "custom"

/** Calendar days of the shop, first and last counted. */
interface Range {
  first: Day
  last: Day
}

export interface PeriodChoice extends Range {
  days: number
  /** Whether the last day is today, which has not ended yet. */
  unfinished: boolean
  period: Period
  /** Null while one of the fixed choices holds. */
  custom: Range | null
  setDays: (days: number) => void
  setCustom: (range: Range) => void
}

/** The last so many days and today, or any range, by the shop's own calendar; it does not move while the page is open. */
export function usePeriod(initial = 30): PeriodChoice {
  const zone = useShopZone()
  const [now] = useState(() => Date.now())
  const [days, setFixed] = useState(initial)
  const [custom, setCustom] = useState<Range | null>(null)
  return useMemo(() => {
    const today = dayOf(now, zone)
    const range = custom ?? { first: addDays(today, 1 - days), last: today }
    return {
      ...range,
      days: daysBetween(range.first, range.last),
      unfinished: range.last >= today,
      period: periodOf(range, zone),
      custom,
      setDays: (chosen) => {
        setCustom(null)
        setFixed(chosen)
      },
      setCustom,
    }
  }, [now, zone, days, custom])
}

function periodOf({ first, last }: Range, zone: string): Period {
  return { from: startOfDay(first, zone), to: startOfDay(addDays(last, 1), zone), zone }
}

/** As many days, just before. */
export function periodBefore({ first, days, period }: PeriodChoice): Period {
  return { from: startOfDay(addDays(first, -days), period.zone), to: period.from, zone: period.zone }
}

/** A fixed number of days, or two dates. */
export function PeriodSelect(choice: PeriodChoice) {
  const t = useText()
  const { custom, days, first, last } = choice
  return (
    <div className="flex flex-wrap items-center gap-2">
      {custom ? <Dates {...choice} /> : null}
      <Select
        size="small"
        value={custom ? CUSTOM : String(days)}
        onValueChange={(value) =>
          value === CUSTOM ? choice.setCustom({ first, last }) : choice.setDays(Number(value))
        }
      >
        <Select.Trigger aria-label={t("period.label")} className="w-40">
          <Select.Value />
        </Select.Trigger>
        <Select.Content>
          {CHOICES.map((one) => (
            <Select.Item key={one} value={String(one)}>
              {t("period.days", { count: one })}
            </Select.Item>
          ))}
          <Select.Item value={CUSTOM}>{t("period.custom")}</Select.Item>
        </Select.Content>
      </Select>
    </div>
  )
}

/** The picker works in the browser's own zone: only its calendar day is taken. */
const noonOf = (day: Day): Date => new Date(`${day}T12:00:00`)

function Dates({ first, last, setCustom }: PeriodChoice) {
  const t = useText()
  const [earliest, latest] = [addDays(last, 1 - LONGEST_DAYS), addDays(first, LONGEST_DAYS - 1)]
  const choose = (date: Date | null, within: readonly [Day, Day], change: (day: Day) => Range): void => {
    const day = date ? pickedDay(date, within) : null
    if (day !== null) setCustom(change(day))
  }
  return (
    <>
      <DatePicker
        size="small"
        aria-label={t("period.from")}
        value={noonOf(first)}
        minValue={noonOf(earliest)}
        maxValue={noonOf(last)}
        onChange={(date) => choose(date, [earliest, last], (day) => ({ first: day, last }))}
      />
      <DatePicker
        size="small"
        aria-label={t("period.to")}
        value={noonOf(last)}
        minValue={noonOf(first)}
        maxValue={noonOf(latest)}
        onChange={(date) => choose(date, [first, latest], (day) => ({ first, last: day }))}
      />
    </>
  )
}
