import type { ReactNode } from "react"
import { useText } from "../lib/text"
import type { TextKey } from "../texts"

function Crumb({ label }: { label: TextKey }) {
  return <>{useText()(label)}</>
}

/** A page's entry in the dashboard's breadcrumbs: what `handle.breadcrumb` of its route returns. */
export const crumb = (label: TextKey) => (): ReactNode => <Crumb label={label} />
