import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type { Comparison } from "../../../src/types/experiment-schema"
import type {
  BehaviorStatsResponse,
  BehaviorTailEvent,
  BehaviorTailResponse,
  ExperimentResponse,
  ExperimentsResponse,
  OrderAttributionResponse,
  ProductInsightResponse,
  AudienceResponse,
  ProductSetResponse,
  RecentShoppersResponse,
  ResultsResponse,
  ShopperKind,
} from "../../../src/types/http"
import { ROOT, get, post } from "../client"
import { hasArrived } from "../first-event"
import { keys } from "./model"
import { askAnew } from "./refresh"

/** How often the live tail asks while it is switched on and its tab is seen. */
const TAIL_MS = 2_000
/** Events kept on the page; older ones fall off the end. */
export const TAIL_KEPT = 200
/** Events asked for at once. */
const TAIL_PAGE = 100

export interface Period {
  from: string
  to: string
  /** Zone by whose calendar days, hours and weekdays are counted. */
  zone: string
}

export function useBehaviorStats({ from, to, zone }: Period) {
  return useQuery({
    queryKey: keys.of("behavior", from, to, zone),
    queryFn: () => get<BehaviorStatsResponse>(`${ROOT}/behavior/stats`, { from, to, time_zone: zone }),
  })
}

/** Newest first; each answer is put before what the page has already. */
export function useBehaviorTail(on: boolean) {
  const client = useQueryClient()
  const queryKey = keys.of("tail")
  return useQuery({
    queryKey,
    queryFn: async (): Promise<BehaviorTailEvent[]> => {
      const known = client.getQueryData<BehaviorTailEvent[]>(queryKey) ?? []
      const after = known[0]?.seq
      const { events } = await get<BehaviorTailResponse>(`${ROOT}/behavior/events`, { limit: TAIL_PAGE, after })
      const fresh = events.filter((event) => after === undefined || event.seq > after)
      return [...fresh.sort((a, b) => b.seq - a.seq), ...known].slice(0, TAIL_KEPT)
    },
    enabled: on,
    refetchInterval: on ? TAIL_MS : false,
    staleTime: 0,
  })
}

/** Who was in the shop of late. */
export function useRecentShoppers(kind: ShopperKind) {
  return useQuery({
    queryKey: keys.of("recent-shoppers", kind),
    queryFn: async () => (await get<RecentShoppersResponse>(`${ROOT}/shoppers`, { kind })).shoppers,
    staleTime: 0,
  })
}

/** How often the first page looks whether a storefront has sent its first event. */
const FIRST_EVENT_MS = 3_000

/** Whether an event of a storefront was stored; asks until one was. */
export function useFirstEvent() {
  return useQuery({
    queryKey: keys.of("first-event"),
    queryFn: async () => {
      const { events } = await get<BehaviorTailResponse>(`${ROOT}/behavior/events`, { limit: TAIL_PAGE })
      return hasArrived(events)
    },
    refetchInterval: ({ state }) => (state.data === true ? false : FIRST_EVENT_MS),
    staleTime: 0,
  })
}

export function useResults({ from, to, zone }: Period) {
  return useQuery({
    queryKey: keys.of("results", from, to, zone),
    queryFn: () => get<ResultsResponse>(`${ROOT}/results`, { from, to, time_zone: zone }),
  })
}

export function useExperiments() {
  return useQuery({
    queryKey: keys.of("experiments"),
    queryFn: () => get<ExperimentsResponse>(`${ROOT}/experiments`),
  })
}

/** What a hold-out of that share would need; not asked while the share is null. */
export function useExperimentPlan(share: number | null) {
  return useQuery({
    queryKey: keys.of("experiments", "plan", String(share)),
    queryFn: () => get<ExperimentsResponse>(`${ROOT}/experiments`, { holdout_share: share ?? undefined }),
    enabled: share !== null,
  })
}

export function useStartExperiment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string; holdout_share: number; is_aa: boolean; comparison: Comparison }) =>
      post<ExperimentResponse>(`${ROOT}/experiments`, body),
    onSettled: () => askAnew(client, keys.of("experiments")),
  })
}

export function useStopExperiment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => post<ExperimentResponse>(`${ROOT}/experiments/${encodeURIComponent(id)}/stop`),
    onSettled: () => askAnew(client, keys.of("experiments")),
  })
}

export function useProductInsight(id: string) {
  return useQuery({
    queryKey: keys.of("product", id),
    queryFn: () => get<ProductInsightResponse>(`${ROOT}/products/${encodeURIComponent(id)}`),
  })
}

/** The set on a product's page, as a guest of the store's default region sees it. */
export function useProductSet(id: string) {
  return useQuery({
    queryKey: keys.of("product", id, "set"),
    queryFn: () => get<ProductSetResponse>(`${ROOT}/products/${encodeURIComponent(id)}/bundle`),
  })
}

/** Who would most want a product, up to the five hundred nearest; asked for once it is wanted. */
export function useProductAudience(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: keys.of("product", id, "audience"),
    queryFn: () => get<AudienceResponse>(`${ROOT}/products/${encodeURIComponent(id)}/audience`, { limit: 500 }),
    enabled: isWanted,
  })
}

export function useOrderAttribution(id: string) {
  return useQuery({
    queryKey: keys.of("order", id),
    queryFn: () => get<OrderAttributionResponse>(`${ROOT}/orders/${encodeURIComponent(id)}`),
  })
}
