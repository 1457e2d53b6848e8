import type { GiftLine } from "../../contract"
import { ContentIndex } from "../content"
import { giftTable, inTheirOrder, wordsOf } from "../gift-table"
import { DAY_MS } from "../profile"
import { entriesOf } from "./small-logs"

const NOW = Date.UTC(2026, 0, 1)
const TITLES = ["silk scarf", "silk shawl", "oak pipe", "oak chess", "tin robot"]
const itemIds = TITLES.map((title) => title.replace(" ", "-"))

function content(): ContentIndex {
  const index = new ContentIndex()
  TITLES.forEach((title, at) =>
    index.set(at, { id: itemIds[at], title, category: null, price: null, tags: [], createdAt: null }),
  )
  return index
}

function aGift(line: Partial<GiftLine>): GiftLine {
  return { orderId: "o1", itemId: "silk-scarf", time: NOW - DAY_MS, returnedAt: null, giftContext: {}, ...line }
}

/** So many orders of one product for one recipient. */
const gifts = (recipient: string, itemId: string, orders: number): GiftLine[] =>
  Array.from({ length: orders }, (_, at) =>
    aGift({ itemId, orderId: `${recipient} ${at}`, giftContext: { recipient } }),
  )

const tableAt = (lines: readonly GiftLine[], moment = NOW) =>
  giftTable(lines, { moment, itemIds, content: content() }) ?? fail("no gift is counted")

function fail(message: string): never {
  throw new Error(message)
}

/** Products of one word's row, the strongest first. */
function rowOf(table: ReturnType<typeof tableAt>, name: "givenFor" | "likeGiven", word: string): string[] {
  const { offsets, items, weights } = table[name]
  const row = table.words.indexOf(word)
  return Array.from({ length: offsets[row + 1] - offsets[row] }, (_, at) => offsets[row] + at)
    .sort((a, b) => weights[b] - weights[a])
    .map((at) => itemIds[items[at]])
}

