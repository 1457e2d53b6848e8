import {
  acceptOrderTransferWorkflow,
  beginClaimOrderWorkflow,
  beginExchangeOrderWorkflow,
  beginOrderEditOrderWorkflow,
  beginReceiveReturnWorkflow,
  beginReturnOrderWorkflow,
  cancelOrderWorkflow,
  confirmClaimRequestWorkflow,
  confirmExchangeRequestWorkflow,
  confirmOrderEditRequestWorkflow,
  confirmReturnReceiveWorkflow,
  confirmReturnRequestWorkflow,
  createOrderFulfillmentWorkflow,
  orderClaimAddNewItemWorkflow,
  orderClaimItemWorkflow,
  orderEditUpdateItemQuantityWorkflow,
  orderExchangeAddNewItemWorkflow,
  orderExchangeRequestItemReturnWorkflow,
  receiveItemReturnRequestWorkflow,
  requestItemReturnWorkflow,
  requestOrderTransferWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { OrderInput } from "./order-input"

interface Line {
  readonly id: string
  readonly quantity: number
}

/** Lets happen to an order what is to happen to it, by Medusa's workflows alone. */
export async function changeOrder(
  container: MedusaContainer,
  orderId: string,
  input: OrderInput,
  customerId?: string,
): Promise<void> {
  const { outcome } = input
  if (outcome === "kept" || outcome === "discount") return
  if (outcome === "transfer") return transfer(container, orderId, customerId ?? "")
  if (outcome === "canceled") {
    await cancelOrderWorkflow(container).run({ input: { order_id: orderId } })
    return
  }
  const { items } = await container.resolve(Modules.ORDER).retrieveOrder(orderId, { relations: ["items"] })
  const lines = (items ?? []).map(({ id, quantity }): Line => ({ id, quantity }))
  const [line] = lines
  if (outcome === "edited") return edit(container, orderId, line)
  await createOrderFulfillmentWorkflow(container).run({ input: { order_id: orderId, items: [...lines] } })
  if (outcome === "return") return sendBack(container, orderId, { line, locationId: input.stockLocationId })
  const variantId = input.lines[0].variantId
  if (outcome === "exchange") await exchange(container, orderId, { line, variantId })
  else await claim(container, orderId, { line, variantId })
}

/** One piece more of the first line. */
async function edit(container: MedusaContainer, orderId: string, line: Line): Promise<void> {
  await beginOrderEditOrderWorkflow(container).run({ input: { order_id: orderId } })
  await orderEditUpdateItemQuantityWorkflow(container).run({
    input: { order_id: orderId, items: [{ id: line.id, quantity: line.quantity + 1 }] },
  })
  await confirmOrderEditRequestWorkflow(container).run({ input: { order_id: orderId } })
}

/** One piece of the first line comes back; what else was ordered is kept. */
async function sendBack(
  container: MedusaContainer,
  orderId: string,
  { line, locationId }: { line: Line; locationId: string },
): Promise<void> {
  const items = [{ id: line.id, quantity: 1 }]
  const { result } = await beginReturnOrderWorkflow(container).run({
    input: { order_id: orderId, location_id: locationId },
  })
  const returnId = z.object({ return_id: z.string() }).parse(result).return_id
  await requestItemReturnWorkflow(container).run({ input: { return_id: returnId, items } })
  await confirmReturnRequestWorkflow(container).run({ input: { return_id: returnId } })
  await beginReceiveReturnWorkflow(container).run({ input: { return_id: returnId } })
  await receiveItemReturnRequestWorkflow(container).run({ input: { return_id: returnId, items } })
  await confirmReturnReceiveWorkflow(container).run({ input: { return_id: returnId } })
}

interface Replacement {
  readonly line: Line
  readonly variantId: string
}

async function exchange(container: MedusaContainer, orderId: string, { line, variantId }: Replacement): Promise<void> {
  const { result } = await beginExchangeOrderWorkflow(container).run({ input: { order_id: orderId } })
  const exchangeId = z.object({ exchange_id: z.string() }).parse(result).exchange_id
  // The step itself makes the return that the exchange has none of yet; its input's type asks for one all the same.
  const returnId = undefined as unknown as string
  await orderExchangeRequestItemReturnWorkflow(container).run({
    input: { exchange_id: exchangeId, return_id: returnId, items: [{ id: line.id, quantity: 1 }] },
  })
  await orderExchangeAddNewItemWorkflow(container).run({
    input: { exchange_id: exchangeId, items: [{ variant_id: variantId, quantity: 1 }] },
  })
  await confirmExchangeRequestWorkflow(container).run({ input: { exchange_id: exchangeId } })
}

async function claim(container: MedusaContainer, orderId: string, { line, variantId }: Replacement): Promise<void> {
  const { result } = await beginClaimOrderWorkflow(container).run({ input: { order_id: orderId, type: "replace" } })
  const claimId = z.object({ claim_id: z.string() }).parse(result).claim_id
  await orderClaimItemWorkflow(container).run({
    input: { claim_id: claimId, items: [{ id: line.id, quantity: 1 }] },
  })
  await orderClaimAddNewItemWorkflow(container).run({
    input: { claim_id: claimId, items: [{ variant_id: variantId, quantity: 1 }] },
  })
  await confirmClaimRequestWorkflow(container).run({ input: { claim_id: claimId } })
}

const transferRows = z.array(z.object({ token: z.string() }))

/** The customer accepts by the token of the letter that no demo sends. */
async function transfer(container: MedusaContainer, orderId: string, customerId: string): Promise<void> {
  const [admin] = await container.resolve(Modules.USER).listUsers({}, { take: 1 })
  await requestOrderTransferWorkflow(container).run({
    input: { order_id: orderId, customer_id: customerId, logged_in_user: admin?.id ?? "" },
  })
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { rows } = await knex.raw<{ rows: unknown }>(
    `select details ->> 'token' as token from order_change_action
      where order_id = ? and action = 'TRANSFER_CUSTOMER' order by created_at desc limit 1`,
    [orderId],
  )
  const [{ token }] = transferRows.parse(rows)
  await acceptOrderTransferWorkflow(container).run({ input: { order_id: orderId, token } })
}
