import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { moveTimes } from "../lib/move-times"
import { planDataFolder } from "../lib/plan-data-folder"
import type { ShopPlan } from "../lib/shop-plan"
import { readCsv } from "./read-csv"

const HEADER = "user_id,item_id,behavior_type,timestamp,quantity,price,session_id"
const DAY_MS = 86_400_000
const endsAt = Date.UTC(2026, 10, 23, 12)
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "data-folder-"))
  jest.spyOn(process.stdout, "write").mockReturnValue(true)
})

afterEach(() => {
  jest.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

function aDataFolder(files: Record<string, string[]>): void {
  for (const [name, lines] of Object.entries(files)) {
    writeFileSync(path.join(folder, `${name}.csv.gz`), gzipSync(`${lines.join("\n")}\n`))
  }
}

const plan = (): Promise<ShopPlan> =>
  planDataFolder(folder, { currencyCode: "gbp", historyFolder: path.join(folder, "history"), endsAt })

const historyOf = ({ dataFolder }: ShopPlan): Record<string, string>[] =>
  readCsv(path.join(dataFolder, "interactions.csv.gz"))

describe("planDataFolder", () => {
  test("planDataFolder: items become products with readable titles and prices, users become customers", async () => {
    aDataFolder({
      interactions: [
        HEADER,
        "7,A1,purchase,2026-11-20T10:00:00Z,2,3.5,b1",
        "7,A2,purchase,2026-11-21T10:00:00Z,1,9,b2",
      ],
      items: ["item_id,title,category,price,tags", "A1,PINK HEART T-LIGHT,Candles,2.95,red|small", "A2,,,,"],
      users: ["user_id,country,age", "7,Iceland,41", "8,France,"],
    })
    const { products, customers, categories, regions } = await plan()
    expect(products[0]).toMatchObject({
      ...{ externalId: "A1", title: "Pink Heart T-Light", handle: "pink-heart-t-light-a1", motif: "candle" },
      ...{ category: "Candles", tags: ["red", "small"], prices: { gbp: 2.95 }, stock: null },
    })
    // A product of which the list knows no price takes the last one that was paid.
    expect(products[1]).toMatchObject({ title: "Item A2", prices: { gbp: 9 }, category: null })
    expect(categories).toEqual([{ name: "Candles", handle: "candles" }])
    expect(regions[0].currencyCode).toBe("gbp")
    expect(customers[0]).toMatchObject({ externalId: "7", lastName: "7", metadata: { country: "Iceland", age: 41 } })
    expect(customers[0].about).toEqual({ words: "A shopper of the data with 2 orders", order: 0 })
    expect(customers[1]).toMatchObject({ externalId: "8", metadata: { country: "France" }, about: null })
  })

  test("planDataFolder: without lists of items and users, the interactions stand in", async () => {
    aDataFolder({
      interactions: ["user_id,item_id,behavior_type,timestamp", "u/1,9,view,", "u 1,9,view,", ",10,view,"],
    })
    const { products, customers } = await plan()
    expect(products.map(({ externalId, prices }) => [externalId, prices])).toEqual([
      ["9", {}],
      ["10", {}],
    ])
    expect(customers.map(({ email }) => email)).toEqual(["shopper-u-1@data.demo.shop", "shopper-u-1-2@data.demo.shop"])
  })

  test("planDataFolder: two products never share a handle", async () => {
    aDataFolder({
      interactions: [HEADER, ",15056BL,view,2026-11-22T10:00:00Z,,,"],
      items: ["item_id,title", "15056BL,Parasol", "15056bl,Parasol"],
    })
    const { products } = await plan()
    expect(new Set(products.map(({ handle }) => handle)).size).toBe(2)
  })

  test("planDataFolder: a folder without interactions is refused by name", async () => {
    await expect(plan()).rejects.toThrow(`${folder} is no data folder`)
  })

  test("planDataFolder: a damaged file is named", async () => {
    writeFileSync(path.join(folder, "interactions.csv.gz"), "not gzip at all")
    await expect(plan()).rejects.toThrow("interactions.csv.gz: line 1 names no column item_id")
  })

  test("planDataFolder: names that differ in capitals alone, or have no Latin letter, get handles of their own", async () => {
    aDataFolder({
      interactions: [HEADER, "1,商品一,view,2026-11-22T10:00:00Z,,,"],
      items: ["item_id,title,category", "商品一,湯のみ,食器", "商品二,急須,台所", "A,Mug,Mugs", "B,Cup,mugs"],
    })
    const { products, categories } = await plan()
    expect(products.map(({ title, handle }) => [title, handle])).toEqual([
      ["湯のみ", "item"],
      ["急須", "item-2"],
      ["Mug", "mug-a"],
      ["Cup", "cup-b"],
    ])
    expect(categories).toEqual([
      { name: "食器", handle: "category" },
      { name: "台所", handle: "category-2" },
      { name: "Mugs", handle: "mugs" },
      { name: "mugs", handle: "mugs-2" },
    ])
  })

  test("planDataFolder: inch marks, decimal commas, doubled tags and old encodings are read rightly", async () => {
    aDataFolder({ interactions: [HEADER, "1,A,view,2026-11-22T10:00:00Z,,,"] })
    const items = ["item_id,title,category,price,tags", 'A,Plate 8" blue,Café,"1.299,00",red|red|blue']
    writeFileSync(path.join(folder, "items.csv.gz"), gzipSync(Buffer.from(items.join("\n"), "latin1")))
    expect((await plan()).products).toMatchObject([
      { title: 'Plate 8" blue', category: "Café", prices: { gbp: 1_299 }, tags: ["red", "blue"] },
    ])
  })

  test("planDataFolder: a row of next year moves no history, and is reported with its line", async () => {
    const printed = jest.spyOn(process.stdout, "write").mockReturnValue(true)
    aDataFolder({
      interactions: [HEADER, "1,A,view,2026-11-20T10:00:00Z,1,1,s", "1,A,view,2027-11-20T10:00:00Z,1,1,s"],
    })
    expect((await plan()).dataFolder).toBe(folder)
    expect(printed.mock.calls.join("\n")).toContain("the first in line 3: timestamp lies after")
  })

  test.each([
    ["a header and no rows", [HEADER], "has a header and no rows"],
    ["no row that can be read", [HEADER, "1,A,teleport,,,,"], 'behavior_type "teleport" is not known'],
  ])("planDataFolder: a history with %s is refused in words", async (_, interactions, words) => {
    aDataFolder({ interactions })
    await expect(plan()).rejects.toThrow(words)
  })
})

describe("moveTimes", () => {
  test("moveTimes: an old history is moved by whole weeks into the last one, gaps and weekdays kept", async () => {
    aDataFolder({
      interactions: [
        HEADER,
        "1,A,view,2010-11-01T08:00:00Z,1,1,s",
        "1,A,view,2010-11-30T19:35:00Z,1,1,s",
        "1,A,view,,1,1,s",
      ],
    })
    const rows = historyOf(await plan())
    const [first, last] = rows.map(({ timestamp }) => Date.parse(timestamp))
    expect(endsAt - last).toBeGreaterThanOrEqual(0)
    expect(endsAt - last).toBeLessThan(7 * DAY_MS)
    expect(last - first).toBe(Date.UTC(2010, 10, 30, 19, 35) - Date.UTC(2010, 10, 1, 8))
    expect(new Date(last).getUTCDay()).toBe(new Date(Date.UTC(2010, 10, 30)).getUTCDay())
    expect(rows[2].timestamp).toBe("")
  })

  test("moveTimes: a fresh history stays as it is", async () => {
    aDataFolder({ interactions: [HEADER, "1,A,view,2026-11-20T08:00:00Z,1,1,s"] })
    expect((await plan()).dataFolder).toBe(folder)
    expect(existsSync(path.join(folder, "history"))).toBe(false)
  })

  test("moveTimes: a history without times is spread in row order, ending now", async () => {
    aDataFolder({ interactions: ["user_id,item_id,behavior_type", ...["a", "b", "c"].map((item) => `1,${item},view`)] })
    const rows = historyOf(await plan())
    const times = rows.map(({ timestamp }) => Date.parse(timestamp))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times[0]).toBe(endsAt - 90 * DAY_MS)
    expect(times[2]).toBeLessThan(endsAt)
    expect(rows.map(({ item_id }) => item_id)).toEqual(["a", "b", "c"])
  })

  test("moveTimes: cells with commas and quotes come through, a copy that is there is kept", async () => {
    const target = path.join(folder, "copy")
    aDataFolder({ interactions: ["item_id,behavior_type,timestamp", '"A ""1"", x",view,2020-01-01T00:00:00Z'] })
    const source = path.join(folder, "interactions.csv.gz")
    const times = { rows: 1, lastTime: Date.UTC(2020, 0, 1), endsAt }
    await moveTimes(source, target, times)
    const before = readCsv(path.join(target, "interactions.csv.gz"))
    expect(before).toMatchObject([{ item_id: 'A "1", x', behavior_type: "view" }])
    await moveTimes(source, target, { ...times, endsAt: endsAt + 90 * DAY_MS })
    expect(readCsv(path.join(target, "interactions.csv.gz"))).toEqual(before)
  })

  test("moveTimes: an interrupted copy is begun again", async () => {
    const target = path.join(folder, "copy")
    mkdirSync(target)
    writeFileSync(path.join(target, "interactions.csv.gz.new"), "half a file")
    aDataFolder({ interactions: ["item_id,behavior_type,timestamp", "A,view,2020-01-01T00:00:00Z"] })
    await moveTimes(path.join(folder, "interactions.csv.gz"), target, {
      rows: 1,
      lastTime: Date.UTC(2020, 0, 1),
      endsAt,
    })
    expect(existsSync(path.join(target, "interactions.csv.gz"))).toBe(true)
  })
})
