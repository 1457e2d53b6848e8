import { z } from "@medusajs/framework/zod"
import { COMPANIONS } from "../catalog/companions"
import { dollarPrice, giftTags, loadCatalog, toHandle } from "../catalog/catalog"
import { motifOf } from "../catalog/motif-of"
import { SOLD_OUT, UNWRAPPED, WRAP } from "../lib/plan-gift-shop"
import { DEMO_OPTIONS } from "../lib/plugin-options"
import { drawPicture, motifNames, picturePath, pictureSeed } from "../pictures/draw-picture"

const gifts = loadCatalog()

describe("catalog", () => {
  test("catalog: holds at least 200 products with unique handles and titles", () => {
    expect(gifts.length).toBeGreaterThanOrEqual(200)
    expect(new Set(gifts.map(({ handle }) => handle)).size).toBe(gifts.length)
    expect(new Set(gifts.map(({ title }) => title)).size).toBe(gifts.length)
  })

  test("catalog: every product has prices in two currencies, stock and a description of its own", () => {
    for (const gift of gifts) {
      expect(gift.priceEur).toBeGreaterThan(0)
      expect(gift.priceUsd).toBeGreaterThan(0)
      expect(gift.stock).toBeGreaterThan(0)
    }
    expect(new Set(gifts.map(({ description }) => description)).size).toBe(gifts.length)
  })

  test("catalog: every category has enough to choose from", () => {
    const perCategory = new Map<string, number>()
    for (const { category } of gifts) perCategory.set(category, (perCategory.get(category) ?? 0) + 1)
    expect(perCategory.size).toBe(12)
    expect(Math.min(...perCategory.values())).toBeGreaterThanOrEqual(15)
  })

  test("catalog: every product says for whom, for what and for which age in tags", () => {
    for (const gift of gifts) {
      const tags = giftTags(gift)
      for (const key of ["recipient:", "occasion:", "age_band:"]) {
        expect(tags.some((tag) => tag.startsWith(key))).toBe(true)
      }
      expect(new Set(tags).size).toBe(tags.length)
    }
  })

  test("catalog: companions are products, and never of themselves", () => {
    const handles = new Set(gifts.map(({ handle }) => handle))
    for (const [first, then] of COMPANIONS) {
      expect([first, handles.has(first)]).toEqual([first, true])
      expect([then, handles.has(then)]).toEqual([then, true])
      expect(first).not.toBe(then)
    }
  })

  test("catalog: what is sold out in the end is in the catalog, with something of its kind and price beside it", () => {
    for (const handle of SOLD_OUT) {
      const sold = gifts.find((gift) => gift.handle === handle)
      const near = gifts.filter(
        (gift) =>
          gift.category === sold?.category &&
          !SOLD_OUT.includes(gift.handle) &&
          Math.abs(gift.priceEur / sold.priceEur - 1) <= 0.3,
      )
      expect([handle, near.length > 3]).toEqual([handle, true])
    }
  })

  test("catalog: the wrap that the options name is sold in both currencies and recommended nowhere", () => {
    const options = z.object({ gift: z.object({ wrap_product: z.string(), message: z.string() }) })
    expect(options.parse(JSON.parse(DEMO_OPTIONS)).gift.wrap_product).toBe(WRAP.handle)
    expect(WRAP.metadata).toEqual({ recommendations: false })
    expect(Object.keys(WRAP.prices).sort()).toEqual(["eur", "usd"])
    const handles = gifts.map(({ handle }) => handle)
    expect(handles).not.toContain(WRAP.handle)
    expect(handles).toEqual(expect.arrayContaining([...UNWRAPPED]))
  })

  test("toHandle: leaves letters and digits, joined by single hyphens", () => {
    expect(toHandle("Fig & Cedar Candle")).toBe("fig-cedar-candle")
    expect(toHandle("Stargazer's Planisphere")).toBe("stargazers-planisphere")
    expect(toHandle("  Crème  brûlée! ")).toBe("creme-brulee")
  })

  test("dollarPrice: ends on a whole or half dollar", () => {
    for (const { priceEur } of gifts) expect((dollarPrice(priceEur) * 2) % 1).toBe(0)
  })
})

describe("pictures", () => {
  test("drawPicture: every product's motif is one that can be drawn", () => {
    const known = new Set(motifNames)
    for (const { title, motif } of gifts) expect([title, known.has(motif)]).toEqual([title, true])
  })

  test("drawPicture: gives one whole SVG document for every motif, the same for the same seed", () => {
    for (const motif of motifNames) {
      const svg = drawPicture(motif, 7)
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 400 400"/)
      expect(svg).toMatch(/<\/svg>$/)
      expect(svg).not.toMatch(/NaN|undefined/)
      expect(drawPicture(motif, 7)).toBe(svg)
    }
  })

  test("drawPicture: draws a wrapped box for what it does not know", () => {
    expect(drawPicture("nothing-like-it", 3)).toBe(drawPicture("box", 3))
  })

  test("picturePath: names a picture that the server can draw", () => {
    expect(picturePath("mug", "fern-mug")).toBe(`/pictures/mug/${pictureSeed("fern-mug")}.svg`)
    expect(pictureSeed("fern-mug")).toBeGreaterThanOrEqual(0)
  })

  test("motifOf: tells from a title what to draw, always something that can be drawn", () => {
    expect(motifOf("WHITE HANGING HEART T-LIGHT HOLDER")).toBe("candle")
    expect(motifOf("Regency Teacup and Saucer")).toBe("mug")
    expect(motifOf("???")).toBe("box")
    const known = new Set(motifNames)
    for (const title of ["Jumbo bag", "Party bunting", "Alarm clock", "Lunch box", "Retro spot umbrella"]) {
      expect(known.has(motifOf(title))).toBe(true)
    }
  })
})
