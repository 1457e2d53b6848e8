import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { updateProductsWorkflow } from "@medusajs/medusa/core-flows"
import { withClient } from "./database"
import type { ServingShop } from "./serving-shop"

/** Gives four products a type, a collection, a tag and an age, each its own; the conditions that mean it, and its handle. */
export async function setKinds(container: MedusaContainer, database: string, { products }: ServingShop) {
  const catalog = container.resolve(Modules.PRODUCT)
  const type = await catalog.createProductTypes({ value: "machine" })
  const collection = await catalog.createProductCollections({ title: "Wind" })
  const tag = await catalog.createProductTags({ value: "soft" })
  await updateProductsWorkflow(container).run({
    input: {
      products: [
        { id: products.robot ?? "", type_id: type.id },
        { id: products.kite ?? "", collection_id: collection.id },
        { id: products.bear ?? "", tag_ids: [tag.id] },
      ],
    },
  })
  await withClient(database, (client) =>
    client.query("update product set created_at = now() - interval '90 days' where id = $1", [products.train]),
  )
  return [
    [{ type_ids: [type.id] }, "robot"],
    [{ collection_ids: [collection.id] }, "kite"],
    [{ tag_ids: [tag.id] }, "bear"],
    [{ age_days: { min: 60 } }, "train"],
  ] as const
}
