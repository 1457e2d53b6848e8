import { Checkbox, Hint, Input, Label } from "@medusajs/ui"
import { useId } from "react"
import { Field } from "../../components/field"
import { SelectField } from "../../components/select-field"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import type { ScheduleChoice } from "./schedule-choice"
import { EVERY_HOURS, WEEKDAYS, timesWith } from "./schedule-choice"

interface ScheduleTimesProps<Choice = ScheduleChoice> {
  choice: Choice
  change: (choice: Choice) => void
  /** What is wrong with the expression that comes of it. */
  error: string | undefined
}

/** What else belongs to a kind of schedule: its time, its weekdays, how often, or the expression itself. */
export function ScheduleTimes({ choice, change, error }: ScheduleTimesProps) {
  const t = useText()
  const format = useFormat()
  if (choice.kind === "own")
    return (
      <Field label={t("schedule.cron")} hint={t("schedule.cron_hint")} error={error}>
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            spellCheck={false}
            value={choice.cron}
            onChange={(event) => change({ ...choice, cron: event.target.value })}
          />
        )}
      </Field>
    )
  return (
    <>
      {choice.kind === "hourly" ? (
        <SelectField
          label={t("schedule.every")}
          value={String(choice.every)}
          options={EVERY_HOURS.map(String)}
          nameOf={(one) => t("schedule.every_hours", { count: Number(one) })}
          choose={(one) => change({ ...choice, every: Number(one) })}
        />
      ) : null}
      {choice.kind === "weekly" ? <Weekdays choice={choice} change={change} /> : null}
      {/* Not the browser's field for a time, which speaks the browser's language. */}
      <SelectField
        label={t(choice.kind === "hourly" ? "schedule.from" : "schedule.at")}
        value={choice.time}
        options={timesWith(choice.time)}
        nameOf={format.clock}
        choose={(time) => change({ ...choice, time })}
      />
    </>
  )
}

type WeeklyProps = Pick<ScheduleTimesProps<Extract<ScheduleChoice, { kind: "weekly" }>>, "choice" | "change">

function Weekdays({ choice, change }: WeeklyProps) {
  const t = useText()
  const format = useFormat()
  const id = useId()
  const isEmpty = choice.days.length === 0
  const choose = (day: number, isChosen: boolean): void =>
    change({ ...choice, days: isChosen ? [...choice.days, day] : choice.days.filter((one) => one !== day) })
  return (
    <fieldset className="flex flex-col gap-y-2" {...(isEmpty ? { "aria-describedby": `${id}-error` } : {})}>
      <legend className="txt-compact-small-plus text-ui-fg-base mb-2">{t("schedule.days")}</legend>
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
        {WEEKDAYS.map((day) => (
          <div key={day} className="flex items-center gap-x-2">
            <Checkbox
              id={`${id}-${day}`}
              checked={choice.days.includes(day)}
              onCheckedChange={(checked) => choose(day, checked === true)}
            />
            <Label htmlFor={`${id}-${day}`} size="small">
              {format.weekday((day + 6) % 7)}
            </Label>
          </div>
        ))}
      </div>
      {isEmpty ? (
        <Hint id={`${id}-error`} variant="error" role="alert">
          {t("schedule.no_days")}
        </Hint>
      ) : null}
    </fieldset>
  )
}
