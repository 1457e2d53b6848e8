import { addToCartWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, getVariantAvailability, MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import {
  StepResponse,
  WorkflowResponse,
  createStep,
  createWorkflow,
  transform,
} from "@medusajs/framework/workflows-sdk"

export interface AddBundleToCartInput {
  readonly cart_id: string
  readonly items: readonly { readonly variant_id: string; readonly quantity: number }[]
  /** The list that the set came from: its sales are credited to it. */
  readonly recommendation_id?: string | undefined
  readonly visitor_id?: string | undefined
}

const variantRow = z.object({
  id: z.string(),
  manage_inventory: z.boolean(),
  allow_backorder: z.boolean(),
  product: z
    .object({ title: z.string(), status: z.string(), sales_channels: z.array(z.object({ id: z.string() })).nullish() })
    .nullish(),
})
const cartRow = z.object({ sales_channel_id: z.string().nullish() })

/**
 * Refuses the set whole when one of it cannot be bought in the cart's channel, and says which one; Medusa looks again
 * when it adds the lines, under its lock, and then refuses all of them too.
 *
 * @throws MedusaError of kind NOT_ALLOWED (400) naming what is gone
 */
const checkBundleStep = createStep(
  "check-recommendation-bundle",
  async ({ cart_id: cartId, items }: AddBundleToCartInput, { container }) => {
    const query = container.resolve(ContainerRegistrationKeys.QUERY)
    const { data: carts } = await query.graph({
      entity: "cart",
      fields: ["sales_channel_id"],
      filters: { id: cartId },
    })
    const [cart] = z.array(cartRow).parse(carts)
    if (!cart) throw new MedusaError(MedusaError.Types.NOT_FOUND, `Cart with id: ${cartId} was not found`)
    const gone = await goneItems(container, { channelId: cart.sales_channel_id ?? null, items })
    if (gone.length > 0)
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        `items: not available any more: ${gone.join(", ")}. Nothing was put into the cart.`,
      )
    return new StepResponse(null)
  },
)

/** Titles, or ids of what is no variant at all, of what cannot be bought in such number. */
async function goneItems(
  container: MedusaContainer,
  { channelId, items }: { channelId: string | null; items: AddBundleToCartInput["items"] },
): Promise<string[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const ids = items.map((item) => item.variant_id)
  const { data } = await query.graph({
    entity: "product_variant",
    fields: [
      "id",
      "manage_inventory",
      "allow_backorder",
      "product.title",
      "product.status",
      "product.sales_channels.id",
    ],
    filters: { id: ids },
  })
  const variants = new Map(
    z
      .array(variantRow)
      .parse(data)
      .map((variant) => [variant.id, variant]),
  )
  const stock =
    channelId === null ? {} : await getVariantAvailability(query, { variant_ids: ids, sales_channel_id: channelId })
  return items.flatMap(({ variant_id: id, quantity }) => {
    const variant = variants.get(id)
    if (!variant?.product) return [id]
    const { product, manage_inventory: isManaged, allow_backorder: isOrdered } = variant
    const isSold =
      product.status === "published" &&
      (channelId === null || (product.sales_channels ?? []).some((channel) => channel.id === channelId))
    const isThere = !isManaged || isOrdered || channelId === null || (stock[id]?.availability ?? 0) >= quantity
    return isSold && isThere ? [] : [product.title]
  })
}

/** Puts the products of a set into a cart, all of them or none, each line with the id of the list it came from. */
export const addBundleToCartWorkflow = createWorkflow(
  "add-recommendation-bundle-to-cart",
  (input: AddBundleToCartInput) => {
    checkBundleStep(input)
    const lines = transform({ input }, ({ input: { cart_id, items, recommendation_id, visitor_id } }) => ({
      cart_id,
      items: items.map((item) => ({
        ...item,
        metadata: {
          ...(recommendation_id === undefined ? {} : { recommendation_id }),
          ...(visitor_id === undefined ? {} : { visitor_id }),
        },
      })),
    }))
    addToCartWorkflow.runAsStep({ input: lines })
    return new WorkflowResponse(input.cart_id)
  },
)
