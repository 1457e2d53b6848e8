import { Hint, Input, Label, Switch, Text } from "@medusajs/ui"
import { useId, useMemo, useState } from "react"
import { Field } from "../../components/field"
import { Section } from "../../components/screen"
import { SelectField } from "../../components/select-field"
import { useSchedulePreview } from "../../lib/api/steering"
import { statusOf } from "../../lib/client"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { isTimeZone } from "../../lib/time-zone"
import { useErrorText } from "../../lib/use-error-text"
import { useDebounced } from "../../lib/use-debounced"
import { SCHEDULE_KINDS, choiceOf, cronOf, switchKind } from "./schedule-choice"
import type { ScheduleChoice } from "./schedule-choice"
import { ScheduleTimes } from "./schedule-times"
import { useProblemText } from "./setting-control"
import type { SettingsDraft, SettingsProblem } from "./settings-form-model"

type Schedule = SettingsDraft["schedule"]

interface ScheduleFieldsProps {
  schedule: Schedule
  problem: SettingsProblem | undefined
  change: (schedule: Schedule) => void
}

/** When to train, in words that write a cron expression, and the time zone, with the next three runs that come of them. */
export function ScheduleFields({ schedule, problem, change }: ScheduleFieldsProps) {
  const t = useText()
  const explain = useErrorText()
  const [chosen, setChosen] = useState(() => choiceOf(schedule.cron))
  // What was chosen says more than its expression: "own" may be one that has words, and no weekday has no expression. It
  // stands until the expression is another, as after "Discard".
  const choice = cronOf(chosen) === schedule.cron ? chosen : choiceOf(schedule.cron)
  const choose = (next: ScheduleChoice): void => {
    setChosen(next)
    change({ ...schedule, cron: cronOf(next) })
  }
  const enabledId = useId()
  const zonesId = useId()
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone"), [])
  const zone = schedule.time_zone.trim()
  const knownZone = isTimeZone(zone)
  // A wrong zone does not hide a wrong expression: each is marked by itself.
  const preview = useSchedulePreview(useDebounced(schedule.cron.trim()), useDebounced(knownZone ? zone : "UTC"))
  const problemText = useProblemText()
  const refused = preview.isError && statusOf(preview.error) === 400
  // The schema calls an expression required that is only too short for one.
  const isShort = problem?.code === "required" && schedule.cron.trim() !== ""
  const cronError =
    refused || isShort
      ? t("schedule.bad_cron")
      : (problemText(problem) ?? (preview.isError ? explain(preview.error) : undefined))
  return (
    <Section
      title={t("schedule.title")}
      hint={t("schedule.hint")}
      actions={
        <div className="flex items-center gap-x-2">
          <Switch
            id={enabledId}
            checked={schedule.enabled}
            onCheckedChange={(enabled) => change({ ...schedule, enabled })}
          />
          <Label htmlFor={enabledId} size="small">
            {t("schedule.enabled")}
          </Label>
        </div>
      }
    >
      <div className="grid grid-cols-1 gap-6 md:grid-cols-2">
        <SelectField
          label={t("schedule.when")}
          value={choice.kind}
          options={SCHEDULE_KINDS}
          nameOf={(kind) => t(`schedule.kind_${kind}`)}
          choose={(kind) => choose(switchKind(choice, kind))}
        />
        <Field
          label={t("schedule.zone")}
          hint={t("schedule.zone_hint")}
          error={knownZone ? undefined : t("schedule.bad_zone")}
        >
          {(control) => (
            <>
              <Input
                {...control}
                list={zonesId}
                spellCheck={false}
                value={schedule.time_zone}
                onChange={(event) => change({ ...schedule, time_zone: event.target.value })}
              />
              <datalist id={zonesId}>
                {zones.map((zone) => (
                  <option key={zone} value={zone} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <ScheduleTimes choice={choice} change={choose} error={cronError} />
      </div>
      {preview.isError && !refused && choice.kind !== "own" ? (
        <Hint variant="error" role="alert" className="mt-4">
          {explain(preview.error)}
        </Hint>
      ) : null}
      {cronError === undefined ? (
        <NextRuns next={preview.data?.next ?? []} enabled={schedule.enabled} zone={knownZone ? zone : "UTC"} />
      ) : null}
    </Section>
  )
}

interface NextRunsProps {
  next: readonly string[]
  enabled: boolean
  /** Zone of the schedule: its own clock, not the browser's. */
  zone: string
}

function NextRuns({ next, enabled, zone }: NextRunsProps) {
  const t = useText()
  const format = useFormat()
  return (
    <div className="mt-4 flex flex-col gap-y-1" aria-live="polite">
      <Text size="small" weight="plus">
        {t(enabled ? "schedule.next" : "schedule.next_off")} ({zone})
      </Text>
      <ol className="flex flex-wrap gap-x-6 gap-y-1">
        {next.map((at) => (
          <li key={at} className="txt-small text-ui-fg-subtle">
            <time dateTime={at}>{format.dateTime(at, zone)}</time>
          </li>
        ))}
      </ol>
    </div>
  )
}
