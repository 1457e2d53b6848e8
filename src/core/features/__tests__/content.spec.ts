import type { CatalogItem } from "../../contract"
import { ContentIndex, termsOf } from "../content"

const product = (title: string, changes: Partial<CatalogItem> = {}): CatalogItem => ({
  ...{ id: title, title, category: null, price: null, tags: [], createdAt: null },
  ...changes,
})

function indexOf(products: readonly CatalogItem[]): ContentIndex {
  const index = new ContentIndex()
  products.forEach((one, at) => index.set(at, one))
  return index
}

describe("termsOf", () => {
  test("termsOf: words of a title in small letters, and pairs of neighbors", () => {
    expect([...termsOf(product("Red Äpfel-Mug, 250ml!"))]).toEqual([
      ...["red", "äpfel", "red äpfel", "mug", "äpfel mug", "250ml", "mug 250ml"],
    ])
  })

  test("termsOf: a single letter is no word, and parts no neighbors", () => {
    expect([...termsOf(product("Mug & S Plate"))]).toEqual(["mug", "plate", "mug plate"])
  })

  test("termsOf: a category as it is spelled, and tags in small letters", () => {
    expect([...termsOf(product("", { category: "Home", tags: ["Color:Red", "NEW"] }))]).toEqual([
      ...["category:Home", "tag:color:red", "tag:new"],
    ])
  })

  test("termsOf: three hundred characters of a title, fifty tags and a hundred characters of each", () => {
    expect([...termsOf(product(`${"ab ".repeat(99)}cdefgh`))]).toEqual(["ab", "ab ab", "cde", "ab cde"])
    const tags = Array.from({ length: 51 }, (_, at) => `${at}`)
    expect([...termsOf(product("", { tags }))]).toEqual(tags.slice(0, 50).map((tag) => `tag:${tag}`))
    expect([...termsOf(product("", { tags: ["x".repeat(101)] }))]).toEqual([`tag:${"x".repeat(100)}`])
  })
})

