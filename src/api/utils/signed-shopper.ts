import { createHmac, timingSafeEqual } from "node:crypto"
import { z } from "@medusajs/framework/zod"

/**
 * The header by which a storefront's server says for whom it asks, relayed by the storefront's own route. Its value is
 * `payload.signature`:
 *
 * - `payload`: base64url, without padding, of the JSON `{"address":"203.0.113.7","agent":"Mozilla/5.0 …","at":1764547200000}`;
 *   `at` is the moment of signing in milliseconds since 1970, `agent` is at most 500 characters and may be empty
 * - `signature`: base64url of HMAC-SHA-256 over the payload's characters, its key one of `capture.app_keys`
 *
 * The widget writes it: `storefront-widget/src/server/sign-shopper.ts`.
 */
export const SHOPPER_HEADER = "x-recommendations-shopper"

/** Milliseconds that a signature holds, and that the clocks of shop and storefront may differ. */
const HOLDS_MS = 60_000
const LONGEST_HEADER = 4_096

const signedShopper = z.object({ address: z.string().max(100), agent: z.string().max(500), at: z.number() })

type SignedShopper = Pick<z.output<typeof signedShopper>, "address" | "agent">

/**
 * The shopper that a header names, when one of the keys signed it a moment ago.
 *
 * @returns what is wrong with it, in words, where it cannot be believed
 */
export function readSignedShopper(header: string, keys: readonly string[], now = Date.now()): SignedShopper | string {
  const parts = header.length > LONGEST_HEADER ? [] : header.split(".")
  const [payload = "", signature = ""] = parts
  if (parts.length !== 2 || !isSignedByAny(payload, Buffer.from(signature, "base64url"), keys))
    return "is not signed with one of the shop's keys"
  const shopper = signedShopper.safeParse(jsonOf(payload))
  if (!shopper.success) return "holds no address, agent and time"
  const { address, agent, at } = shopper.data
  if (Math.abs(now - at) > HOLDS_MS)
    return `was signed ${Math.round((now - at) / 1_000)} s ago by the clock of this shop, and holds ${HOLDS_MS / 1_000} s`
  return { address, agent }
}

/** Compares with every key, in a time that depends on none of them. */
function isSignedByAny(payload: string, signature: Buffer, keys: readonly string[]): boolean {
  const fitting = keys.filter((key) => {
    const expected = createHmac("sha256", key).update(payload).digest()
    return signature.length === expected.length && timingSafeEqual(signature, expected)
  })
  return fitting.length > 0
}

function jsonOf(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString())
  } catch {
    return null
  }
}
