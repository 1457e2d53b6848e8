import { useCallback } from "react"
import type { Saying } from "../../src/types/http"
import { sayingWords } from "./sayings"
import { useText } from "./text"
import { useFormat } from "./use-format"

/** Words of sayings in the admin's language; the English of the server where one has none. */
export function useSayings(): (said: readonly Saying[], english: string | null) => string {
  const t = useText()
  const format = useFormat()
  return useCallback((said, english) => sayingWords(said, english, { t, format }), [t, format])
}
