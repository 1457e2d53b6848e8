import { Checkbox, Input, Label } from "@medusajs/ui"
import { useId, useMemo, useState } from "react"
import type { ResultsRow } from "../../src/types/http"
import { Field } from "./field"
import { usePeriod } from "./period-select"
import { useResults } from "../lib/api/insights"
import { codeWords } from "../lib/code-words"
import { useText } from "../lib/text"
import { useFormat } from "../lib/use-format"
import { UNKNOWN_PLACE, strategiesAt, withIdle } from "../screens/results/placements"
import { revenueText } from "../screens/results/revenue"

const DAYS = 90

/** The places whose lists somebody asked for of late, by name. */
function useKnownPlacements(): string[] {
  const served = useResults(usePeriod(DAYS).period).data?.served
  return useMemo(
    () => [...new Set((served ?? []).flatMap(({ placement }) => placement ?? []))].sort((a, b) => a.localeCompare(b)),
    [served],
  )
}

interface PlacementFieldProps {
  label: string
  hint?: string
  placeholder?: string
  value: string
  "aria-required"?: boolean
  /** Called when the field is left, or at each key where `eager` is set. */
  change: (placement: string) => void
  eager?: boolean
}

/** Free text, with the places that are known to choose from. */
export function PlacementField({ label, hint, value, change, eager = false, ...input }: PlacementFieldProps) {
  const id = useId()
  const known = useKnownPlacements()
  const bound = eager
    ? { value, onChange: (event: { target: { value: string } }) => change(event.target.value) }
    : {
        key: value,
        defaultValue: value,
        onBlur: (event: { target: { value: string } }) => change(event.target.value.trim()),
      }
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <>
          <Input {...control} {...input} {...bound} list={id} maxLength={100} />
          <datalist id={id}>
            {known.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

interface PlacementsFieldProps {
  value: readonly string[]
  change: (placements: string[]) => void
  error: string | undefined
}

const namesIn = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)

/** Several places as text, and those that are known to tick, each with what it shows and has earned. */
export function PlacementsField({ value, change, error }: PlacementsFieldProps) {
  const t = useText()
  const [text, setText] = useState(value.join(", "))
  const write = (words: string): void => {
    setText(words)
    change(namesIn(words))
  }
  const choose = (name: string, isChosen: boolean): void => {
    const others = namesIn(text).filter((one) => one !== name)
    write((isChosen ? [...others, name] : others).join(", "))
  }
  return (
    <div className="flex flex-col gap-y-2">
      <Field label={t("rules.placements")} hint={t("rules.placements_hint")} error={error}>
        {(control) => <Input {...control} value={text} onChange={(event) => write(event.target.value)} />}
      </Field>
      <KnownPlacements chosen={value} choose={choose} />
    </div>
  )
}

interface KnownPlacementsProps {
  chosen: readonly string[]
  choose: (name: string, isChosen: boolean) => void
}

function KnownPlacements({ chosen, choose }: KnownPlacementsProps) {
  const t = useText()
  const format = useFormat()
  const id = useId()
  const results = useResults(usePeriod(DAYS).period).data
  const places = results ? withIdle(results).filter(({ key }) => key !== UNKNOWN_PLACE) : []
  if (!results || places.length === 0) return null
  const noteOf = (place: ResultsRow): string => {
    const shows = strategiesAt(results, place.key).map((one) => codeWords("strategy", one, t))
    const earned = t(place.revenue.length > 0 ? "rules.place_earned" : "rules.place_idle", {
      amount: revenueText(place, format),
    })
    return [...(shows.length > 0 ? [shows.join(", ")] : []), earned].join(" · ")
  }
  return (
    <fieldset className="flex flex-col gap-y-2">
      <legend className="txt-compact-xsmall-plus text-ui-fg-subtle mb-2">
        {t("rules.known_placements", { count: DAYS })}
      </legend>
      {places.map((place, index) => (
        <div key={place.key} className="flex items-start gap-x-2">
          <Checkbox
            id={`${id}-${index}`}
            className="mt-0.5"
            checked={chosen.includes(place.key)}
            onCheckedChange={(checked) => choose(place.key, checked === true)}
            aria-describedby={`${id}-${index}-note`}
          />
          <div className="flex min-w-0 flex-col">
            <Label htmlFor={`${id}-${index}`} size="small" className="break-words">
              {place.key}
            </Label>
            <span id={`${id}-${index}-note`} className="txt-compact-xsmall text-ui-fg-subtle">
              {noteOf(place)}
            </span>
          </div>
        </div>
      ))}
    </fieldset>
  )
}
