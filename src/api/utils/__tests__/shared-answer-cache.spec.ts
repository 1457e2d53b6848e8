import type { ICachingModuleService } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import { sharedAnswerCache } from "../shared-answer-cache"

interface Kept {
  readonly data: object
  readonly tags: readonly string[]
}

/** Medusa's caching module as far as it is used, on JSON as Redis would keep it. */
function aCaching(): { caching: ICachingModuleService; kept: Map<string, string> } {
  const kept = new Map<string, string>()
  const caching = {
    get: ({ key }: { key: string }) => Promise.resolve(kept.has(key) ? dataOf(kept.get(key)) : null),
    set: ({ key, data, tags }: Kept & { key: string }) => {
      kept.set(key, JSON.stringify({ data, tags }))
      return Promise.resolve()
    },
    clear: ({ tags }: { tags: string[] }) => {
      for (const [key, text] of kept) if (tagsOf(text).some((tag) => tags.includes(tag))) kept.delete(key)
      return Promise.resolve()
    },
  }
  return { caching: z.custom<ICachingModuleService>().parse(caching), kept }
}

const entry = z.object({ data: z.unknown(), tags: z.array(z.string()) })
const dataOf = (text = "{}"): unknown => entry.parse(JSON.parse(text)).data
const tagsOf = (text: string): string[] => entry.parse(JSON.parse(text)).tags

const answer = {
  ...{ body: Buffer.from('{"a":"ü"}'), scope: { salesChannelIds: ["sc"], currencyCode: "eur" }, stamps: { p: "s" } },
  summary: { rung: "personal" as const, count: 1, modelVersion: 3 },
  seq: 7,
}

describe("sharedAnswerCache", () => {
  test("sharedAnswerCache: an answer comes back as it was put, byte for byte", async () => {
    const shared = sharedAnswerCache(aCaching().caching)
    await shared.set("key", answer, { ttlSeconds: 60, shoppers: ["ann"] })
    expect(await shared.get("key")).toEqual(answer)
    expect(await shared.get("other")).toBeNull()
  })

  test("sharedAnswerCache: a drop takes the shopper's answers, or all", async () => {
    const shared = sharedAnswerCache(aCaching().caching)
    for (const shopper of ["ann", "bob"]) await shared.set(shopper, answer, { ttlSeconds: 60, shoppers: [shopper] })
    await shared.drop(["ann"])
    expect([await shared.get("ann"), await shared.get("bob")]).toEqual([null, answer])
    await shared.drop(null)
    expect(await shared.get("bob")).toBeNull()
  })

  test("sharedAnswerCache: what is no answer of ours is none", async () => {
    const { caching, kept } = aCaching()
    const shared = sharedAnswerCache(caching)
    await shared.set("key", answer, { ttlSeconds: 60, shoppers: [] })
    for (const key of kept.keys()) kept.set(key, JSON.stringify({ data: { body: 1 }, tags: [] }))
    expect(await shared.get("key")).toBeNull()
  })
})
