import { updateInventoryLevelsWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { ShopPlan } from "../lib/shop-plan"

const stockedItems = z.array(
  z.object({
    id: z.string(),
    location_levels: z.array(z.object({ location_id: z.string(), reserved_quantity: z.coerce.number() })),
  }),
)

/** Leaves of what is sold out only what orders have reserved; sku = item id. */
export async function sellOut(container: MedusaContainer, { soldOut }: ShopPlan): Promise<void> {
  if (soldOut.length === 0) return
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "inventory_item",
    fields: ["id", "location_levels.location_id", "location_levels.reserved_quantity"],
    filters: { sku: [...soldOut] },
  })
  const updates = stockedItems.parse(data).flatMap(({ id, location_levels: levels }) =>
    levels.map(({ location_id, reserved_quantity }) => ({
      ...{ inventory_item_id: id, location_id },
      stocked_quantity: reserved_quantity,
    })),
  )
  if (updates.length > 0) await updateInventoryLevelsWorkflow(container).run({ input: { updates } })
}
