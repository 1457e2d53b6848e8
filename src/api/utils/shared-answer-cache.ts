import type { ICachingModuleService } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import { RUNGS } from "../../core/contract"
import type { SharedCache } from "../../modules/recommendation/serving/answers/answer-cache"

const TAG = "svm-recommendations"

const kept = z.object({
  body: z.string().transform((text) => Buffer.from(text)),
  summary: z.object({ rung: z.enum(RUNGS), count: z.number(), modelVersion: z.number().nullable() }),
  scope: z.object({ salesChannelIds: z.array(z.string()), currencyCode: z.string() }),
  stamps: z.record(z.string(), z.string()),
  seq: z.number(),
})

const shopperTag = (shopper: string): string => `${TAG}:${shopper}`

/** Answers in Medusa's caching module, so that instances share them. What is there is checked like anything from outside. */
export function sharedAnswerCache(caching: ICachingModuleService): SharedCache {
  return {
    async get(key) {
      const found: unknown = await caching.get({ key: `${TAG}:${key}` })
      const parsed = kept.safeParse(found)
      return parsed.success ? parsed.data : null
    },
    async set(key, answer, { ttlSeconds, shoppers }) {
      await caching.set({
        key: `${TAG}:${key}`,
        data: { ...answer, body: answer.body.toString() },
        ttl: ttlSeconds,
        tags: [TAG, ...shoppers.map(shopperTag)],
        options: { autoInvalidate: false },
      })
    },
    async drop(shoppers) {
      await caching.clear({ tags: shoppers === null ? [TAG] : shoppers.map(shopperTag) })
    },
  }
}
