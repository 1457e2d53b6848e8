import { RedisCachingProvider } from "@medusajs/caching-redis/dist/services/redis-cache"
import type { ICachingModuleService, Logger } from "@medusajs/framework/types"
import { Redis } from "ioredis"
import { sharedAnswerCache } from "../../src/api/utils/shared-answer-cache"
import type { SharedCache } from "../../src/modules/recommendation"
import { redisAddress } from "./redis"

/** Answers shared in the tests' Redis, written and read as Medusa's own provider does. */
export interface RedisAnswers {
  /** A cache in which nothing is kept yet. */
  empty(): SharedCache
  close(): Promise<void>
}

export function answersInRedis(logger: Logger): RedisAnswers {
  const redisClient = new Redis({ ...redisAddress, lazyConnect: false })
  let caches = 0
  return {
    empty() {
      const prefix = `svm-test-${process.pid}-${Date.now()}-${++caches}:`
      const provider = new RedisCachingProvider({ redisClient, logger, prefix, hasher: (key) => key })
      // As much of the module as the adapter asks of it: the rest of its work is to choose the provider.
      const caching: Pick<ICachingModuleService, "get" | "set"> = {
        get: ({ key }) => provider.get({ ...(key === undefined ? {} : { key }) }),
        set: async ({ key, data, ttl, options }) => {
          if (key === undefined) throw new Error("an answer without a key")
          await provider.set({ key, data, ...(ttl === undefined ? {} : { ttl }), ...(options && { options }) })
        },
      }
      return sharedAnswerCache(caching as ICachingModuleService)
    },
    close: async () => {
      await redisClient.quit()
    },
  }
}
