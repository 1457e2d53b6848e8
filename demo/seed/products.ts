import {
  createInventoryLevelsWorkflow,
  createProductCategoriesWorkflow,
  createProductTagsWorkflow,
  createProductsWorkflow,
} from "@medusajs/medusa/core-flows"
import type { CreateProductWorkflowInputDTO, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { report } from "../lib/progress"
import type { PlannedCategory, PlannedProduct, ShopPlan } from "../lib/shop-plan"
import { picturePath } from "../pictures/draw-picture"
import { chunks } from "./find-or-create"
import type { SeededStore } from "./store"

/** Products per workflow run: past this, larger runs were no faster and only held more memory. */
const BATCH = 100

interface Vocabulary {
  readonly categoryIds: ReadonlyMap<string, string>
  readonly tagIds: ReadonlyMap<string, string>
  readonly pictureBase: string
}

/** Makes the products that are not there yet; gives all of them, item id -> product id. */
export async function seedProducts(
  container: MedusaContainer,
  plan: ShopPlan,
  { store, pictureBase }: { store: SeededStore; pictureBase: string },
): Promise<Map<string, string>> {
  const productIds = await findProducts(container)
  const missing = plan.products.filter(({ externalId }) => !productIds.has(externalId))
  if (missing.length > 0) {
    const vocabulary: Vocabulary = {
      categoryIds: await seedCategories(container, plan.categories),
      tagIds: await seedTags(container, [...new Set(plan.products.flatMap(({ tags }) => tags))]),
      pictureBase,
    }
    for (const batch of chunks(missing, BATCH)) {
      const products = batch.map((product) => toMedusa(product, store, vocabulary))
      const { result } = await createProductsWorkflow(container).run({ input: { products } })
      for (const { id, external_id } of result) if (external_id) productIds.set(external_id, id)
      report(`Products: ${productIds.size} of ${plan.products.length}`, { transient: true })
    }
  }
  await dateBack(container, plan, productIds)
  await seedStock(container, plan, store)
  report(`Products: ${productIds.size}`)
  return productIds
}

/** When each came into the shop: no workflow of Medusa makes a product of the past. */
async function dateBack(
  container: MedusaContainer,
  plan: ShopPlan,
  productIds: ReadonlyMap<string, string>,
): Promise<void> {
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const dated = plan.products.flatMap(({ externalId, createdAt }) => {
    const id = productIds.get(externalId)
    return createdAt === null || id === undefined ? [] : [{ id, createdAt: new Date(createdAt) }]
  })
  if (dated.length === 0) return
  await knex.raw(
    `update product set created_at = dated.at
       from unnest(?::text[], ?::timestamptz[]) as dated (id, at) where product.id = dated.id`,
    [dated.map(({ id }) => id), dated.map(({ createdAt }) => createdAt)],
  )
}

async function findProducts(container: MedusaContainer): Promise<Map<string, string>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "product", fields: ["id", "external_id"] })
  return new Map(data.flatMap(({ id, external_id }) => (external_id ? [[external_id, id] as const] : [])))
}

async function seedCategories(
  container: MedusaContainer,
  categories: readonly PlannedCategory[],
): Promise<Map<string, string>> {
  const service = container.resolve(Modules.PRODUCT)
  const ids = new Map((await service.listProductCategories({}, { take: 100_000 })).map(({ id, name }) => [name, id]))
  const missing = categories.filter(({ name }) => !ids.has(name))
  if (missing.length === 0) return ids
  const { result } = await createProductCategoriesWorkflow(container).run({
    input: { product_categories: missing.map((category) => ({ ...category, is_active: true })) },
  })
  for (const { id, name } of result) ids.set(name, id)
  return ids
}

async function seedTags(container: MedusaContainer, values: readonly string[]): Promise<Map<string, string>> {
  const service = container.resolve(Modules.PRODUCT)
  const ids = new Map((await service.listProductTags({}, { take: 100_000 })).map(({ id, value }) => [value, id]))
  const missing = values.filter((value) => !ids.has(value))
  if (missing.length === 0) return ids
  const { result } = await createProductTagsWorkflow(container).run({
    input: { product_tags: missing.map((value) => ({ value })) },
  })
  for (const { id, value } of result) ids.set(value, id)
  return ids
}

function toMedusa(product: PlannedProduct, store: SeededStore, words: Vocabulary): CreateProductWorkflowInputDTO {
  const picture = `${words.pictureBase}${picturePath(product.motif, product.handle)}`
  const categoryId = product.category === null ? undefined : words.categoryIds.get(product.category)
  return {
    title: product.title,
    handle: product.handle,
    description: product.description,
    external_id: product.externalId,
    ...(product.metadata && { metadata: { ...product.metadata } }),
    status: "published",
    thumbnail: picture,
    images: [{ url: picture }],
    category_ids: categoryId ? [categoryId] : [],
    tag_ids: product.tags.flatMap((tag) => words.tagIds.get(tag) ?? []),
    shipping_profile_id: store.shippingProfileId,
    sales_channels: [{ id: store.salesChannelId }],
    options: [{ title: "Edition", values: ["Standard"] }],
    variants: [
      {
        title: "Standard",
        sku: product.externalId,
        options: { Edition: "Standard" },
        manage_inventory: product.stock !== null,
        prices: Object.entries(product.prices).map(([currency_code, amount]) => ({ currency_code, amount })),
      },
    ],
  }
}

const stockedItem = z.object({
  id: z.string(),
  sku: z.string().nullish(),
  location_levels: z.array(z.unknown()).default([]),
})

/** Stock levels of all that keeps stock and has no level yet; sku = item id. */
async function seedStock(container: MedusaContainer, plan: ShopPlan, store: SeededStore): Promise<void> {
  const stock = new Map(plan.products.flatMap((p) => (p.stock === null ? [] : [[p.externalId, p.stock] as const])))
  if (stock.size === 0) return
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "inventory_item",
    fields: ["id", "sku", "location_levels.id"],
  })
  const levels = z
    .array(stockedItem)
    .parse(data)
    .flatMap(({ id, sku, location_levels }) => {
      const stocked_quantity = stock.get(sku ?? "")
      if (stocked_quantity === undefined || location_levels.length > 0) return []
      return [{ inventory_item_id: id, location_id: store.stockLocationId, stocked_quantity }]
    })
  if (levels.length > 0) await createInventoryLevelsWorkflow(container).run({ input: { inventory_levels: levels } })
}
