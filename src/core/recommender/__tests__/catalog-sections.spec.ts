import fc from "fast-check"
import type { CatalogItem } from "../../contract"
import { catalogSections, readCatalog } from "../model/catalog-sections"
import { decodeModelFile, encodeModelFile } from "../model/container/model-codec"
import type { ModelSection } from "../model/container/model-file"
import { encodeVarints } from "../model/container/varints"
import type { Catalog } from "../model/ranking-model"
import { anItem } from "./small-model"

const TEA = anItem("tea", {
  ...{ title: "Grüner Tee ☕", category: "drinks", price: 4.5 },
  ...{ tags: ["leaf", "type:tea"], createdAt: 1_700_000_000_000 },
})
const CUP = anItem("cup", { category: "drinks", price: 4.5, tags: ["leaf"], createdAt: 0 })
const ITEMS: readonly (CatalogItem | null)[] = [TEA, null, CUP, anItem("free", { title: "", price: 0 })]
const IDS = ["tea", "unknown", "cup", "free"]

const sectionsOf = (items: readonly (CatalogItem | null)[], itemIds: readonly string[]): ModelSection[] =>
  catalogSections({ itemIds, catalog: items })

const read = (sections: readonly ModelSection[], itemIds: readonly string[] = IDS): Catalog =>
  readCatalog(decodeModelFile(encodeModelFile(sections)), itemIds)

const all = (catalog: Catalog): unknown[] => Array.from({ length: catalog.length }, (_, at) => catalog.at(at))

/** The sections of the four products with one in place of another of the same name. */
const withOther = (other: ModelSection): ModelSection[] =>
  sectionsOf(ITEMS, IDS).map((section) => (section.name === other.name ? other : section))

const bytes = (name: string, numbers: readonly number[]): ModelSection => ({
  ...{ name, kind: "uint8", value: encodeVarints(numbers) },
})

describe("catalog sections", () => {
  test("catalogSections: products come back as they were, null where nothing is known", () => {
    const catalog = read(sectionsOf(ITEMS, IDS))
    expect(catalog.length).toBe(4)
    expect(all(catalog)).toEqual(ITEMS)
  })

  test("catalogSections: any catalog comes back", () => {
    const item = fc.option(
      fc.record({
        title: fc.string({ unit: "grapheme", maxLength: 12 }),
        category: fc.option(fc.string({ minLength: 1, maxLength: 3 })),
        price: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
        tags: fc.array(fc.constantFrom("a", "b", "ü", ""), { maxLength: 4 }),
        createdAt: fc.option(fc.integer({ min: -1e12, max: 2e12 })),
      }),
    )
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (drawn) => {
        const ids = drawn.map((_, at) => `p${at}`)
        const items = drawn.map((own, at) => (own === null ? null : { id: ids[at], ...own }))
        expect(all(read(sectionsOf(items, ids), ids))).toEqual(items)
      }),
      { seed: 20260101, numRuns: 200 },
    )
  })

  test("catalogSections: what products share is written once", () => {
    const sections = new Map(sectionsOf(ITEMS, IDS).map(({ name, value }) => [name, value]))
    expect(sections.get("items")).toEqual(IDS)
    expect(sections.get("catalog.categories")).toEqual(["drinks", ""])
    expect(sections.get("catalog.tags")).toEqual(["leaf", "type:tea"])
    expect(sections.get("catalog.prices")).toHaveLength(3)
    expect(sections.get("catalog.createdAt")).toHaveLength(3)
  })

  test("catalogSections: a catalog shorter than the products knows nothing of the last", () => {
    expect(all(read(catalogSections({ itemIds: IDS, catalog: [TEA] })))).toEqual([TEA, null, null, null])
  })

  test("readCatalog: there is no product before the first, behind the last or at no number", () => {
    const catalog = read(sectionsOf(ITEMS, IDS))
    expect([-1, 4, Number.NaN].map((at) => catalog.at(at))).toEqual([undefined, undefined, undefined])
    const none = read(sectionsOf([], []), [])
    expect([none.length, none.at(0)]).toEqual([0, undefined])
  })

  test("readCatalog: each look gives a product of its own", () => {
    const catalog = read(sectionsOf(ITEMS, IDS))
    expect(catalog.at(0)).not.toBe(catalog.at(0))
    expect(catalog.at(0)?.tags).not.toBe(catalog.at(0)?.tags)
  })

  test("readCatalog: a title keeps the mark that text may begin with", () => {
    const marked = anItem("tea", { title: "\uFEFFtea" })
    expect(read(sectionsOf([marked], ["tea"]), ["tea"]).at(0)?.title).toBe("\uFEFFtea")
  })

  test.each([
    ["a category of no name", "catalog.categories.codes", [0, 1, 2, 1], /catalog\.categories\.codes.*holds 2.*0 to 1/],
    ["too few categories", "catalog.categories.codes", [0, 1, 0], /catalog\.categories\.codes.*3 codes, expected 4/],
    ["too many categories", "catalog.categories.codes", [0, 1, 0, 1, 1], /5 codes, expected 4/],
    ["a price that is not there", "catalog.prices.codes", [0, 1, 3, 2], /catalog\.prices\.codes.*holds 3/],
    ["a date that is not there", "catalog.createdAt.codes", [0, 9, 1, 1], /catalog\.createdAt\.codes.*holds 9/],
    ["a tag that is not there", "catalog.tags.codes", [0, 1, 2], /catalog\.tags\.codes.*holds 2/],
    [
      "more tags than there are",
      "catalog.tags.lengths",
      [2, 0, 1, 1],
      /catalog\.tags\.lengths.*ends with 4, expected 3/,
    ],
    ["fewer tags than there are", "catalog.tags.lengths", [2, 0, 0, 0], /catalog\.tags\.lengths.*ends with 2/],
    ["tags of too few products", "catalog.tags.lengths", [2, 0, 1], /catalog\.tags\.lengths.*3 lengths, expected 4/],
    ["titles that pass their text", "catalog.titles.lengths", [16, 0, 3, 2 ** 31 - 1], /catalog\.titles\.lengths/],
    ["titles that sum to more than fits", "catalog.titles.lengths", Array<number>(4).fill(2 ** 31 - 1), /titles/],
  ])("readCatalog: %s is refused by name", (_, name, numbers, message) => {
    expect(() => read(withOther(bytes(name, numbers)))).toThrow(message)
  })

  test("readCatalog: what is known of too few products is refused by name", () => {
    const known: ModelSection = { name: "catalog.known", kind: "uint8", value: Uint8Array.of(1, 0, 1) }
    expect(() => read(withOther(known))).toThrow('section "catalog.known" length is 3, expected 4')
  })
})
