import { Button, Drawer, Input, Label, Switch, Text, toast } from "@medusajs/ui"
import { useDeferredValue, useId, useState } from "react"
import type { FormEvent } from "react"
import { SidePanel } from "../../components/side-panel"
import { useExperimentPlan, useStartExperiment } from "../../lib/api/insights"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"
import { NO_COMPARISON, comparisonOf } from "./comparison"
import { ComparisonFields } from "./comparison-fields"
import { durationText } from "./duration"

/** Bounds of the API, in percent. */
const LEAST_PERCENT = 0.1
const MOST_PERCENT = 99.9
const DEFAULT_PERCENT = 10

export function ExperimentForm({ close }: { close: () => void }) {
  const t = useText()
  const explain = useErrorText()
  const start = useStartExperiment()
  const [name, setName] = useState("")
  const [percent, setPercent] = useState(String(DEFAULT_PERCENT))
  const [isAA, setIsAA] = useState(false)
  const [draft, setDraft] = useState(NO_COMPARISON)
  const nameId = useId()
  const shareId = useId()
  const aaId = useId()
  const share = Number(percent)
  const shareFits = share >= LEAST_PERCENT && share <= MOST_PERCENT
  // A check of the measurement compares nothing.
  const comparison = comparisonOf(isAA ? NO_COMPARISON : draft)
  const valid = name.trim() !== "" && shareFits && comparison !== null

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!valid) return
    try {
      await start.mutateAsync({ name: name.trim(), holdout_share: share / 100, is_aa: isAA, comparison })
      toast.success(t("experiment.started"))
      close()
    } catch (error) {
      toast.error(t("experiment.start_failed"), { description: explain(error) })
    }
  }

  return (
    <SidePanel
      open
      close={close}
      unsaved={name !== "" || percent !== String(DEFAULT_PERCENT) || isAA || draft !== NO_COMPARISON}
      title={t("experiment.start")}
      description={t("experiment.form_text")}
      onSubmit={(event) => void submit(event)}
      footer={
        <>
          <Drawer.Close asChild>
            <Button size="small" variant="secondary" type="button">
              {t("actions.cancel")}
            </Button>
          </Drawer.Close>
          <Button size="small" type="submit" disabled={!valid} isLoading={start.isPending}>
            {t("experiment.start")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-y-2">
        <Label htmlFor={nameId} size="small" weight="plus">
          {t("experiment.name")}
        </Label>
        <Input
          id={nameId}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={120}
          aria-required
        />
      </div>
      {isAA ? null : <ComparisonFields draft={draft} change={setDraft} />}
      <div className="flex flex-col gap-y-2">
        <Label htmlFor={shareId} size="small" weight="plus">
          {t("experiment.share")}
        </Label>
        <Input
          id={shareId}
          type="number"
          min={LEAST_PERCENT}
          max={MOST_PERCENT}
          step="any"
          value={percent}
          onChange={(event) => setPercent(event.target.value)}
          aria-describedby={`${shareId}-hint`}
          {...(shareFits ? {} : { "aria-invalid": true })}
        />
        <Text
          id={`${shareId}-hint`}
          size="xsmall"
          className={shareFits ? "text-ui-fg-subtle" : "text-ui-fg-error"}
          {...(shareFits ? {} : { role: "alert" })}
        >
          {t("experiment.share_hint")}
        </Text>
        {shareFits ? <Plan share={share / 100} /> : null}
      </div>
      <div className="flex items-start gap-x-3">
        <Switch id={aaId} checked={isAA} onCheckedChange={setIsAA} aria-describedby={`${aaId}-hint`} />
        <div>
          <Label htmlFor={aaId} size="small" weight="plus">
            {t("experiment.aa")}
          </Label>
          <Text id={`${aaId}-hint`} size="xsmall" className="text-ui-fg-subtle">
            {t("experiment.aa_hint")}
          </Text>
        </div>
      </div>
    </SidePanel>
  )
}

/** How many shoppers the answer takes, and how long: known before the start. */
function Plan({ share }: { share: number }) {
  const t = useText()
  const format = useFormat()
  const { data } = useExperimentPlan(useDeferredValue(share))
  if (!data?.plan) return null
  const { needed_per_arm: needs, expected_days: days } = data.plan
  return (
    <Text size="xsmall" className="text-ui-fg-subtle">
      {t("experiment.plan", { needs: format.number(needs) })}
      {days === null ? null : ` ${durationText(days, t)}`}
    </Text>
  )
}
