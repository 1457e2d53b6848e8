import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import type { Preparer } from "../pipeline/preparer"
import type { ShopPorts } from "../ports"
import type { Question } from "../question"
import { previewList, quickList } from "./preview"
import type { PreviewedList } from "./preview"

/** A shopper's list now, and as it stood before the last event. */
export interface ShopperTrace {
  readonly preview: PreviewedList
  /** Product ids, in order. */
  readonly before: readonly string[]
}

/** Null when the customer does not exist, or was deleted. */
export async function traceShopper(
  context: ModuleContext,
  { question, ports, preparer }: { question: Question; ports: ShopPorts; preparer: Preparer },
): Promise<ShopperTrace | null> {
  const { customerId } = question.shopper
  const known = await queryRows(
    context.knex(),
    { sql: "select id from customer where id = ? and deleted_at is null", bindings: [customerId] },
    z.object({ id: z.string() }),
  )
  if (known.length === 0) return null
  const prepared = await preparer.prepare(question)
  const events = prepared.profile.events.slice(0, -1)
  return {
    preview: await previewList(context, { prepared, ports }),
    before: quickList(await preparer.prepare(question, { events })),
  }
}

/** Names of categories by id; those that are gone are not in it. */
export async function readCategoryNames(context: ModuleContext, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await queryRows(
    context.knex(),
    { sql: "select id, name from product_category where id = any(?) and deleted_at is null", bindings: [[...ids]] },
    z.object({ id: z.string(), name: z.string() }),
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
