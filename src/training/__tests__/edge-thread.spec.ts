import { loadRecommender, trainRecommender } from "../../core/recommender"
import { aShop } from "../../core/recommender/__tests__/shop"
import { encodeEdgeFile } from "../../core/recommender/edge/edge-file"
import { EdgeThread } from "../edge-thread"

const NOW = Date.UTC(2025, 6, 1)
const TRAINED = trainRecommender(aShop(), { seed: 1, now: NOW, maxRows: 100_000, newShopperOrders: 3 }).bytes
const { productIds } = loadRecommender(TRAINED)
const MODEL = { version: 4, links: 30 }

describe("the thread that makes the file for the edge", () => {
  const threads: EdgeThread[] = []
  const start = (maxMemoryMb = 1_024): EdgeThread => {
    const thread = new EdgeThread(maxMemoryMb)
    threads.push(thread)
    return thread
  }
  afterEach(async () => {
    await Promise.all(threads.splice(0).map((thread) => thread.stop()))
  })

  test("edge thread: its file is that of this thread, of all pages of products and of no other product", async () => {
    const thread = start()
    await thread.allow(productIds.slice(0, 10).join("\n"))
    await thread.allow(productIds.slice(10, -1).join("\n"))
    const { content, size } = await thread.make(TRAINED, MODEL)
    const hidden = productIds.at(-1)
    const expected = encodeEdgeFile(TRAINED, { ...MODEL, keeps: (id) => id !== hidden })
    expect(Buffer.from(content, "base64").equals(expected)).toBe(true)
    expect(size).toBe(expected.byteLength)
  })

  test("edge thread: this thread turns on while the file is made", async () => {
    const thread = start()
    await thread.allow(productIds.join("\n"))
    let turns = 0
    const turning = setInterval(() => turns++, 1)
    await thread.make(TRAINED, MODEL)
    clearInterval(turning)
    expect(turns).toBeGreaterThan(0)
  })

  test("edge thread: a damaged model is refused with its cause", async () => {
    const damaged = TRAINED.map((byte, at) => (at === 5000 ? byte ^ 1 : byte))
    await expect(start().make(damaged, MODEL)).rejects.toThrow("checksum")
  })

  test("edge thread: stopped in the middle, what waits for it rejects", async () => {
    const thread = start()
    const rejected = expect(thread.make(TRAINED, MODEL)).rejects.toThrow(/ended before/)
    await thread.stop()
    await rejected
  })
})
