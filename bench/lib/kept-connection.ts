import type { ClientRequest } from "node:http"
import { z } from "zod"

const resetSchema = z.looseObject({ code: z.enum(["ECONNRESET", "EPIPE"]) })

/**
 * Whether a call met a kept connection that the server was just closing for idleness: no answer was refused, and
 * browsers ask again by themselves.
 *
 * @see https://nodejs.org/api/http.html#requestreusedsocket
 */
export function wasClosedIdle(asked: ClientRequest, error: unknown): boolean {
  return asked.reusedSocket && resetSchema.safeParse(error).success
}
