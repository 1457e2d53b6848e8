import type { ICachingModuleService } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import { sharedAnswerCache } from "../shared-answer-cache"

/** Medusa's caching module as far as it is used, on JSON as Redis would keep it. */
function aCaching(): { caching: ICachingModuleService; kept: Map<string, string> } {
  const kept = new Map<string, string>()
  const caching = {
    get: ({ key }: { key: string }) => Promise.resolve(JSON.parse(kept.get(key) ?? "null") as unknown),
    set: ({ key, data }: { key: string; data: object }) => {
      kept.set(key, JSON.stringify(data))
      return Promise.resolve()
    },
  }
  return { caching: z.custom<ICachingModuleService>().parse(caching), kept }
}

const answer = {
  ...{ body: Buffer.from('{"a":"ü"}'), scope: { salesChannelIds: ["sc"], currencyCode: "eur" }, stamps: { p: "s" } },
  summary: { rung: "personal" as const, count: 1, modelVersion: 3 },
}

describe("sharedAnswerCache", () => {
  test("sharedAnswerCache: an answer comes back as it was put, byte for byte", async () => {
    const shared = sharedAnswerCache(aCaching().caching)
    await shared.set("key", answer, 60)
    expect(await shared.get("key")).toEqual(answer)
    expect(await shared.get("other")).toBeNull()
  })

  test("sharedAnswerCache: what others can read of its keys names no shopper", async () => {
    const { caching, kept } = aCaching()
    await sharedAnswerCache(caching).set('["cus_ann"]', answer, 60)
    expect([...kept.keys()].filter((key) => key.includes("ann"))).toEqual([])
    expect(kept.size).toBe(1)
  })

  test("sharedAnswerCache: what is no answer of ours is none", async () => {
    const { caching, kept } = aCaching()
    const shared = sharedAnswerCache(caching)
    await shared.set("key", answer, 60)
    for (const key of kept.keys()) kept.set(key, JSON.stringify({ body: 1 }))
    expect(await shared.get("key")).toBeNull()
  })
})
