import { createHmac, timingSafeEqual } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { STRATEGIES } from "../../../core/contract"

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

/** What a signed address of a mail's list says. It is readable by whoever has the mail; nobody else can make one. */
export const mailListClaim = z.strictObject({
  kind: z.literal("list"),
  customer_id: id,
  sales_channel_id: id,
  region_id: id.nullable(),
  strategy: z.enum(STRATEGIES),
  limit: z.number().int().min(1).max(24),
  placement: z.string().max(100),
  locale: z.string().max(20).nullable(),
  /** Where its links lead through; null in mails of before: through the host that the list is fetched by. */
  backend_url: z.string().max(500).nullable().default(null),
  /** Address of a product's page with `{handle}` or `{id}` in it. */
  product_url: z.string().max(500),
  /** Seconds since 1970-01-01 UTC. */
  expires: z.number().int(),
})

/** What a link of a mail says: whose click on what it is, and where it leads. */
export const mailClickClaim = z.strictObject({
  kind: z.literal("click"),
  customer_id: id,
  product_id: id,
  recommendation_id: id,
  placement: z.string().max(100),
  url: z.string().max(700),
  expires: z.number().int(),
})

export type MailListClaim = z.output<typeof mailListClaim>
export type MailClickClaim = z.output<typeof mailClickClaim>

/** Why a token opens nothing. */
export type TokenFault = "forged" | "expired"

const signatureOf = (body: string, secret: string): Buffer =>
  // Another use of the same secret gives other bytes.
  createHmac("sha256", secret).update(`recommendation mail ${body}`).digest()

/** A claim that its reader can trust, as text for an address. */
export function signClaim(claim: MailListClaim | MailClickClaim, secret: string): string {
  const body = Buffer.from(JSON.stringify(claim)).toString("base64url")
  return `${body}.${signatureOf(body, secret).toString("base64url")}`
}

/** The claim of a token of ours that has not run out, or why there is none. */
export function readClaim<Claim extends { readonly expires: number }>(
  token: string,
  { secret, schema, now }: { readonly secret: string; readonly schema: z.ZodType<Claim>; readonly now: number },
): Claim | TokenFault {
  const [body = "", signature = "", ...more] = token.split(".")
  const given = Buffer.from(signature, "base64url")
  const right = signatureOf(body, secret)
  if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return "forged"
  const claim = schema.safeParse(JSON.parse(Buffer.from(body, "base64url").toString()))
  if (!claim.success) return "forged"
  return claim.data.expires * 1_000 < now ? "expired" : claim.data
}
