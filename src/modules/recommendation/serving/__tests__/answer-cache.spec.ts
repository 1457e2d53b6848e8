import { AnswerCache, lifeOf } from "../answers/answer-cache"
import type { CachedAnswer } from "../answers/answer-cache"
import type { AnswerKey } from "../answers/answer-key"

const answer = (body: string): CachedAnswer => ({
  body: Buffer.from(body),
  summary: { rung: "newest", count: 0, modelVersion: null },
  scope: { salesChannelIds: [], currencyCode: "eur" },
  stamps: {},
})

const keyOf = (name: string, versions = "1"): AnswerKey => ({ name, versions })

describe("AnswerCache", () => {
  test("AnswerCache: it keeps no more answers than it may", () => {
    const cache = new AnswerCache({ ttlSeconds: 60, maxEntries: 3 })
    for (let n = 0; n < 50; n++) cache.set(keyOf(String(n)), answer(""), 60)
    expect(Array.from({ length: 50 }, (_, n) => cache.get(keyOf(String(n)))).filter(Boolean)).toHaveLength(3)
  })

  test("AnswerCache: an answer with a life of its own ends before the others", async () => {
    const cache = new AnswerCache({ ttlSeconds: 60, maxEntries: 10 })
    cache.set(keyOf("short"), answer(""), 0.05)
    cache.set(keyOf("long"), answer(""), 30)
    while (cache.get(keyOf("short"))) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(cache.get(keyOf("long"))).toEqual(answer(""))
  })

  test("lifeOf: answers made together end apart, none later than the setting, none at once", () => {
    expect([0, 0.5, 1].map((random) => lifeOf(300, random))).toEqual([300, 263, 225])
    expect([lifeOf(1, 1), lifeOf(0, 0.5)]).toEqual([1, 0])
    expect(new Set(Array.from({ length: 200 }, () => lifeOf(300))).size).toBeGreaterThan(20)
  })

  test("AnswerCache: switched off it keeps nothing", () => {
    const cache = new AnswerCache({ ttlSeconds: 0, maxEntries: 10 })
    cache.set(keyOf("a"), answer(""), 60)
    expect([cache.enabled, cache.get(keyOf("a"))]).toEqual([false, undefined])
  })

  test("AnswerCache: an answer of other versions is a former one, for a while from its first miss on", () => {
    const clock = jest.spyOn(performance, "now")
    try {
      const cache = new AnswerCache({ ttlSeconds: 600, maxEntries: 10 })
      const at = (ms: number): void => void clock.mockReturnValue(ms)
      at(1_000)
      cache.set(keyOf("a"), answer("old"), 600)
      expect(cache.former(keyOf("a"), 30_000)).toBeUndefined()
      at(100_000)
      expect(cache.get(keyOf("a", "2"))).toBeUndefined()
      expect(cache.former(keyOf("a", "2"), 30_000)).toEqual(answer("old"))
      at(129_000)
      expect(cache.former(keyOf("a", "2"), 30_000)).toEqual(answer("old"))
      at(131_000)
      // It is no younger for being asked for by yet other versions.
      expect(cache.former(keyOf("a", "3"), 30_000)).toBeUndefined()
      cache.set(keyOf("a", "3"), answer("new"), 600)
      expect([cache.get(keyOf("a", "3")), cache.get(keyOf("a"))]).toEqual([answer("new"), undefined])
      expect(cache.former(keyOf("b", "3"), 30_000)).toBeUndefined()
    } finally {
      clock.mockRestore()
    }
  })
})
