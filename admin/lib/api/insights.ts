import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type {
  BehaviorStatsResponse,
  BehaviorTailEvent,
  BehaviorTailResponse,
  ExperimentResponse,
  ExperimentsResponse,
  OrderAttributionResponse,
  ProductInsightResponse,
  ResultsResponse,
} from "../../../src/types/http"
import { ROOT, get, post } from "../client"
import { ownTimeZone } from "../time-zone"
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
}

/** Hours and weekdays by the admin's own clock. */
export function useBehaviorStats({ from, to }: Period) {
  const zone = ownTimeZone()
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

export function useResults({ from, to }: Period) {
  return useQuery({
    queryKey: keys.of("results", from, to),
    queryFn: () => get<ResultsResponse>(`${ROOT}/results`, { from, to }),
  })
}

export function useExperiments() {
  return useQuery({
    queryKey: keys.of("experiments"),
    queryFn: () => get<ExperimentsResponse>(`${ROOT}/experiments`),
  })
}

export function useStartExperiment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string; holdout_share: number; is_aa: boolean }) =>
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

export function useOrderAttribution(id: string) {
  return useQuery({
    queryKey: keys.of("order", id),
    queryFn: () => get<OrderAttributionResponse>(`${ROOT}/orders/${encodeURIComponent(id)}`),
  })
}
