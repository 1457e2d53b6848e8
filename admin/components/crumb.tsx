import type { ReactNode } from "react"
import { useVersion } from "../lib/api/model"
import { useText } from "../lib/text"
import type { TextKey } from "../texts"

function Crumb({ label }: { label: TextKey }) {
  return <>{useText()(label)}</>
}

/** A page's entry in the dashboard's breadcrumbs: what `handle.breadcrumb` of its route returns. */
export const crumb = (label: TextKey) => (): ReactNode => <Crumb label={label} />

/** The breadcrumb of one version: its number, once it is known. */
export function VersionCrumb({ id }: { id: string | undefined }) {
  const t = useText()
  const number = useVersion(id).data?.version.number
  return <>{number === undefined ? t("versions.version") : t("versions.number", { number })}</>
}
