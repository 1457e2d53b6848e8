import { updateInventoryLevelsWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { ShopPlan } from "../lib/shop-plan"

const stockedItems = z.array(
  z.object({
    id: z.string(),
    sku: z.string().nullish(),
    location_levels: z.array(z.object({ location_id: z.string(), reserved_quantity: z.coerce.number() })),
  }),
)

/** Leaves of what is sold out only what orders have reserved, and a few more of what is nearly so; sku = item id. */
export async function sellOut(container: MedusaContainer, { soldOut, fewLeft }: ShopPlan): Promise<void> {
  const sku = [...soldOut, ...Object.keys(fewLeft)]
  if (sku.length === 0) return
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "inventory_item",
    fields: ["id", "sku", "location_levels.location_id", "location_levels.reserved_quantity"],
    filters: { sku },
  })
  const updates = stockedItems.parse(data).flatMap(({ id, sku: item, location_levels: levels }) =>
    levels.map(({ location_id, reserved_quantity }) => ({
      ...{ inventory_item_id: id, location_id },
      stocked_quantity: reserved_quantity + (fewLeft[item ?? ""] ?? 0),
    })),
  )
  if (updates.length > 0) await updateInventoryLevelsWorkflow(container).run({ input: { updates } })
}
