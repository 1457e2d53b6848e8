import { Button, Input } from "@medusajs/ui"
import { useId, useMemo, useState } from "react"
import { Field } from "./field"
import { usePeriod } from "./period-select"
import { useResults } from "../lib/api/insights"
import { useText } from "../lib/text"

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

/** Several places as text, and a button for each known one that is not yet among them. */
export function PlacementsField({ value, change, error }: PlacementsFieldProps) {
  const t = useText()
  const [text, setText] = useState(value.join(", "))
  const others = useKnownPlacements().filter((name) => !value.includes(name))
  const write = (words: string): void => {
    setText(words)
    change(namesIn(words))
  }
  return (
    <div className="flex flex-col gap-y-2">
      <Field label={t("rules.placements")} hint={t("rules.placements_hint")} error={error}>
        {(control) => <Input {...control} value={text} onChange={(event) => write(event.target.value)} />}
      </Field>
      {others.length > 0 ? (
        <div role="group" aria-label={t("rules.known_placements")} className="flex flex-wrap gap-2">
          {others.map((name) => (
            <Button
              key={name}
              type="button"
              size="small"
              variant="secondary"
              onClick={() => write([...namesIn(text), name].join(", "))}
            >
              {name}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
