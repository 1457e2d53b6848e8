import type { CachedAnswer, SharedCache } from "../answers/answer-cache"
import { SharedAnswers } from "../answers/shared-answers"
import { parseOptions } from "../../options"

const context = {
  knex: () => {
    throw new Error("no database here")
  },
  options: parseOptions({}),
  logger: undefined,
}

const anAnswer = (seq: number): CachedAnswer => ({
  ...{ body: Buffer.from("{}"), scope: { salesChannelIds: [], currencyCode: "eur" }, stamps: {}, seq },
  summary: { rung: "newest", count: 0, modelVersion: null },
})

/** A shared cache of one answer, whose drops do nothing until they are let through. */
function aCache(answer: CachedAnswer | null): { cache: SharedCache; dropped: () => void } {
  let dropped = (): void => undefined
  let kept = answer
  const cache: SharedCache = {
    get: () => Promise.resolve(kept),
    set: (_key, value) => {
      kept = value
      return Promise.resolve()
    },
    drop: () => new Promise((resolve) => (dropped = resolve)),
  }
  return { cache, dropped: () => dropped() }
}

describe("SharedAnswers", () => {
  test("SharedAnswers: a look waits for the drop that is under way", async () => {
    const shared = new SharedAnswers(context)
    const { cache, dropped } = aCache(anAnswer(9))
    shared.use(cache)
    shared.drop(["ann"], 5)
    let looked = false
    const looking = shared.get("key", ["bob"]).then((answer) => {
      looked = true
      return answer
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(looked).toBe(false)
    dropped()
    expect(await looking).toMatchObject({ seq: 9 })
  })

  test("SharedAnswers: what another instance began before the shopper's deed is passed over, even if put there after it", async () => {
    const shared = new SharedAnswers(context)
    const { cache, dropped } = aCache(null)
    shared.use(cache)
    shared.drop(["ann"], 5)
    await new Promise((resolve) => setImmediate(resolve))
    dropped()
    await cache.set("key", anAnswer(4), { ttlSeconds: 1, shoppers: ["ann"] })
    expect(await shared.get("key", ["ann"])).toBeNull()
    expect(await shared.get("key", ["bob"])).toMatchObject({ seq: 4 })
    await cache.set("key", anAnswer(5), { ttlSeconds: 1, shoppers: ["ann"] })
    expect(await shared.get("key", ["ann"])).toMatchObject({ seq: 5 })
  })

  test("SharedAnswers: a shared cache that fails is as good as empty", async () => {
    const away = (): Promise<never> => Promise.reject(new Error("away"))
    const shared = new SharedAnswers(context)
    expect(await shared.get("key", ["ann"])).toBeNull()
    shared.use({ get: away, set: away, drop: away })
    await shared.set("key", anAnswer(1), { shoppers: ["ann"], ttlSeconds: 1 })
    shared.drop(null, 1)
    expect(await shared.get("key", ["ann"])).toBeNull()
  })
})
