import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { gunzipSync } from "node:zlib"

const root = path.join(__dirname, "..", "..")
const run = (...args: string[]): string[] =>
  execFileSync(process.execPath, ["scripts/ts-run.js", "scripts/data-fetch.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  })
    .trim()
    .split("\n")

describe("data:fetch", () => {
  let folder: string
  beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), "data-fetch-"))))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const made = (
    name: string,
    originals: readonly string[],
  ): { printed: string[]; table: (name: string) => string[] } => {
    const files = originals.map((text, at) => {
      const file = path.join(folder, `${name}-${at}.csv`)
      writeFileSync(file, text)
      return file
    })
    const out = path.join(folder, name)
    const printed = run(name, ...files.flatMap((file) => ["--file", file]), "--out", out)
    const table = (of: string): string[] =>
      gunzipSync(readFileSync(path.join(out, `${of}.csv.gz`)))
        .toString()
        .trim()
        .split("\n")
    return { printed, table }
  }

  test("data:fetch: without a file it says where each set is, and an unknown name is refused with those there are", () => {
    for (const name of ["online_retail_2010", "uci_clickstream_2008", "completejourney_sample", "retailrocket"])
      expect(run(name).join("\n")).toMatch(/https:\/\/[\s\S]+--file/)
    const wrong = spawnSync(process.execPath, ["scripts/ts-run.js", "scripts/data-fetch.ts", "x"], { cwd: root })
    expect([wrong.status, wrong.stderr.toString()]).toEqual([1, expect.stringContaining("retailrocket")])
  })

  test("data:fetch: orders become purchases and returns; fees, corrections and other years are left out and reported", () => {
    const { printed, table } = made("online_retail_2010", [
      `Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
489434,85048,15CM BALL,12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom
C489449,85048,15CM BALL,-2,2009-12-02 10:33:00,6.95,13085,United Kingdom
489435,POST,POSTAGE,1,2009-12-01 07:46:00,18,13085,United Kingdom
489436,79323P,,-5,2009-12-01 07:47:00,0,,United Kingdom
539999,85048,15CM BALL,1,2010-12-01 00:00:00,6.95,,United Kingdom
`,
    ])
    expect(table("interactions").slice(1)).toEqual([
      "13085,85048,purchase,2009-12-01T07:45:00Z,12,6.95,489434",
      "13085,85048,return,2009-12-02T10:33:00Z,2,6.95,C489449",
    ])
    expect(table("items")).toEqual([
      "item_id,title,category,price,tags,group_id,first_sold",
      "85048,15CM BALL,,6.95,,85048,2009-12-01T07:45:00Z",
    ])
    expect(table("users")).toEqual(["user_id,country", "13085,United Kingdom"])
    const answer: unknown = JSON.parse(printed.at(-1) ?? "")
    expect(answer).toMatchObject({
      originals: [{ bytes: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      written: [{ table: "interactions", rows: 2, same: false }, { table: "items" }, { table: "users" }],
      dropped: { "no product: POST": 1, "adjustment, or no price": 1, "outside of December 2009 to November 2010": 1 },
    })
  })

  test("data:fetch: clicks come in the order of their sessions, with the place as the second", () => {
    const { table } = made("uci_clickstream_2008", [
      `year;month;day;order;country;session ID;page 1 (main category);page 2 (clothing model);colour;location;model photography;price;price 2;page
2008;4;1;2;29;1;1;A16;1;6;1;33;2;1
2008;4;1;1;29;1;1;A13;8;5;2;28;1;1
`,
    ])
    expect(table("interactions").slice(1)).toEqual([
      ",A13,view,2008-04-01T00:00:01Z,1,28,1,1,29,1",
      ",A16,view,2008-04-01T00:00:02Z,1,33,1,2,29,1",
    ])
    expect(table("items").slice(1)).toEqual([
      "A13,,trousers,28,colour:navy-blue|photo:profile|above-category-average-price",
      "A16,,trousers,33,colour:beige|photo:en-face|not-above-category-average-price",
    ])
  })

  test("data:fetch: receipts, products and households of the R package make three tables", () => {
    const { table } = made("completejourney_sample", [
      `household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,transaction_timestamp
1873,361,31198640134,995211,2,3.76,0,2017-01-01T13:47:20Z
906,319,31198705046,1075313,1,1.5,0,2017-01-01T12:30:27Z
906,319,31198705046,1075313,0,0,0,2017-01-01T12:30:27Z
`,
      `product_id,manufacturer_id,department,brand,product_category,product_type,package_size
995211,69,GROCERY,Private,EGGS,EGGS - X-LARGE,1 DZ
1,2,GROCERY,National,EGGS,NOT SOLD,NA
`,
      `household_id,age,income,home_ownership,marital_status,household_size,household_comp,kids_count
906,65+,35-49K,Homeowner,Married,2,2 Adults No Kids,0
`,
    ])
    expect(table("interactions").slice(1)).toEqual([
      "906,1075313,purchase,2017-01-01T12:30:27Z,1,1.5,31198705046,319",
      "1873,995211,purchase,2017-01-01T13:47:20Z,2,1.88,31198640134,361",
    ])
    expect(table("items").slice(1)).toEqual([
      "995211,EGGS - X-LARGE,GROCERY > EGGS,1.88,brand:Private|manufacturer:69|size:1 DZ",
    ])
    expect(table("users").slice(1)).toEqual(["1873,,,,,,,", "906,65+,35-49K,Homeowner,Married,2,2 Adults No Kids,0"])
  })

  test("data:fetch: views, carts and transactions stand in the order of their times", () => {
    const { table } = made("retailrocket", [
      `timestamp,visitorid,event,itemid,transactionid
1433221999827,2,transaction,9,4000
1433221332117,1,view,5,
1433221332118,1,addtocart,5,
`,
    ])
    expect(table("interactions").slice(1)).toEqual([
      "1,5,view,2015-06-02T05:02:12.117Z,1,,",
      "1,5,add_to_cart,2015-06-02T05:02:12.118Z,1,,",
      "2,9,purchase,2015-06-02T05:13:19.827Z,1,,4000",
    ])
  })
})
