import * as React from "react"
import type { RecommendationsClient } from "../client/client"
import { RecommendationsList } from "../client/list"
import type { ListOptions, ListState } from "../client/list"
import type { RecommendationItem, RecommendationsQuery } from "../client/types"
import { useRecommendationsContext } from "./provider"

export interface UseRecommendationsOptions extends RecommendationsQuery, Omit<ListOptions, "query" | "initial"> {
  /** From `getRecommendations` on the server. */
  initialData?: ListOptions["initial"]
}

export interface UseRecommendations extends ListState {
  readonly recommendations: readonly RecommendationItem[]
  /** Asks again, now. */
  readonly refresh: () => Promise<void>
}

/** A list for cards of the shop's own; it keeps itself true as `<Recommendations>` does. */
export function useRecommendations(options: UseRecommendationsOptions): UseRecommendations {
  const { initialData, autoRefresh, refreshInterval, ...query } = options
  const { client, page } = useRecommendationsContext()
  const key = JSON.stringify({ ...page, ...query })
  const list = React.useMemo(
    () => {
      const parsed = JSON.parse(key) as RecommendationsQuery
      return new RecommendationsList(client, { query: parsed, initial: initialData, autoRefresh, refreshInterval })
    },
    // initialData is the first answer to the same question: a new object of it is no new question.
    [client, key, autoRefresh, refreshInterval],
  )
  const state = React.useSyncExternalStore(list.subscribe, list.getState, list.getServerState)
  React.useEffect(() => list.offer(initialData), [list, initialData])
  return React.useMemo(
    () => ({ ...state, recommendations: state.answer?.recommendations ?? [], refresh: list.refresh }),
    [state, list],
  )
}

/** What a page reports by itself, and asks for: see `RecommendationsClient`. */
export type TrackBehavior = Pick<
  RecommendationsClient,
  "track" | "changed" | "logout" | "lineItemMetadata" | "attachCart"
>

/** The page's own reports: a wish, a changed cart, a logout. */
export const useTrackBehavior = (): TrackBehavior => useRecommendationsContext().client

/** Reports one view of a product page, in StrictMode too, which runs effects twice. */
export function useTrackView(productId: string | undefined): void {
  const { track } = useTrackBehavior()
  const viewed = React.useRef<string>(undefined)
  React.useEffect(() => {
    if (productId && viewed.current !== productId) track({ type: "view", product_id: productId })
    viewed.current = productId
  }, [productId, track])
}
