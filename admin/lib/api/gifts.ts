import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { z } from "zod"
import type { GiftInsightResponse, ProductGiftResponse } from "../../../src/types/http"
import { ROOT, get, post } from "../client"
import { useLocale } from "../text"
import type { Period } from "./insights"
import { keys } from "./model"
import { askAnew } from "./refresh"

/** What the gift assistant was asked, its questions and answers in the admin's language. */
export function useGifts({ from, to }: Period) {
  const locale = useLocale()
  return useQuery({
    queryKey: keys.of("gifts", from, to, locale),
    queryFn: () => get<GiftInsightResponse>(`${ROOT}/gifts`, { from, to, locale }),
  })
}

const withMetadata = z.object({ product: z.object({ metadata: z.record(z.string(), z.unknown()).nullish() }) })

/** Looks whether the shop follows the change already, and milliseconds between two of them. */
const LOOKS = 10
const LOOK_MS = 300

const giftOf = (productId: string, locale: string): Promise<ProductGiftResponse> =>
  get<ProductGiftResponse>(`${ROOT}/products/${encodeURIComponent(productId)}/gift`, { locale })

/** What a product is believed to be a gift for, how surely and why. */
export function useProductGift(productId: string) {
  const locale = useLocale()
  return useQuery({
    queryKey: keys.of("product", productId, "gift", locale),
    queryFn: () => giftOf(productId, locale),
  })
}

type GiftQuestion = ProductGiftResponse["questions"][number]

/** Writes the shop's own word into the product's metadata, where what else stands there stays. */
export function useSaveGift(productId: string) {
  const client = useQueryClient()
  const locale = useLocale()
  return useMutation({
    mutationFn: async ({ key, field, values }: Pick<GiftQuestion, "key" | "field"> & { values: string[] }) => {
      const path = `/admin/products/${encodeURIComponent(productId)}`
      const { product } = withMetadata.parse(await get<unknown>(path, { fields: "metadata" }))
      // Medusa takes a field out whose text is empty.
      await post(path, { metadata: { ...product.metadata, [field]: values.join(", ") } })
      for (let looks = 0; looks < LOOKS; looks++) {
        const { questions } = await giftOf(productId, locale)
        const stated = questions.find((one) => one.key === key)?.stated ?? []
        if (stated.length === values.length && values.every((value) => stated.includes(value))) return
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    },
    onSettled: () => askAnew(client, keys.of("product", productId, "gift")),
  })
}