describe("ContentIndex", () => {
  // Of two products both have "red", of rarity ln 2, and the first has "new", of rarity ln 3.
  const pair = (): ContentIndex => indexOf([product("red", { tags: ["new"] }), product("red")])
  const [ln2, ln3] = [0.693147, 1.098612]
  const length = 1.298999

  test("ContentIndex: words weigh by rarity, so that the cosine is that of TF-IDF", () => {
    const index = pair()
    expect(index.scaleOf(0)).toBeCloseTo(1 / length, 5)
    expect(index.scaleOf(1)).toBeCloseTo(1 / ln2, 5)
    // (ln 2)² / (length · ln 2).
    expect(index.cosine(0, 1)).toBeCloseTo(0.533601, 5)
    expect(index.cosine(1, 0)).toBeCloseTo(0.533601, 5)
  })

  test("ContentIndex: nothing is known of what was not set, nor of what has no words", () => {
    const index = indexOf([product("red"), product("")])
    index.set(3, product("red"))
    expect([0, 1, 2, 3, 9].map((item) => index.has(item))).toEqual([true, false, false, true, false])
    expect([1, 2, 9].map((item) => index.scaleOf(item))).toEqual([0, 0, 0])
    expect([1, 2, 9].map((item) => index.cosine(0, item))).toEqual([0, 0, 0])
    expect([1, 2, 9].map((item) => index.cosine(item, 0))).toEqual([0, 0, 0])
    expect(index.scales).toHaveLength(4)
  })

  test("likeTerms: names the products of each word, with what they gain by it, the greatest weight first", () => {
    const terms = pair().likeTerms(new Map([[0, 2]]))
    expect(terms.map(({ items }) => [...items])).toEqual([[0], [0, 1]])
    expect(terms[0].gain).toBeCloseTo((2 * ln3 * ln3) / length, 5)
    expect(terms[1].gain).toBeCloseTo((2 * ln2 * ln2) / length, 5)
  })

  test("likeTerms: weights of several products add up by word, and products of no words add nothing", () => {
    const terms = pair().likeTerms(
      new Map([
        [0, 1],
        [1, 3],
        [7, 100],
      ]),
    )
    // "red" weighs ln 2 / length + 3, "new" ln 3 / length.
    expect(terms.map(({ items }) => [...items])).toEqual([[0, 1], [0]])
    expect(terms[0].gain).toBeCloseTo((ln2 / length + 3) * ln2, 5)
  })

  test("likeTerms: a hundred and twenty words are followed, those of greatest weight", () => {
    const tagged = (name: string): CatalogItem =>
      product("", { tags: Array.from({ length: 50 }, (_, at) => `${name}${at}`) })
    const terms = indexOf([tagged("a"), tagged("b"), tagged("c")]).likeTerms(
      new Map([
        [0, 1],
        [1, 3],
        [2, 2],
      ]),
    )
    expect(terms.map(({ items }) => items[0])).toEqual([
      ...Array(50).fill(1),
      ...Array(50).fill(2),
      ...Array(20).fill(0),
    ])
  })

  test("ContentIndex: in a shop of sixteen products a word of more than one in eight says nothing", () => {
    const shop = (count: number, having: number): ContentIndex =>
      indexOf(Array.from({ length: count }, (_, at) => product(at < having ? "red" : "", { tags: [`${at}`] })))
    expect(shop(16, 2).cosine(0, 1)).toBeGreaterThan(0)
    expect(shop(16, 3).cosine(0, 1)).toBe(0)
    expect(shop(15, 3).cosine(0, 1)).toBeGreaterThan(0)
    expect(shop(16, 3).likeTerms(new Map([[0, 1]]))).toHaveLength(1)
    expect([...shop(16, 3).ratioByWords(Array(16).fill(3), [], 1)]).toEqual([1])
  })

  test("ContentIndex: a word of very many products leads to two thousand of them, and is in the cosine of all", () => {
    const index = indexOf(
      Array.from({ length: 16_100 }, (_, at) => product(at < 2001 ? "red" : "", { tags: [`${at}`] })),
    )
    const [, red] = index.likeTerms(new Map([[0, 1]]))
    expect(red.items).toHaveLength(2000)
    expect(index.cosine(0, 2000)).toBeGreaterThan(0)
    // Rarity counts all 2001: ln(1 + 16100 / 2001) = 2.20232, beside ln 16101 = 9.686637 of the tag.
    expect(index.scaleOf(0) * red.gain).toBeCloseTo(2.20232 ** 2 / (2.20232 ** 2 + 9.686637 ** 2), 5)
  })

  test("ContentIndex: new words replace the old, and count among rarities", () => {
    const index = pair()
    index.set(0, product("blue"))
    expect(index.cosine(0, 1)).toBe(0)
    expect(index.likeTerms(new Map([[1, 1]])).map(({ items }) => [...items])).toEqual([[1]])
    // "red" is in one product of two now.
    expect(index.scaleOf(1)).toBeCloseTo(1 / ln3, 5)
    index.set(0, product(""))
    expect([index.has(0), index.has(1)]).toEqual([false, true])
  })

  test("ContentIndex: another price changes nothing that is known", () => {
    const index = pair()
    const { scales } = index
    index.set(0, product("red", { tags: ["new"], price: 9 }))
    expect(index.scales).toBe(scales)
    index.set(0, product("red", { tags: ["old"] }))
    expect(index.scales).not.toBe(scales)
  })

  test("typeOf: products of one type have one number, whatever else they are", () => {
    const typed = (title: string, type: string): CatalogItem => product(title, { tags: ["new", `type:${type}`] })
    const index = indexOf([typed("red", "Mug"), typed("blue", "mug"), typed("red", "Plate"), product("red")])
    expect(index.typeOf(0)).toBe(index.typeOf(1))
    expect(index.typeOf(0)).not.toBe(index.typeOf(2))
    expect(Math.min(index.typeOf(0), index.typeOf(2))).toBeGreaterThanOrEqual(0)
    expect([index.typeOf(3), index.typeOf(9)]).toEqual([-1, -1])
    index.set(0, product("red"))
    expect(index.typeOf(0)).toBe(-1)
  })

  test("ratioByWords: the mean of a product's words by rarity, each over a doubt of three", () => {
    const ratios = pair().ratioByWords([6, 0], [0, 3], 3)
    // "red" is 6 / (3 + 3), "new" 6 / 3.
    expect(ratios[0]).toBeCloseTo((ln2 + 2 * ln3) / (ln2 + ln3), 5)
    expect([ratios[1], ratios[2]]).toEqual([1, 0])
  })

  test("compact: answers as before, and takes changes as before", () => {
    const [index, compacted] = [pair(), pair()]
    compacted.compact()
    for (const one of [index, compacted]) {
      one.set(1, product("red star"))
      one.set(2, product("star"))
    }
    expect([0, 1, 2].map((item) => compacted.cosine(item, 1))).toEqual([0, 1, 2].map((item) => index.cosine(item, 1)))
    expect(compacted.likeTerms(new Map([[1, 1]]))).toEqual(index.likeTerms(new Map([[1, 1]])))
  })
})
