import { eachRow, medianOf, mostFrequent, utcOf } from "./data-set"
import type { DataSet, Row, Tables } from "./data-set"

/** Lines of postage, fees, samples and corrections: no products. */
const NO_PRODUCTS = new Set(
  "POST,M,DOT,C2,D,ADJUST,BANK CHARGES,S,PADS,TEST001,m,B,ADJUST2,TEST002,AMAZONFEE,GIFT,C3".split(","),
)
const COLUMNS = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
const FROM = "2009-12-01"
const TO = "2010-12-01"

interface Sold {
  readonly titles: string[]
  readonly prices: number[]
  first: string
}

async function convert([file = ""]: readonly string[]): Promise<Tables> {
  const interactions: Row[] = []
  const sold = new Map<string, Sold>()
  const users = new Map<string, string>()
  const dropped = await eachRow(file, COLUMNS, (cell) => {
    const [invoice, code, at] = [cell("Invoice"), cell("StockCode"), utcOf(cell("InvoiceDate"))]
    const [quantity, price] = [Number(cell("Quantity")), Number(cell("Price"))]
    if (at === null) return "no time"
    if (at < FROM || at >= TO) return "outside of December 2009 to November 2010"
    if (NO_PRODUCTS.has(code)) return `no product: ${code}`
    const isReturn = invoice.startsWith("C")
    if (!(price > 0) || !Number.isFinite(quantity) || quantity === 0 || isReturn !== quantity < 0)
      return "adjustment, or no price"
    const user = cell("Customer ID").replace(/\.0$/, "")
    interactions.push({
      user_id: user,
      item_id: code,
      behavior_type: isReturn ? "return" : "purchase",
      timestamp: at,
      quantity: String(Math.abs(quantity)),
      price: String(price),
      session_id: invoice,
    })
    const item = sold.get(code) ?? { titles: [], prices: [], first: at }
    sold.set(code, item)
    if (cell("Description") !== "") item.titles.push(cell("Description"))
    item.prices.push(price)
    if (at < item.first) item.first = at
    if (user !== "") users.set(user, cell("Country"))
    return null
  })
  const byId = <T>(entries: Iterable<[string, T]>): [string, T][] => [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    interactions,
    items: byId(sold).map(([code, { titles, prices, first }]) => ({
      item_id: code,
      title: mostFrequent(titles),
      category: "",
      price: String(medianOf(prices)),
      tags: "",
      group_id: /^\d+/.exec(code)?.[0] ?? code,
      first_sold: first,
    })),
    users: byId(users).map(([user, country]) => ({ user_id: user, country })),
    dropped,
  }
}

export const onlineRetail: DataSet = {
  title: "Online Retail II, December 2009 to November 2010: orders of a British gift wholesaler",
  page: "https://archive.ics.uci.edu/ml/datasets/Online+Retail+II",
  licence: "CC BY 4.0",
  steps: ["Download online_retail_II.xlsx and save its sheet “Year 2009-2010” as CSV in UTF-8: --file sheet.csv"],
  known: {
    interactions: "1eeaff5c0a1a894115aa36d40c0f14916c28a1f950289b748a47f4b81f3b2a72",
    items: "ff1d8e303040d16155c37d08b2b9d7b94439a94317704688030a84661b3c8262",
    users: "59e6d0b3e8bd90ef83ee2672f50e263f983f6262170c309857149c511da906ab",
  },
  convert,
}
