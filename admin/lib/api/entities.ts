import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { z } from "zod"
import { get } from "../client"
import { keys } from "./model"

export type EntityKind = "product" | "category" | "sales_channel" | "customer_group" | "customer" | "region"

export interface Entity {
  id: string
  name: string
  /** Second line: a handle, an address. */
  detail: string | null
  /** Address of its picture: products alone have one. */
  picture: string | null
}

/** What Medusa answers with: the list stands under a name of its own for each kind. */
type Row = Record<string, string | null | undefined>

interface EntityRoute {
  path: string
  list: string
  fields: string
  toEntity: (row: Row) => Entity
}

const named = (row: Row): Entity => ({ id: row.id ?? "", name: row.name ?? row.id ?? "", detail: null, picture: null })

const ROUTES: Record<EntityKind, EntityRoute> = {
  product: {
    path: "/admin/products",
    list: "products",
    fields: "id,title,handle,thumbnail",
    toEntity: (row) => ({
      ...{ id: row.id ?? "", name: row.title ?? row.id ?? "" },
      ...{ detail: row.handle ?? null, picture: row.thumbnail ?? null },
    }),
  },
  category: { path: "/admin/product-categories", list: "product_categories", fields: "id,name", toEntity: named },
  sales_channel: { path: "/admin/sales-channels", list: "sales_channels", fields: "id,name", toEntity: named },
  region: { path: "/admin/regions", list: "regions", fields: "id,name", toEntity: named },
  customer_group: { path: "/admin/customer-groups", list: "customer_groups", fields: "id,name", toEntity: named },
  customer: {
    path: "/admin/customers",
    list: "customers",
    fields: "id,email,first_name,last_name",
    toEntity: (row) => {
      const name = [row.first_name, row.last_name].filter(Boolean).join(" ")
      return {
        id: row.id ?? "",
        name: name || row.email || row.id || "",
        detail: name ? (row.email ?? null) : null,
        picture: null,
      }
    },
  },
}

const FOUND = 8
/** Names do not change while an admin looks. */
const NAMES_STALE_MS = 300_000

async function list(kind: EntityKind, query: Record<string, string | number>): Promise<Entity[]> {
  const route = ROUTES[kind]
  const answer = await get<Record<string, Row[] | undefined>>(route.path, { fields: route.fields, ...query })
  return (answer[route.list] ?? []).map((row) => route.toEntity(row))
}

export function useEntitySearch(kind: EntityKind, words: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.of("search", kind, words),
    queryFn: () => list(kind, { limit: FOUND, ...(words ? { q: words } : {}) }),
    enabled,
  })
}

const idsSchema = {
  keys: z.object({ api_keys: z.array(z.object({ token: z.string() })) }),
  regions: z.object({ regions: z.array(z.object({ id: z.string() })) }),
}

/** What a storefront needs to ask this shop: its first publishable key and region; null where there is none. */
export function useShopIds() {
  return useQuery({
    queryKey: keys.of("shop-ids"),
    queryFn: async () => {
      const [apiKeys, regions] = await Promise.all([
        get<unknown>("/admin/api-keys", { type: "publishable", limit: 1, fields: "id,token" }),
        get<unknown>("/admin/regions", { limit: 1, fields: "id" }),
      ])
      return {
        publishableKey: idsSchema.keys.parse(apiKeys).api_keys[0]?.token ?? null,
        regionId: idsSchema.regions.parse(regions).regions[0]?.id ?? null,
      }
    },
    staleTime: NAMES_STALE_MS,
  })
}

/** Names of ids; an id that is gone keeps its id as a name. */
export function useEntityNames(kind: EntityKind, ids: readonly string[]) {
  const sorted = [...new Set(ids)].sort()
  return useQuery({
    queryKey: keys.of("names", kind, sorted),
    queryFn: async () => {
      const query = Object.fromEntries(sorted.map((id, index) => [`id[${index}]`, id]))
      const found = await list(kind, { limit: sorted.length, ...query })
      return new Map(found.map((entity) => [entity.id, entity]))
    },
    enabled: sorted.length > 0,
    staleTime: NAMES_STALE_MS,
    // One more id must not take the names and pictures of all others away for as long as it is asked for.
    placeholderData: keepPreviousData,
  })
}
