import { clx } from "@medusajs/ui"
import type { UseQueryResult } from "@tanstack/react-query"
import type { Entity, EntityKind } from "../lib/api/entities"
import { useText } from "../lib/text"
import { Picture } from "./picture"
import { useErrorText } from "../lib/use-error-text"

interface EntityOptionsProps {
  id: string
  kind: EntityKind
  label: string
  search: UseQueryResult<Entity[]>
  /** Whether the search is for the words that stand in the field. */
  isCurrent: boolean
  options: readonly Entity[]
  active: number
  choose: (entity: Entity) => void
}

/** The list below a combobox. */
export function EntityOptions({ id, kind, label, search, isCurrent, options, active, choose }: EntityOptionsProps) {
  const t = useText()
  const explain = useErrorText()
  const note = search.isError
    ? explain(search.error)
    : search.isPending || !isCurrent
      ? t("states.loading")
      : options.length === 0
        ? t("picker.none")
        : null
  return (
    <div className="bg-ui-bg-base shadow-elevation-flyout absolute inset-x-0 top-full z-20 mt-1 rounded-lg p-1">
      <ul id={`${id}-options`} role="listbox" aria-label={label} tabIndex={-1} className="max-h-64 overflow-y-auto">
        {options.map((entity, index) => (
          <li
            key={entity.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={clx(
              "flex cursor-pointer items-center gap-x-2 rounded-md px-2 py-1.5",
              index === active ? "bg-ui-bg-base-hover" : "hover:bg-ui-bg-base-hover",
            )}
            // The field would lose its focus, and with it the list, before the click arrives.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(entity)}
          >
            {kind === "product" ? <Picture url={entity.picture} /> : null}
            <span className="flex min-w-0 flex-col">
              <span className="txt-compact-small text-ui-fg-base truncate">{entity.name}</span>
              {entity.detail ? (
                <span className="txt-compact-xsmall text-ui-fg-subtle truncate">{entity.detail}</span>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {note ? (
        <p role="status" className="txt-compact-small text-ui-fg-subtle px-2 py-1.5">
          {note}
        </p>
      ) : null}
    </div>
  )
}
