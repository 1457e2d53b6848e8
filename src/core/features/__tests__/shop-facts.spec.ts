import { createRandom } from "../../random/seeded-random"
import { grownShopFacts, shopFacts, vectorShortener, VECTOR_WIDTH } from "../shop-facts"

const item = (id: string, known: { signals?: number[]; vector?: number[] }) => ({
  ...{ id, title: id, category: null, price: null, tags: [], createdAt: null },
  ...known,
})
const itemsOf = (...items: ReturnType<typeof item>[]) => new Map(items.map((one) => [one.id, one]))
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
    Array.from(x).reduce((sum, value, at) => sum + value * y[at], 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

describe("facts from outside", () => {
  test("shopFacts: a shop that gives nothing has none, and products of which nothing is known are 0", () => {
    expect(shopFacts({ items: itemsOf(item("a", {})) }, ["a", "b"])).toBeNull()
    const items = itemsOf(item("a", { signals: [1, 2], vector: [3, 4] }), item("b", { vector: [1] }))
    const facts = shopFacts({ items }, ["b", "a", "gone"])
    expect(facts && [...facts.numbers]).toEqual([0, 0, 0, 1, 2, 0, 0, 0, 0])
    // The first vector found sets the length; one of another length is none.
    expect(shopFacts({ items }, ["a", "b"])).toMatchObject({ width: 2, vectors: Float32Array.of(0.6, 0.8, 0, 0) })
  })

  test("grownShopFacts: products that come later have room, and nothing known", () => {
    const facts = { numbers: Float32Array.of(1, 2, 3), vectors: Float32Array.of(0.6, 0.8), width: 2 }
    expect(grownShopFacts(facts, 2)).toEqual({
      numbers: Float32Array.of(1, 2, 3, 0, 0, 0),
      vectors: Float32Array.of(0.6, 0.8, 0, 0),
      width: 2,
    })
  })

  test("vectorShortener: short vectors stay, long ones keep their cosines to about an eighth, the same every time", () => {
    const short = vectorShortener()
    expect([...short([1, 2])]).toEqual([1, 2])
    const random = createRandom(4)
    const draw = (): number[] => Array.from({ length: 768 }, () => random.next() - 0.5)
    let squares = 0
    for (let pair = 0; pair < 100; pair++) {
      const [a, b] = [draw(), draw()]
      const near = a.map((value, at) => value + (pair / 50) * b[at])
      expect(short(a)).toHaveLength(VECTOR_WIDTH)
      squares += (cosine(short(a), short(near)) - cosine(a, near)) ** 2 / 100
      expect([...vectorShortener()(a)]).toEqual([...short(a)])
    }
    expect(Math.sqrt(squares)).toBeLessThan(1 / Math.sqrt(VECTOR_WIDTH))
  })
})
