import type { ReactNode } from "react"
import { Picture } from "./picture"

interface ProductLineProps {
  picture: string | null | undefined
  /** The product's title, a link where it leads somewhere. */
  children: ReactNode
  note?: string | undefined
}

/** A product in a narrow panel: what is said of it stands beside its title, or below where there is no room. */
export function ProductLine({ picture, children, note }: ProductLineProps) {
  return (
    <li className="flex items-center gap-x-3">
      <Picture url={picture} />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3">
        {children}
        {note ? <span className="txt-xsmall text-ui-fg-subtle tabular-nums">{note}</span> : null}
      </span>
    </li>
  )
}
