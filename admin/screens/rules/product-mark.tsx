import { useText } from "../../lib/text"

/** What rules made of a product of a list: one that only moved because others came is no change of its own. */
export type Mark = "entered" | "left"

export const MARKS = {
  entered: "txt-compact-small-plus text-ui-tag-green-text break-words",
  left: "txt-compact-small text-ui-fg-muted break-words line-through",
} as const satisfies Record<Mark, string>

export const UNMARKED = "txt-compact-small text-ui-fg-base break-words"

/** The same for a screen reader, which sees no color. */
export function MarkWords({ mark }: { mark: Mark | null }) {
  const t = useText()
  return mark ? <span className="sr-only"> ({t(`simulation.${mark}`)})</span> : null
}
