import { builtinModules } from "node:module"
import { encodeEdgeFile } from "../core/recommender/edge/edge-file"
import { loadRecommender, trainRecommender } from "../core/recommender"
import { aShop } from "../core/recommender/__tests__/shop"
import { bundleWorker, startWorker } from "../../scripts/lib/workerd"
import type { RunningWorker } from "../../scripts/lib/workerd"
import { EDGE_LISTS, EdgeModel } from "../edge"

const NOW = Date.UTC(2025, 6, 1)
const HIDDEN = "p7"
const TRAINED = trainRecommender(aShop(), { seed: 1, now: NOW, maxRows: 100_000, newShopperOrders: 3 }).bytes
const FILE = encodeEdgeFile(TRAINED, { version: 4, keeps: (id) => id !== HIDDEN, links: 30 })
const PAST = ["p13", "p14", "p40"]

describe("the file for the edge", () => {
  test("edge file: says nothing of a product that is not published, nor of any shopper", () => {
    const { productIds } = loadRecommender(FILE)
    expect(productIds).toHaveLength(loadRecommender(TRAINED).productIds.length - 1)
    expect(productIds).not.toContain(HIDDEN)
    expect(Buffer.from(FILE).includes("garden thing 7\u0000") || Buffer.from(FILE).includes("thing 7garden")).toBe(
      false,
    )
    expect(Buffer.from(TRAINED).includes("country:")).toBe(true)
    expect(Buffer.from(FILE).includes("country:")).toBe(false)
    expect(FILE.length).toBeLessThan(TRAINED.length)
  })

  test("edge file: the same model gives the same bytes, and another version others", () => {
    const options = { version: 4, keeps: (id: string) => id !== HIDDEN, links: 30 }
    expect(encodeEdgeFile(TRAINED, options)).toEqual(FILE)
    expect(encodeEdgeFile(TRAINED, { ...options, version: 5 })).not.toEqual(FILE)
  })

  test("edge file: with all products and links its lists hold what those of its model do, but for one at most, and begin alike", () => {
    const edge = new EdgeModel(encodeEdgeFile(TRAINED, { version: 1, keeps: () => true, links: 1_000 }))
    const events = PAST.map((productId, at) => ({
      ...{ productId, type: "view" as const, at: NOW - (PAST.length - at) * 60_000 },
      ...{ quantity: 1, price: null, basketId: null },
    }))
    const full = loadRecommender(TRAINED).rank(
      { events, segment: null },
      { strategy: "similar", anchors: ["p13"], limit: 8, now: NOW },
    )
    const { products } = edge.answer({ list: "similar", viewed: PAST, products: ["p13"], limit: 8, now: NOW })
    const [atEdge, ofModel] = [products.map(({ id }) => id), full.map(({ productId }) => productId)]
    expect(atEdge.slice(0, 2)).toEqual(ofModel.slice(0, 2))
    // Other visits are not in the file: what they say may move products past each other whose scores are close, the last of the list among them.
    expect(ofModel.filter((id) => !atEdge.includes(id)).length).toBeLessThanOrEqual(1)
  })

  test("edge model: a model file that was not made for the edge is refused, and damage too", () => {
    expect(() => new EdgeModel(TRAINED)).toThrow('section "edge"')
    expect(() => new EdgeModel(FILE.map((byte, at) => (at === 5000 ? byte ^ 1 : byte)))).toThrow("checksum")
  })
})

test("edge: its bundle reads nothing of Node and of no package", async () => {
  const { code, inputs } = await bundleWorker()
  const files = Object.keys(inputs).filter((file) => file !== "<stdin>")
  expect(files.filter((file) => !/^(src\/(core|edge)|packages\/linear-svm)/.test(file))).toEqual([])
  const named = [...code.matchAll(/(?:from|require\(|import\()\s*["']([^"']+)["']/g)].map(([, name]) => name)
  expect(named.filter((name) => name.startsWith("node:") || builtinModules.includes(name))).toEqual([])
})

describe("the worker under workerd", () => {
  let worker: RunningWorker
  beforeAll(async () => {
    worker = await startWorker()
  })
  afterAll(() => worker.stop())

  const ask = async (query: string) => {
    const answer = await fetch(`${worker.url}/?${query}`)
    return {
      status: answer.status,
      body: (await answer.json()) as { version?: number; products?: { id: string }[]; message?: string },
    }
  }

  test("edge worker: without a file it says so, and what nobody can answer is refused", async () => {
    worker.serve(null)
    expect((await ask(`viewed=${PAST.join(",")}`)).status).toBe(503)
    expect((await ask("list=gift")).status).toBe(400)
    expect((await ask("limit=0")).status).toBe(400)
    expect((await ask("limit=1000")).status).toBe(400)
    expect((await ask(`viewed=${Array.from({ length: 101 }, (_, at) => `p${at}`).join(",")}`)).status).toBe(400)
  })

  test("edge worker: every list for a visitor with a short past is the one that core makes in Node", async () => {
    worker.serve(FILE)
    const until = Date.now() + 30_000
    // A file that could not be read is asked for again after seconds.
    while ((await ask("list=popular")).status !== 200 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 250))
    const core = new EdgeModel(FILE)
    for (const list of EDGE_LISTS) {
      const { body } = await ask(`list=${list}&viewed=${PAST.join(",")}&products=p13&limit=8`)
      const expected = core.answer({ list, viewed: PAST, products: ["p13"], limit: 8, now: Date.now() })
      expect([list, body]).toEqual([list, JSON.parse(JSON.stringify(expected))])
      expect(body.products?.length).toBeGreaterThan(0)
    }
    expect(worker.fetched).toBe(2)
  })
})
