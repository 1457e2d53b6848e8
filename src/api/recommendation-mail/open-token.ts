import { MedusaError } from "@medusajs/framework/utils"
import type { z } from "@medusajs/framework/zod"
import { readClaim } from "../../modules/recommendation"
import type { RecommendationModuleService } from "../../modules/recommendation"

/**
 * What a token claims.
 *
 * @throws MedusaError of kind INVALID_DATA (400) for one that is not ours, NOT_ALLOWED (400) for one that has run out
 */
export async function openToken<Claim extends { readonly expires: number }>(
  { behavior }: RecommendationModuleService,
  token: string,
  schema: z.ZodType<Claim>,
  now = Date.now(),
): Promise<Claim> {
  const claim = readClaim(token, { secret: await behavior.shopperHashes.key(), schema, now })
  if (claim === "forged")
    throw new MedusaError(MedusaError.Types.INVALID_DATA, "token: is none that this shop has signed")
  if (claim === "expired") throw new MedusaError(MedusaError.Types.NOT_ALLOWED, "token: has run out")
  return claim
}
