import type { GiftLine } from "../../contract"
import { ContentIndex } from "../content"
import { giftTable } from "../gift-table"
import { DAY_MS } from "../profile"

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
})
