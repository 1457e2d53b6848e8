import { prepareListQuery } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, getVariantAvailability, MedusaError, QueryContext } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { listProductQueryConfig } from "@medusajs/medusa/api/store/products/query-config"
import type { ProductQuestion } from "../../modules/recommendation"
import { pricingContext } from "./pricing-context"

const PRICE = "variants.calculated_price"
const QUANTITY = "variants.inventory_quantity"

const variant = z.looseObject({ id: z.string().optional(), manage_inventory: z.boolean().optional() })
const products = z.array(z.looseObject({ id: z.string(), variants: z.array(variant).nullish() }))

/** Products in fields of the caller's choice: the same fields are allowed, and mean the same, as in `/store/products`. */
export async function readStoreProducts(
  container: MedusaContainer,
  question: ProductQuestion,
): Promise<Map<string, Record<string, unknown>>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { fields, withQuantity } = await allowedFields(question.fields)
  const { data } = await query.graph(
    {
      entity: "product",
      fields,
      filters: { id: [...question.productIds] },
      context: { variants: { calculated_price: QueryContext(pricingContext(question)) } },
    },
    { locale: question.locale },
  )
  const found = products.parse(data)
  if (withQuantity)
    await addQuantities(container, { variants: found.flatMap((product) => product.variants ?? []), question })
  return new Map(found.map((product) => [product.id, product]))
}

async function allowedFields(asked: string): Promise<{ fields: string[]; withQuantity: boolean }> {
  const { remoteQueryConfig } = await prepareListQuery(
    { fields: asked },
    { ...listProductQueryConfig, entity: "product" },
  )
  const fields = new Set<string>([
    "id",
    ...remoteQueryConfig.fields.map((field) => (field === PRICE ? `${PRICE}.*` : field)),
  ])
  if (![...fields].some((field) => field.startsWith(PRICE))) fields.add(`${PRICE}.*`)
  const withQuantity = fields.delete(QUANTITY)
  if (withQuantity) for (const field of ["variants.id", "variants.manage_inventory"]) fields.add(field)
  return { fields: [...fields], withQuantity }
}

async function addQuantities(
  container: MedusaContainer,
  { variants, question }: { variants: z.output<typeof variant>[]; question: ProductQuestion },
): Promise<void> {
  const [channel, ...others] = question.salesChannelIds
  if (channel === undefined || others.length > 0)
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      "Inventory availability cannot be calculated in the given context: configure a single sales channel in the publishable key",
    )
  const ids = variants.flatMap(({ id }) => (id === undefined ? [] : [id]))
  if (ids.length === 0) return
  const availability = await getVariantAvailability(container.resolve(ContainerRegistrationKeys.QUERY), {
    variant_ids: ids,
    sales_channel_id: channel,
  })
  for (const one of variants)
    if (one.manage_inventory && one.id !== undefined) one.inventory_quantity = availability[one.id]?.availability ?? 0
}
