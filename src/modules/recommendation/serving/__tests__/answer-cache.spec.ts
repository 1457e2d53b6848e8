import { AnswerCache, lifeOf } from "../answers/answer-cache"
import type { CachedAnswer } from "../answers/answer-cache"

const answer = (body: string): CachedAnswer => ({
  body: Buffer.from(body),
  summary: { rung: "newest", count: 0, modelVersion: null },
  scope: { salesChannelIds: [], currencyCode: "eur" },
  stamps: {},
  seq: 0,
})
const aCache = (maxEntries = 10): AnswerCache => new AnswerCache({ ttlSeconds: 60, maxEntries })

describe("AnswerCache", () => {
  test("AnswerCache: what a shopper did drops their answers and nobody else's", () => {
    const cache = aCache()
    const ticket = cache.begin()
    cache.keep("a1", answer("1"), { shoppers: ["ann"], ticket })
    cache.keep("a2", answer("2"), { shoppers: ["ann", "visitor"], ticket })
    cache.keep("b1", answer("3"), { shoppers: ["bob"], ticket })
    cache.dropShopper("visitor")
    expect(["a1", "a2", "b1"].map((key) => cache.get(key)?.body.toString())).toEqual(["1", undefined, "3"])
    cache.dropShopper("ann")
    expect(["a1", "b1"].map((key) => cache.get(key)?.body.toString())).toEqual([undefined, "3"])
    cache.clear()
    expect(cache.get("b1")).toBeUndefined()
  })

  test("AnswerCache: an answer begun before the deed is not kept after it", () => {
    const cache = aCache()
    const ticket = cache.begin()
    cache.dropShopper("ann")
    expect(cache.keep("a", answer("old"), { shoppers: ["ann"], ticket })).toBe(false)
    expect(cache.keep("b", answer("new"), { shoppers: ["bob"], ticket })).toBe(true)
    expect(cache.keep("a", answer("new"), { shoppers: ["ann"], ticket: cache.begin() })).toBe(true)
    const before = cache.begin()
    cache.clear()
    expect(cache.keep("b", answer("old"), { shoppers: ["bob"], ticket: before })).toBe(false)
  })

  test("AnswerCache: a crowd of others who do something keeps nobody's answer from being kept", () => {
    const cache = aCache()
    for (let n = 0; n < 30_000; n++) cache.dropShopper(`crowd ${n}`)
    const ticket = cache.begin()
    for (let n = 0; n < 5_000; n++) cache.dropShopper(`later ${n}`)
    expect(cache.keep("a", answer("ann's"), { shoppers: ["ann"], ticket })).toBe(true)
    expect(cache.keep("s", answer("a stranger's"), { shoppers: [], ticket })).toBe(true)
    expect(cache.keep("l", answer("old"), { shoppers: ["later 1"], ticket })).toBe(false)
  })

  test("AnswerCache: a deed that is too old to be remembered by name is taken for anybody's", () => {
    const cache = aCache()
    const ticket = cache.begin()
    cache.dropShopper("ann")
    for (let n = 0; n < 10_000; n++) cache.dropShopper(`crowd ${n}`)
    expect(cache.keep("a", answer("old"), { shoppers: ["ann"], ticket })).toBe(false)
    expect(cache.keep("b", answer("new"), { shoppers: ["bob"], ticket: cache.begin() })).toBe(true)
  })

  test("AnswerCache: it never grows beyond its bound", () => {
    const cache = aCache(3)
    for (let n = 0; n < 50; n++) cache.keep(String(n), answer(""), { shoppers: ["ann"], ticket: cache.begin() })
    expect(Array.from({ length: 50 }, (_, n) => cache.get(String(n))).filter(Boolean)).toHaveLength(3)
  })

  test("AnswerCache: an answer with a life of its own ends before the others", async () => {
    const cache = aCache()
    const tags = { shoppers: ["ann"], ticket: cache.begin() }
    cache.keep("short", answer(""), { ...tags, ttlSeconds: 0.05 })
    cache.keep("long", answer(""), { ...tags, ttlSeconds: 30 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([cache.get("short"), cache.get("long")]).toEqual([undefined, answer("")])
  })

  test("lifeOf: answers made together end apart, none later than the setting, none at once", () => {
    expect([0, 0.5, 1].map((random) => lifeOf(300, random))).toEqual([300, 263, 225])
    expect([lifeOf(1, 1), lifeOf(0, 0.5)]).toEqual([1, 0])
    expect(new Set(Array.from({ length: 200 }, () => lifeOf(300))).size).toBeGreaterThan(20)
  })

  test("AnswerCache: switched off it keeps nothing", () => {
    const cache = new AnswerCache({ ttlSeconds: 0, maxEntries: 10 })
    expect(cache.keep("a", answer(""), { shoppers: [], ticket: 0 })).toBe(true)
    expect([cache.enabled, cache.get("a")]).toEqual([false, undefined])
  })
})
