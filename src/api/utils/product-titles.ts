import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"

const titledProducts = z.array(z.object({ id: z.string(), title: z.string() }))

/** Titles by product id, deleted products too, for what was bought may be gone by now. */
export async function productTitles(container: MedusaContainer, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "product",
    fields: ["id", "title"],
    filters: { id: [...new Set(ids)] },
    withDeleted: true,
  })
  return new Map(titledProducts.parse(data).map((product) => [product.id, product.title]))
}
