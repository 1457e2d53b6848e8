import { XMarkMini } from "@medusajs/icons"
import { IconButton, Input } from "@medusajs/ui"
import { useEffect, useId, useState } from "react"
import type { KeyboardEvent } from "react"
import type { Entity, EntityKind } from "../lib/api/entities"
import { useEntityNames, useEntitySearch } from "../lib/api/entities"
import { useText } from "../lib/text"
import { useDebounced } from "../lib/use-debounced"
import { EntityOptions } from "./entity-options"
import { Field } from "./field"
import { Picture } from "./picture"

interface EntityPickerProps {
  kind: EntityKind
  label: string
  hint?: string | undefined
  error?: string | undefined
  value: readonly string[]
  onChange: (ids: string[]) => void
  /** One id only: a new choice replaces the last. */
  single?: boolean
}

/** Search and choose by mouse or keyboard, after the combobox pattern of WAI-ARIA. */
export function EntityPicker({ kind, label, hint, error, value, onChange, single = false }: EntityPickerProps) {
  const t = useText()
  const id = useId()
  const [words, setWords] = useState("")
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const chosenName = useEntityNames(kind, single ? value : []).data?.get(value[0] ?? "")?.name
  const sought = useDebounced(words.trim())
  const search = useEntitySearch(kind, sought, open)
  // What was found for other words is no choice: Enter would take it for the words that stand there now.
  const isCurrent = sought === words.trim()
  const options = (isCurrent ? (search.data ?? []) : []).filter((entity) => single || !value.includes(entity.id))

  useEscape(open, () => setOpen(false))

  const choose = (entity: Entity): void => {
    onChange(single ? [entity.id] : [...value, entity.id])
    setWords("")
    setActive(0)
    if (single) setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = options[active]
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      setOpen(true)
      const step = event.key === "ArrowDown" ? 1 : -1
      setActive((active + step + options.length) % Math.max(1, options.length))
    } else if (event.key === "Enter" && open && chosen) {
      event.preventDefault()
      choose(chosen)
    }
  }

  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <>
          {single ? null : (
            <Chosen kind={kind} ids={value} remove={(gone) => onChange(value.filter((one) => one !== gone))} />
          )}
          <div className="relative">
            <Input
              {...control}
              role="combobox"
              autoComplete="off"
              aria-expanded={open}
              aria-controls={`${id}-options`}
              aria-autocomplete="list"
              {...(open && options[active] ? { "aria-activedescendant": `${id}-${active}` } : {})}
              placeholder={chosenName ?? t("picker.search")}
              // Who is chosen stands in the field until somebody begins to search.
              value={open ? words : words || (chosenName ?? "")}
              onChange={(event) => {
                setWords(event.target.value)
                setActive(0)
                setOpen(true)
              }}
              onFocus={() => setOpen(true)}
              onBlur={() => setOpen(false)}
              onKeyDown={onKeyDown}
            />
            {open ? (
              <EntityOptions
                id={id}
                kind={kind}
                label={label}
                search={search}
                isCurrent={isCurrent}
                options={options}
                active={active}
                choose={choose}
              />
            ) : null}
          </div>
        </>
      )}
    </Field>
  )
}

/**
 * Escape closes the options and nothing around them. A drawer listens on the document in the capture phase,
 * which a handler of the input's own event comes too late for: it would close the form and lose the draft.
 */
function useEscape(active: boolean, close: () => void): void {
  useEffect(() => {
    if (!active) return
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== "Escape") return
      event.stopPropagation()
      close()
    }
    window.addEventListener("keydown", onKey, true)
    return () => window.removeEventListener("keydown", onKey, true)
  })
}

function Chosen({ kind, ids, remove }: { kind: EntityKind; ids: readonly string[]; remove: (id: string) => void }) {
  const t = useText()
  const names = useEntityNames(kind, ids).data
  if (ids.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-2">
      {ids.map((id) => {
        const name = names?.get(id)?.name ?? id
        return (
          <li
            key={id}
            className="bg-ui-bg-component shadow-borders-base txt-compact-small text-ui-fg-base flex max-w-full items-center gap-x-1 rounded-md py-0.5 pl-2 pr-0.5"
          >
            {kind === "product" ? <Picture url={names?.get(id)?.picture} /> : null}
            <span className="truncate">{name}</span>
            <IconButton
              type="button"
              size="2xsmall"
              variant="transparent"
              aria-label={t("picker.remove", { name })}
              onClick={() => remove(id)}
            >
              <XMarkMini />
            </IconButton>
          </li>
        )
      })}
    </ul>
  )
}
