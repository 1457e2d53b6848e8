import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { z } from "zod"
import type { SuggestionsResponse } from "../../../src/types/http"
import { ROOT, get, post } from "../client"
import { keys } from "./model"
import { askAnew } from "./refresh"

const withMetadata = z.object({ product: z.object({ metadata: z.record(z.string(), z.unknown()).nullish() }) })

/** Products that the shop may want to keep out of lists. */
export function useSuggestions() {
  return useQuery({
    queryKey: keys.of("suggestions"),
    queryFn: () => get<SuggestionsResponse>(`${ROOT}/suggestions`),
  })
}

/** Writes the shop's own word into the product's metadata, where what else stands there stays. */
export function useDecideSuggestion() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ productId, recommend }: { productId: string; recommend: boolean }) => {
      const path = `/admin/products/${encodeURIComponent(productId)}`
      const { product } = withMetadata.parse(await get<unknown>(path, { fields: "metadata" }))
      return post(path, { metadata: { ...product.metadata, recommendations: recommend } })
    },
    onSettled: () => askAnew(client, keys.of("suggestions")),
  })
}
