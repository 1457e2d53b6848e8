import { Button, Container, InlineTip, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import type { FormEvent } from "react"
import type { SettingsResponse } from "../../../src/types/http"
import { Section } from "../../components/screen"
import { UnsavedGuard } from "../../components/unsaved-guard"
import { useSaveSettings, useSettings } from "../../lib/api/steering"
import { statusOf } from "../../lib/client"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"
import { ScheduleFields } from "./schedule-fields"
import { SettingControl } from "./setting-control"
import type { SettingSection, SettingsDraft } from "./settings-form-model"
import { SETTING_SECTIONS, checkDraft, toDraft } from "./settings-form-model"
import { StrategySwitches } from "./strategy-switches"

const SECTIONS = Object.keys(SETTING_SECTIONS) as readonly SettingSection[]

/**
 * Saves with the version it was read with; when another admin saved in between
 * the server answers 409, nothing is written, and the admin decides whose wins.
 */
export function SettingsForm({ stored }: { stored: SettingsResponse }) {
  const t = useText()
  const explain = useErrorText()
  const save = useSaveSettings()
  const settings = useSettings()
  const [base, setBase] = useState(stored)
  const [draft, setDraft] = useState<SettingsDraft>(() => toDraft(stored.settings))
  const [conflict, setConflict] = useState(false)
  const checked = checkDraft(draft)
  const changed = JSON.stringify(draft) !== JSON.stringify(toDraft(base.settings))

  const restart = (from: SettingsResponse): void => {
    setBase(from)
    setDraft(toDraft(from.settings))
    setConflict(false)
  }
  const write = async (version: number): Promise<void> => {
    if (!checked.settings) return
    try {
      restart(await save.mutateAsync({ settings: checked.settings, version }))
      toast.success(t("settings.saved"))
    } catch (error) {
      if (statusOf(error) === 409) setConflict(true)
      else toast.error(t("settings.save_failed"), { description: explain(error) })
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void write(base.version)
  }
  const resolve = async (keepMine: boolean): Promise<void> => {
    const latest = (await settings.refetch()).data
    if (!latest) return
    if (keepMine) await write(latest.version)
    else restart(latest)
  }

  return (
    <form onSubmit={submit} className="isolate flex flex-col gap-y-3" noValidate>
      {changed ? <UnsavedGuard /> : null}
      {conflict ? <Conflict resolve={(keepMine) => void resolve(keepMine)} /> : null}
      <ScheduleFields
        schedule={draft.schedule}
        problem={checked.problems.get("retrain.schedule.cron")}
        change={(schedule) => setDraft({ ...draft, schedule })}
      />
      {SECTIONS.map((section) => (
        <Section key={section} title={t(`settings.section_${section}`)} hint={t(`settings.section_${section}_hint`)}>
          <div className="grid grid-cols-1 gap-6 md:grid-cols-2">
            {SETTING_SECTIONS[section].map((field) => (
              <SettingControl
                key={field.path}
                field={field}
                value={draft.fields[field.path] ?? ""}
                problem={checked.problems.get(field.path)}
                change={(value) => setDraft({ ...draft, fields: { ...draft.fields, [field.path]: value } })}
              />
            ))}
          </div>
        </Section>
      ))}
      <StrategySwitches
        disabled={draft.disabledStrategies}
        change={(disabledStrategies) => setDraft({ ...draft, disabledStrategies })}
      />
      <Container className="sticky bottom-2 z-10 flex flex-wrap items-center justify-end gap-2 px-6 py-3">
        <Text size="small" className="text-ui-fg-subtle mr-auto" aria-live="polite">
          {checked.settings ? (changed ? t("settings.unsaved") : t("settings.unchanged")) : t("settings.invalid")}
        </Text>
        <Button size="small" variant="secondary" type="button" disabled={!changed} onClick={() => restart(base)}>
          {t("settings.discard")}
        </Button>
        <Button size="small" type="submit" disabled={!changed || !checked.settings} isLoading={save.isPending}>
          {t("actions.save")}
        </Button>
      </Container>
    </form>
  )
}

function Conflict({ resolve }: { resolve: (keepMine: boolean) => void }) {
  const t = useText()
  return (
    <div role="alert" className="flex flex-col gap-y-2">
      <InlineTip variant="warning" label={t("conflict.title")}>
        {t("conflict.settings")}
      </InlineTip>
      <div className="flex flex-wrap gap-2">
        <Button size="small" variant="secondary" type="button" onClick={() => resolve(false)}>
          {t("conflict.theirs")}
        </Button>
        <Button size="small" variant="danger" type="button" onClick={() => resolve(true)}>
          {t("conflict.mine")}
        </Button>
      </div>
    </div>
  )
}
