import { AnswerCache, lifeOf } from "../answers/answer-cache"
import type { CachedAnswer } from "../answers/answer-cache"

const answer = (body: string): CachedAnswer => ({
  body: Buffer.from(body),
  summary: { rung: "newest", count: 0, modelVersion: null },
  scope: { salesChannelIds: [], currencyCode: "eur" },
  stamps: {},
})

describe("AnswerCache", () => {
  test("AnswerCache: it keeps no more answers than it may", () => {
    const cache = new AnswerCache({ ttlSeconds: 60, maxEntries: 3 })
    for (let n = 0; n < 50; n++) cache.set(String(n), answer(""), 60)
    expect(Array.from({ length: 50 }, (_, n) => cache.get(String(n))).filter(Boolean)).toHaveLength(3)
  })

  test("AnswerCache: an answer with a life of its own ends before the others", async () => {
    const cache = new AnswerCache({ ttlSeconds: 60, maxEntries: 10 })
    cache.set("short", answer(""), 0.05)
    cache.set("long", answer(""), 30)
    while (cache.get("short")) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(cache.get("long")).toEqual(answer(""))
  })

  test("lifeOf: answers made together end apart, none later than the setting, none at once", () => {
    expect([0, 0.5, 1].map((random) => lifeOf(300, random))).toEqual([300, 263, 225])
    expect([lifeOf(1, 1), lifeOf(0, 0.5)]).toEqual([1, 0])
    expect(new Set(Array.from({ length: 200 }, () => lifeOf(300))).size).toBeGreaterThan(20)
  })

  test("AnswerCache: switched off it keeps nothing", () => {
    const cache = new AnswerCache({ ttlSeconds: 0, maxEntries: 10 })
    cache.set("a", answer(""), 60)
    expect([cache.enabled, cache.get("a")]).toEqual([false, undefined])
  })
})
