import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { call } from "../helpers/shop-client"
import type { SeededShop } from "../helpers/shop-client"
import type { Ledger } from "./ledger"

const acceptedBody = z.object({
  accepted: z.number(),
  duplicate: z.number(),
  rejected: z.array(z.object({ index: z.number(), code: z.string() })),
})

/** As long as a storefront waits before it keeps the batch for later; Medusa itself waits a minute for a connection. */
const TIMEOUT_MS = 4_000

/** One batch of views as a storefront sends it. */
export interface Batch {
  readonly visitorId: string
  readonly events: readonly Record<string, unknown>[]
}

/** A batch of `size` views by a new visitor. */
export function aBatch(shop: Pick<SeededShop, "products">, size: number): Batch {
  const events = Array.from({ length: size }, (_, i) => ({
    id: randomUUID(),
    type: "view",
    product_id: shop.products[i % shop.products.length]?.id,
    occurred_at: new Date().toISOString(),
  }))
  return { visitorId: randomUUID(), events }
}

/**
 * Sends one batch and writes down what became of it.
 *
 * @returns the status, 0 when the connection broke or time ran out
 */
export async function send(
  url: string,
  shop: Pick<SeededShop, "storeHeaders">,
  batch: Batch,
  ledger: Ledger,
): Promise<number> {
  const ids = batch.events.map((event) => z.string().parse(event.id))
  ledger.sent(ids)
  const answer = await call(`${url}/store/behavior-events`, {
    headers: shop.storeHeaders,
    timeoutMs: TIMEOUT_MS,
    body: { visitor_id: batch.visitorId, consent: true, events: batch.events },
  }).catch(() => null)
  if (answer?.status !== 202) {
    ledger.answered(ids, "unknown")
    return answer?.status ?? 0
  }
  const { rejected } = acceptedBody.parse(answer.body)
  const refused = new Set(rejected.map((event) => event.index))
  ledger.answered(
    ids.filter((_, index) => !refused.has(index)),
    "accepted",
  )
  ledger.answered(
    ids.filter((_, index) => refused.has(index)),
    "rejected",
  )
  return 202
}
