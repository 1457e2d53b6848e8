import type { Logger } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import type { RecommendationExtension } from "../../../../types/extension"
import { Extensions } from "../extensions"
import { loadExtensions } from "../load-extensions"
import { TaughtSignals } from "../taught-signals"

const logged: string[] = []
const logger = { warn: (text: string) => logged.push(text) } as unknown as Logger
const page = (...ids: string[]): string => JSON.stringify(ids.map((id) => [id, `title ${id}`, null, 5, ["soft"], 1]))
const rows = z.array(z.tuple([z.string(), z.array(z.number()), z.array(z.number()).nullable()]))

async function taught(list: readonly RecommendationExtension[], ...pages: string[]): Promise<unknown[]> {
  const signals = new TaughtSignals(new Extensions(list, { timeoutMs: 20, logger }))
  for (const one of pages) await signals.ask(one)
  return [...signals.parts()].flatMap((text) => rows.parse(JSON.parse(text)))
}

beforeEach(() => (logged.length = 0))

describe("signals of extensions in a training", () => {
  test("taught signals: numbers by extension and vectors of every page, of products that were asked for alone", async () => {
    const margin: RecommendationExtension = {
      name: "margin",
      signal: (products) => new Map(products.map(({ id, price }) => [id, (price ?? 0) * 2])),
    }
    const looks: RecommendationExtension = {
      name: "looks",
      signal: () => Promise.resolve([["b", 1] as const, ["stranger", 9] as const]),
      vectors: (products) => products.map(({ id }) => [id, [1, 0.5]] as const),
    }
    expect(await taught([margin, looks], page("a"), page("b"))).toEqual([
      ["a", [10, 0, 0], [1, 0.5]],
      ["b", [10, 1, 0], [1, 0.5]],
    ])
    expect(await taught([{ name: "filter", filter: () => [] }], page("a"))).toEqual([])
  })

  test("taught signals: what fails on one page is left out of all, said once, and the others teach on", async () => {
    let asked = 0
    const ill: RecommendationExtension = {
      name: "ill",
      signal: (products) => {
        if (++asked > 1) throw new Error("no numbers")
        return products.map(({ id }) => [id, 3] as const)
      },
    }
    const well: RecommendationExtension = { name: "well", signal: (products) => products.map(({ id }) => [id, 4]) }
    expect(await taught([ill, well], page("a"), page("b"), page("c"))).toEqual(
      ["a", "b", "c"].map((id) => [id, [0, 4, 0], null]),
    )
    expect(asked).toBe(2)
    expect(logged).toEqual([expect.stringContaining("extension ill is left out of a training: Error: no numbers")])
  })

  test("taught signals: negative numbers and vectors of different lengths are refused", async () => {
    const below: RecommendationExtension = { name: "below", signal: () => [["a", -1]] }
    const uneven: RecommendationExtension = {
      name: "uneven",
      vectors: (products) => products.map(({ id }) => [id, id === "a" ? [1] : [1, 2]] as const),
    }
    expect(await taught([below, uneven], page("a", "b"))).toEqual([])
    expect(logged).toHaveLength(2)
  })

  test("taught signals: a shop may have three signals and one extension with vectors", () => {
    const signal = (name: string): RecommendationExtension => ({ name, signal: () => [] })
    const vectors = (name: string): RecommendationExtension => ({ name, vectors: () => [] })
    expect(loadExtensions([signal("a"), signal("b"), signal("c"), vectors("d")])).toHaveLength(4)
    expect(() => loadExtensions(["a", "b", "c", "d"].map(signal))).toThrow("more than 3 have a signal")
    expect(() => loadExtensions([vectors("a"), vectors("b")])).toThrow("two have vectors")
  })
})
