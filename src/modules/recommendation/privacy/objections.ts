import { z } from "@medusajs/framework/zod"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../database/query-rows"
import type { Queryable } from "../database/prepared-statements"
import { answerOfCustomer } from "./consent"
import type { ConsentAnswer } from "./consent"

const customerRow = z.object({ metadata: z.unknown() })

/**
 * A customer's own answer as it stands now; `unknown` for guests. Asked each time and not kept: an objection counts
 * from the moment at which it is made, on every instance.
 */
export async function readAnswer(executor: Queryable, customerId: string | null): Promise<ConsentAnswer> {
  if (customerId === null) return "unknown"
  const rows = await queryRows(
    executor,
    {
      sql: "select metadata from customer where id = ?",
      bindings: [customerId],
      timeoutMs: SHOPPERS_TIMEOUT_MS,
    },
    customerRow,
  )
  return answerOfCustomer(rows[0]?.metadata)
}
