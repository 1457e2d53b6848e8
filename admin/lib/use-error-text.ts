import { useCallback } from "react"
import { RefusedError } from "./client"
import { useSayings } from "./use-sayings"
import type { Text } from "./text"
import { useText } from "./text"

/** Status from which it was the shop's fault. */
const SERVER_FAULT = 500

/** What a refusal means whoever asked for what; null where the shop's own reason is needed. */
function statusText(status: number, t: Text): string | null {
  if (status === 401) return t("error.signed_out")
  if (status === 403) return t("error.forbidden")
  if (status === 404) return t("error.gone")
  if (status === 429) return t("error.busy")
  return status >= SERVER_FAULT ? t("error.server") : null
}

/** What went wrong, in the admin's language; the shop's own English only where this release has no words for it. */
export function useErrorText(): (error: unknown) => string {
  const t = useText()
  const saying = useSayings()
  return useCallback(
    (error) => {
      if (error instanceof TypeError) return t("error.offline")
      if (!(error instanceof RefusedError)) return error instanceof Error ? error.message : String(error)
      return statusText(error.status, t) ?? saying(error.said, t("error.refused", { message: error.message }))
    },
    [t, saying],
  )
}
