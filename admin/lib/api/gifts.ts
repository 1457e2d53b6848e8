import { useQuery } from "@tanstack/react-query"
import type { GiftInsightResponse } from "../../../src/types/http"
import { ROOT, get } from "../client"
import { useLocale } from "../text"
import type { Period } from "./insights"
import { keys } from "./model"

/** What the gift assistant was asked, its questions and answers in the admin's language. */
export function useGifts({ from, to }: Period) {
  const locale = useLocale()
  return useQuery({
    queryKey: keys.of("gifts", from, to, locale),
    queryFn: () => get<GiftInsightResponse>(`${ROOT}/gifts`, { from, to, locale }),
  })
}
