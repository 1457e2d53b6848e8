import { useCallback } from "react"
import { messageOf, statusOf } from "./client"
import { useText } from "./text"

/** Status from which it was the shop's fault. */
const SERVER_FAULT = 500

/** What went wrong, in the admin's language; the shop's own words where they say what to change. */
export function useErrorText(): (error: unknown) => string {
  const t = useText()
  return useCallback(
    (error) => {
      const status = statusOf(error)
      if (status === null) return error instanceof TypeError ? t("error.offline") : messageOf(error)
      if (status === 404) return t("error.gone")
      if (status === 401 || status === 403) return t("states.forbidden_text")
      if (status === 429) return t("error.busy")
      return status >= SERVER_FAULT ? t("error.server") : t("error.refused", { message: messageOf(error) })
    },
    [t],
  )
}