describe("what is given as a gift", () => {
  const lines = [...gifts("mother", "silk-scarf", 6), ...gifts("father", "oak-pipe", 6)]

  test("gifts: each word has the products that were given for it, and those worded like them", () => {
    const table = tableAt(lines)
    expect(table.words).toEqual(["recipient:father", "recipient:mother"])
    expect(rowOf(table, "givenFor", "recipient:mother")).toEqual(["silk-scarf"])
    expect(rowOf(table, "likeGiven", "recipient:mother").slice(0, 2)).toEqual(["silk-scarf", "silk-shawl"])
    expect(rowOf(table, "likeGiven", "recipient:father").slice(0, 2)).toEqual(["oak-pipe", "oak-chess"])
  })

  test("gifts: a word of fewer than five orders is no word: it may be a name", () => {
    const rare = [...lines, ...gifts("anna-miller", "tin-robot", 4)]
    expect(tableAt(rare).words).toEqual(["recipient:father", "recipient:mother"])
    expect(tableAt(rare).given[itemIds.indexOf("tin-robot")]).toBeGreaterThan(3)
    expect(tableAt([...lines, ...gifts("aunt", "tin-robot", 5)]).words).toContain("recipient:aunt")
  })

  test("gifts: many lines of one order are one voice for a word", () => {
    const one = Array.from({ length: 9 }, () => aGift({ itemId: "tin-robot", giftContext: { occasion: "annas-50th" } }))
    expect(tableAt([...lines, ...one]).words).not.toContain("occasion:annas-50th")
  })

  test("gifts: what came back counts from that moment on nowhere, and before it as it did", () => {
    const returnedAt = NOW - 10 * DAY_MS
    const back = lines.map((line) => ({ ...line, time: NOW - 20 * DAY_MS, returnedAt }))
    expect(giftTable(back, { moment: NOW, itemIds, content: content() })).toBeNull()
    expect(tableAt(back, returnedAt).words).toHaveLength(2)
  })

  test("gifts: nothing of the moment or later counts, nor a product that is unknown", () => {
    const options = { moment: NOW, itemIds, content: content() }
    expect(giftTable([aGift({ time: NOW }), aGift({ itemId: "gone" })], options)).toBeNull()
  })

  test("gifts: the order of the lines decides of nothing", () => {
    expect(tableAt([...lines].reverse())).toEqual(tableAt(lines))
  })

  test("gifts: a line counts half after a year of 360 days, of each product and of each word", () => {
    const old = gifts("mother", "silk-scarf", 5).map((line) => ({ ...line, time: NOW - 360 * DAY_MS }))
    const older = gifts("mother", "oak-pipe", 2).map((line) => ({ ...line, time: NOW - 720 * DAY_MS }))
    const table = tableAt([...old, ...older, aGift({ itemId: "oak-pipe", time: NOW - 720 * DAY_MS })])
    expect([...table.given]).toEqual([2.5, 0, 0.75, 0, 0])
    expect(entriesOf(table.givenFor, 0)).toEqual([
      [0, 2.5],
      [2, 0.5],
    ])
  })

  test("gifts: a line counts for every word that its giver gave", () => {
    const named = Array.from({ length: 5 }, (_, at) =>
      aGift({ orderId: `o${at}`, giftContext: { recipient: "mother", occasion: "birthday", age_band: "" } }),
    )
    const table = tableAt(named)
    expect(table.words).toEqual(["occasion:birthday", "recipient:mother"])
    expect(rowOf(table, "givenFor", "occasion:birthday")).toEqual(["silk-scarf"])
  })

  test("gifts: likeness to a word's gifts counts for the part that is not likeness to any gift", () => {
    // Both words are given alike: own² / (own + all) is half of the likeness, which for the one product given is 1.
    const table = tableAt(gifts("mother", "tin-robot", 6).map((line) => ({ ...line, time: NOW - 360 * DAY_MS })))
    expect(entriesOf(table.likeGiven, 0)).toEqual([[itemIds.indexOf("tin-robot"), expect.closeTo(0.5, 6)]])
    // A shawl is like a scarf by ln² 3.5 / (ln² 3.5 + 2 ln² 6) = 0.196417.
    expect(entriesOf(tableAt(gifts("mother", "silk-scarf", 6)).likeGiven, 0)).toEqual([
      [0, expect.closeTo(0.5, 5)],
      [1, expect.closeTo(0.196417 / 2, 5)],
    ])
    // Where half of all gifts are another's, 1² / (1 + 1/2).
    const [[, more]] = entriesOf(
      tableAt([...gifts("mother", "tin-robot", 6), ...gifts("x", "oak-pipe", 6)]).likeGiven,
      0,
    )
    expect(more).toBeCloseTo(2 / 3, 6)
  })

  test("gifts: two hundred words are kept, those of most orders, in the order of the alphabet", () => {
    const names = Array.from({ length: 201 }, (_, at) => `r${1000 + at}`)
    const lines = names.flatMap((name, at) => gifts(name, "tin-robot", at === 200 ? 6 : 5))
    expect(tableAt(lines).words).toEqual(names.filter((_, at) => at !== 199).map((name) => `recipient:${name}`))
  })

  test("gifts: a line that came back at the very moment is still a gift", () => {
    expect(tableAt([aGift({ returnedAt: NOW })]).given[0]).toBeCloseTo(2 ** (-1 / 360), 6)
    expect(giftTable([aGift({ returnedAt: NOW - 1 })], { moment: NOW, itemIds, content: content() })).toBeNull()
  })
})

describe("lines of gifts", () => {
  test("wordsOf: whom it is for, what for and how old, as far as the giver gave them", () => {
    expect(wordsOf({ age_band: "adult", occasion: "birthday", recipient: "mother" })).toEqual([
      ...["recipient:mother", "occasion:birthday", "age_band:adult"],
    ])
    expect(wordsOf({ recipient: "", occasion: "easter" })).toEqual(["occasion:easter"])
    expect(wordsOf({})).toEqual([])
  })

  test("inTheirOrder: the oldest come first, those of one moment by order, product and words", () => {
    const sorted = [
      aGift({ orderId: "z", time: 1 }),
      aGift({ orderId: "a", itemId: "x", time: 2 }),
      aGift({ orderId: "a", itemId: "y", time: 2, giftContext: { recipient: "a" } }),
      aGift({ orderId: "a", itemId: "y", time: 2, giftContext: { recipient: "b" } }),
      aGift({ orderId: "b", itemId: "a", time: 2 }),
    ]
    const given = [sorted[3], sorted[4], sorted[1], sorted[0], sorted[2]]
    const before = [...given]
    expect(inTheirOrder(given)).toEqual(sorted)
    expect(given).toEqual(before)
  })
})
