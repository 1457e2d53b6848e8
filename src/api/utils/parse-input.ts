import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RefusalError, aboutInput } from "../../modules/recommendation"

/**
 * What came from outside, checked and typed.
 *
 * @throws RefusalError of kind INVALID_DATA (400) naming each field that is wrong
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new RefusalError(MedusaError.Types.INVALID_DATA, aboutInput.wrong("Invalid request", parsed.error.issues))
}

const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id is letters, digits, _ and -, at most 64 of them")
const pathSchema = z.object({ id: idSchema })

/**
 * An id from a path.
 *
 * @throws RefusalError of kind INVALID_DATA (400) when it cannot be one
 */
export function parseId(id: unknown): string {
  return parseInput(pathSchema, { id }).id
}
