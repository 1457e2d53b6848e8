import { createHash } from "node:crypto"
import type { ICachingModuleService } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import { RUNGS } from "../../core/contract"
import type { SharedCache } from "../../modules/recommendation"

const TAG = "svm-recommendations"

const kept = z.object({
  body: z.string().transform((text) => Buffer.from(text)),
  summary: z.object({ rung: z.enum(RUNGS), count: z.number(), modelVersion: z.number().nullable() }),
  scope: z.object({ salesChannelIds: z.array(z.string()), currencyCode: z.string() }),
  stamps: z.record(z.string(), z.string()),
})

/** Keys name shoppers, and are long: what others can read of a shared cache is their hash. */
const nameOf = (key: string): string => `${TAG}:${createHash("sha256").update(key).digest("base64url")}`

/** Answers in Medusa's caching module, so that instances share them. What is there is checked like anything from outside. */
export function sharedAnswerCache(caching: ICachingModuleService): SharedCache {
  return {
    async get(key) {
      const found: unknown = await caching.get({ key: nameOf(key) })
      const parsed = kept.safeParse(found)
      return parsed.success ? parsed.data : null
    },
    async set(key, answer, ttlSeconds) {
      await caching.set({
        key: nameOf(key),
        data: { ...answer, body: answer.body.toString() },
        ttl: ttlSeconds,
        options: { autoInvalidate: false },
      })
    },
  }
}
