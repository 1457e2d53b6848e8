import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type {
  HealthResponse,
  ImportResponse,
  ModelInfoResponse,
  RetrainResponse,
  RunsResponse,
  VersionResponse,
  VersionsResponse,
} from "../../../src/types/http"
import { ROOT, get, post, upload } from "../client"
import type { Query } from "../client"
import { askAnew } from "./refresh"

/** A page that nobody acts on asks twice a minute; a hidden tab does not ask (react-query's default). */
const CALM_MS = 30_000
/** While something runs that the admin watches. */
const WATCH_MS = 1_500

export const keys = {
  of: (...parts: readonly unknown[]) => ["svm-recommendations", ...parts] as const,
}

export function useModel() {
  return useQuery({
    queryKey: keys.of("model"),
    queryFn: () => get<ModelInfoResponse>(`${ROOT}/model`),
    refetchInterval: (query) => (query.state.data?.current_run ? WATCH_MS : CALM_MS),
  })
}

export function useHealth() {
  return useQuery({
    queryKey: keys.of("health"),
    queryFn: () => get<HealthResponse>(`${ROOT}/health`),
    refetchInterval: CALM_MS,
  })
}

export function useRuns() {
  return useQuery({ queryKey: keys.of("runs"), queryFn: () => get<RunsResponse>(`${ROOT}/runs`) })
}

export function useVersions() {
  return useQuery({ queryKey: keys.of("versions"), queryFn: () => get<VersionsResponse>(`${ROOT}/versions`) })
}

export function useVersion(id: string | null | undefined) {
  return useQuery({
    queryKey: keys.of("versions", id),
    queryFn: () => get<VersionResponse>(`${ROOT}/versions/${encodeURIComponent(id ?? "")}`),
    enabled: Boolean(id),
  })
}

function useRefreshModel(): () => Promise<void> {
  const client = useQueryClient()
  return () => askAnew(client, ...["model", "versions", "runs", "health"].map((part) => keys.of(part)))
}

export function useRetrain() {
  const refresh = useRefreshModel()
  return useMutation({
    mutationFn: (body: { force?: boolean; promote?: boolean; dry_run?: boolean }) =>
      post<RetrainResponse>(`${ROOT}/retrain`, body),
    onSettled: refresh,
  })
}

export function useCancelRun() {
  const refresh = useRefreshModel()
  return useMutation({
    mutationFn: (id: string) => post(`${ROOT}/runs/${encodeURIComponent(id)}/cancel`),
    onSettled: refresh,
  })
}

export function usePromote() {
  const refresh = useRefreshModel()
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; force: boolean; freeze: boolean }) =>
      post(`${ROOT}/versions/${encodeURIComponent(id)}/promote`, body),
    onSettled: refresh,
  })
}

/** The latest import of orders; watched closely while it runs. */
export function useImport() {
  return useQuery({
    queryKey: keys.of("import"),
    queryFn: () => get<ImportResponse>(`${ROOT}/import`),
    refetchInterval: (query) => (query.state.data?.import?.status === "running" ? WATCH_MS : false),
  })
}

export function useStartImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => post<ImportResponse>(`${ROOT}/import`, { source: "orders" }),
    onSettled: () => askAnew(client, keys.of("import")),
  })
}

/** Learns from a file of behavior. */
export function useUploadImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ file, query }: { file: File; query: Query }) =>
      upload<ImportResponse>(`${ROOT}/import/file`, file, query),
    onSettled: () => askAnew(client, keys.of("import")),
  })
}

export function useCancelImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => post(`${ROOT}/import/${encodeURIComponent(id)}/cancel`),
    onSettled: () => askAnew(client, keys.of("import")),
  })
}
