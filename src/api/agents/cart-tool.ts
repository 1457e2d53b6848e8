import { createCartWorkflow } from "@medusajs/medusa/core-flows"
import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { addBundleToCartWorkflow } from "../../workflows/add-bundle-to-cart"
import { id } from "../store/recommendations/validators"
import { agentTool } from "./tool"

const MAX_ITEMS = 4
const MAX_QUANTITY = 20

/** Puts products into a cart; paying stays with people. */
export const addToCart = agentTool({
  name: "add_to_cart",
  description: "Puts up to four variants into a cart, all or none. Without cart_id a new cart is made; it cannot pay.",
  readOnly: false,
  input: z
    .strictObject({
      cart_id: id.optional(),
      region_id: id.optional(),
      items: z
        .array(z.strictObject({ variant_id: id, quantity: z.number().int().min(1).max(MAX_QUANTITY).default(1) }))
        .min(1)
        .max(MAX_ITEMS),
      recommendation_id: id.optional().describe("Of the list that it came from"),
    })
    .refine(({ items }) => new Set(items.map((item) => item.variant_id)).size === items.length, {
      ...{ path: ["items"], message: "a variant stands there twice" },
    }),
  run: async ({ scope, who }, { cart_id: cartId, region_id: regionId, items, recommendation_id }) => {
    if (cartId === undefined && regionId === undefined)
      throw new MedusaError(MedusaError.Types.INVALID_DATA, "region_id: needed where there is no cart yet")
    const [channel] = who.salesChannelIds
    const made =
      cartId ?? (await newCart(scope, { region_id: regionId, sales_channel_id: channel, customerId: who.customerId }))
    await addBundleToCartWorkflow(scope).run({ input: { cart_id: made, items, recommendation_id } })
    return { cart_id: made, added: items.length }
  },
})

async function newCart(
  scope: Parameters<typeof createCartWorkflow>[0],
  {
    customerId,
    ...where
  }: { region_id: string | undefined; sales_channel_id: string | undefined; customerId: string | null },
): Promise<string> {
  const input = { ...definedOf(where), ...(customerId === null ? {} : { customer_id: customerId }) }
  const { result } = await createCartWorkflow(scope).run({ input })
  return result.id
}

const definedOf = ({
  region_id,
  sales_channel_id,
}: {
  region_id: string | undefined
  sales_channel_id: string | undefined
}) => ({
  ...(region_id === undefined ? {} : { region_id }),
  ...(sales_channel_id === undefined ? {} : { sales_channel_id }),
})
