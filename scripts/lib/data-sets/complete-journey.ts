import { eachRow, medianOf, utcOf } from "./data-set"
import type { DataSet, Row, Tables } from "./data-set"

const PEOPLE = ["age", "income", "home_ownership", "marital_status", "household_size", "household_comp", "kids_count"]
const cents = (amount: number): string => String(Math.round(amount * 100) / 100)

async function convert([transactions = "", products, demographics]: readonly string[]): Promise<Tables> {
  const interactions: Row[] = []
  const prices = new Map<string, number[]>()
  const households = new Set<string>()
  const required = ["household_id", "store_id", "basket_id", "product_id", "quantity", "sales_value"]
  const dropped = await eachRow(transactions, [...required, "transaction_timestamp"], (cell) => {
    const [quantity, at] = [Number(cell("quantity")), utcOf(cell("transaction_timestamp"))]
    if (!(quantity > 0)) return "quantity of zero"
    if (at === null) return "no time"
    const price = Number(cell("sales_value")) / quantity
    prices.set(cell("product_id"), [...(prices.get(cell("product_id")) ?? []), price])
    households.add(cell("household_id"))
    interactions.push({
      user_id: cell("household_id"),
      item_id: cell("product_id"),
      behavior_type: "purchase",
      timestamp: at,
      quantity: cell("quantity"),
      price: cents(price),
      session_id: cell("basket_id"),
      store_id: cell("store_id"),
    })
    return null
  })
  interactions.sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0))
  const items = products === undefined ? undefined : await readItems(products, prices)
  const users = demographics === undefined ? undefined : await readUsers(demographics, households)
  return { interactions, ...(items && { items }), ...(users && { users }), dropped }
}

async function readItems(file: string, prices: ReadonlyMap<string, readonly number[]>): Promise<Row[]> {
  const items: Row[] = []
  await eachRow(file, ["product_id", "department", "product_category", "product_type"], (cell) => {
    const sold = prices.get(cell("product_id"))
    if (sold === undefined) return "not sold in the sample"
    const tags = [
      ["brand", cell("brand")],
      ["manufacturer", cell("manufacturer_id")],
      ["size", cell("package_size")],
    ].flatMap(([name, value]) => (value === "" || value === "NA" ? [] : [`${name}:${value}`]))
    items.push({
      item_id: cell("product_id"),
      title: cell("product_type"),
      category: `${cell("department")} > ${cell("product_category")}`,
      price: cents(medianOf(sold)),
      tags: tags.join("|"),
    })
    return null
  })
  return items
}

async function readUsers(file: string, households: ReadonlySet<string>): Promise<Row[]> {
  const known = new Map<string, Row>()
  await eachRow(file, ["household_id"], (cell) => {
    known.set(cell("household_id"), Object.fromEntries(PEOPLE.map((name) => [name, cell(name)])))
    return null
  })
  const nothing = Object.fromEntries(PEOPLE.map((name) => [name, ""]))
  return [...households].sort().map((id) => ({ user_id: id, ...(known.get(id) ?? nothing) }))
}

export const completeJourney: DataSet = {
  title: "Complete Journey, the sample of the R package: lines of receipts of 2,373 households in 2017",
  page: "https://bradleyboehmke.github.io/completejourney/reference/transactions_sample.html",
  licence: "CC0 (R package completejourney); data by 84.51°",
  steps: [
    'In R: install.packages("completejourney"); t <- completejourney::transactions_sample; t$transaction_timestamp <- format(t$transaction_timestamp, "%Y-%m-%dT%H:%M:%SZ", tz = "UTC"); write.csv(t, "transactions.csv", row.names = FALSE): --file transactions.csv',
    'write.csv(completejourney::products, "products.csv", row.names = FALSE): --file products.csv',
    'write.csv(completejourney::demographics, "demographics.csv", row.names = FALSE): --file demographics.csv',
  ],
  known: {
    interactions: "4c11614955d90f6a2e0058b69c43cba7e024e226cc4b54ba8f7ef5fd980d8b3b",
    items: "c2cb7b827a3f4c4ee0ffdb3774ec5d36d00957f6685482032fe9b4cf17ff77a2",
    users: "d7c19552d9d374b203022acb7947e81f5c8250b2a777885468a8f0a908336efe",
  },
  convert,
}
