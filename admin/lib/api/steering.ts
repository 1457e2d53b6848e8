import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type {
  AdminSettings,
  PredictResponse,
  PreviewRequest,
  PreviewResponse,
  RuleInfo,
  RuleInput,
  RuleResponse,
  RuleSimulation,
  RuleSimulationView,
  RulesResponse,
  SchedulePreviewResponse,
  SettingsHistoryResponse,
  SettingsResponse,
  ShopperTraceResponse,
} from "../../../src/types/http"
import { ROOT, get, post, remove } from "../client"
import { useLocale } from "../text"
import { keys } from "./model"
import { askAnew } from "./refresh"

export function useRules() {
  return useQuery({ queryKey: keys.of("rules"), queryFn: () => get<RulesResponse>(`${ROOT}/rules`) })
}

function useRefreshRules(): () => Promise<void> {
  const client = useQueryClient()
  return () => askAnew(client, keys.of("rules"), keys.of("product"), keys.of("simulation"))
}

/** A new rule, or a new version of one: the server refuses (409) when somebody was faster. */
export function useSaveRule() {
  const refresh = useRefreshRules()
  return useMutation({
    mutationFn: ({ rule, of }: { rule: RuleInput; of: Pick<RuleInfo, "id" | "version"> | null }) =>
      of
        ? post<RuleResponse>(`${ROOT}/rules/${encodeURIComponent(of.id)}`, { ...rule, version: of.version })
        : post<RuleResponse>(`${ROOT}/rules`, rule),
    onSettled: refresh,
  })
}

export function useDeleteRule() {
  const refresh = useRefreshRules()
  return useMutation({
    mutationFn: (id: string) => remove(`${ROOT}/rules/${encodeURIComponent(id)}`),
    onSettled: refresh,
  })
}

export function useReorderRules() {
  const refresh = useRefreshRules()
  return useMutation({
    mutationFn: (ids: readonly string[]) => post(`${ROOT}/rules/reorder`, { ids }),
    onSettled: refresh,
  })
}

/** What rules in place of the stored ones do to lists on that page; an answer for other rules or another page is asked again. */
export function useSimulation(rules: readonly RuleInput[], view: RuleSimulationView, enabled: boolean) {
  return useQuery({
    queryKey: keys.of("simulation", rules, view),
    queryFn: () => post<RuleSimulation>(`${ROOT}/rules/simulate`, { rules, ...view }),
    placeholderData: keepPreviousData,
    // Shoppers go on while the drawer is closed.
    ...{ enabled, staleTime: 0, gcTime: 0 },
  })
}

const SETTINGS = keys.of("settings")

const readSettings = () => get<SettingsResponse>(`${ROOT}/settings`)

export function useSettings() {
  return useQuery({ queryKey: SETTINGS, queryFn: readSettings, staleTime: 0 })
}

/** Zone by whose calendar the shop counts its days: that of the schedule. UTC until it is known. */
export function useShopZone(): string {
  return useKnownZone() ?? "UTC"
}

/**
 * The same; undefined until it is known. Asked once for a page of many times: a change of settings asks again. What failed
 * is not asked again here: the words of that very failure need it, and would send their own screen back to waiting.
 */
export function useKnownZone(): string | undefined {
  const { data } = useQuery({ queryKey: SETTINGS, queryFn: readSettings, staleTime: Infinity, retryOnMount: false })
  return data?.settings.retrain.schedule.time_zone
}

/** Zone by whose clock a time is entered: that in which times are shown. */
export function useEntryZone(): string {
  return useKnownZone() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
}

export function useSettingsHistory() {
  return useQuery({
    queryKey: keys.of("settings-history"),
    queryFn: () => get<SettingsHistoryResponse>(`${ROOT}/settings/history`),
  })
}

export function useSaveSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { settings: AdminSettings; version: number }) =>
      post<SettingsResponse>(`${ROOT}/settings`, body),
    onSuccess: async (saved) => {
      client.setQueryData(SETTINGS, saved)
      await askAnew(client, keys.of("settings-history"), keys.of("model"))
    },
  })
}

/** Lets trainings begin by themselves again. */
export function useRelease() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const { version } = await get<SettingsResponse>(`${ROOT}/settings`)
      return post<SettingsResponse>(`${ROOT}/settings`, { settings: { retrain: { paused: false } }, version })
    },
    onSettled: () => askAnew(client, SETTINGS, keys.of("settings-history"), keys.of("model")),
  })
}

export function useSchedulePreview(cron: string, timeZone: string) {
  return useQuery({
    queryKey: keys.of("schedule", cron, timeZone),
    queryFn: () => post<SchedulePreviewResponse>(`${ROOT}/settings/schedule-preview`, { cron, time_zone: timeZone }),
    enabled: cron.trim() !== "" && timeZone.trim() !== "",
    retry: false,
    placeholderData: keepPreviousData,
  })
}

/** The page on which a list is looked at: what is not named is the shop's own default. */
export type View = Pick<
  PreviewRequest,
  "strategy" | "placement" | "region_id" | "sales_channel_id" | "cart_id" | "product_id"
>

/** With reasons in the admin's language. */
export function useShopperTrace(customerId: string | null, view: View = {}) {
  const locale = useLocale()
  return useQuery({
    queryKey: keys.of("shopper", customerId, locale, view),
    queryFn: () =>
      get<ShopperTraceResponse>(`${ROOT}/shoppers/${encodeURIComponent(customerId ?? "")}`, { locale, ...view }),
    enabled: customerId !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** What a guest would see there: one whose visitor id is known, or a stranger. */
export function useGuestList(visitorId: string | null, view: View) {
  const locale = useLocale()
  return useQuery({
    queryKey: keys.of("guest", visitorId, locale, view),
    queryFn: () =>
      post<PreviewResponse>(`${ROOT}/preview`, {
        ...{ ...view, locale },
        ...(visitorId ? { visitor_id: visitorId } : {}),
      }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** Whether a customer would want a product. */
export function usePrediction(customerId: string, productId: string | null) {
  return useQuery({
    queryKey: keys.of("predict", customerId, productId),
    queryFn: () => post<PredictResponse>(`${ROOT}/predict`, { customer_id: customerId, product_id: productId }),
    enabled: productId !== null,
    retry: false,
    staleTime: 0,
  })
}

export function useEraseShopper() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (customerId: string) => remove(`${ROOT}/shoppers/${encodeURIComponent(customerId)}`),
    onSettled: () => askAnew(client, keys.of("shopper")),
  })
}

export function exportShopper(customerId: string): Promise<object> {
  return get<object>(`${ROOT}/shoppers/${encodeURIComponent(customerId)}/export`)
}
