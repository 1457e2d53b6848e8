import { useMemo } from "react"
import { useKnownZone } from "./api/steering"
import { formatFor } from "./format"
import type { Format } from "./format"
import { useLocale } from "./text"

/** Figures and times in the admin's language and by the shop's clock. */
export function useFormat(): Format {
  const locale = useLocale()
  const zone = useKnownZone()
  return useMemo(() => formatFor(locale, zone), [locale, zone])
}
