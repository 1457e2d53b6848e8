import { eachRow } from "./data-set"
import type { DataSet, Row, Tables } from "./data-set"

const CATEGORIES = ["trousers", "skirts", "blouses", "sale"]
const COLORS = "beige black blue brown burgundy gray green navy-blue of-many-colors olive pink red violet white".split(
  " ",
)
const COLUMNS = [
  ...["year", "month", "day", "order", "country", "session ID", "page 1 (main category)", "page 2 (clothing model)"],
  ...["colour", "model photography", "price", "price 2", "page"],
]
const two = (text: string): string => text.padStart(2, "0")

async function convert([file = ""]: readonly string[]): Promise<Tables> {
  const clicks: { row: Row; session: number; order: number }[] = []
  const items = new Map<string, Row>()
  const dropped = await eachRow(file, COLUMNS, (cell) => {
    const [model, order, session] = [cell("page 2 (clothing model)"), Number(cell("order")), cell("session ID")]
    if (model === "" || !Number.isInteger(order)) return "no product, or no place in its session"
    // The log has days and no clock: the seconds are the click's place in its session.
    const midnight = Date.UTC(Number(cell("year")), Number(cell("month")) - 1, Number(cell("day")))
    const timestamp = new Date(midnight + order * 1_000).toISOString().replace(".000Z", "Z")
    clicks.push({
      session: Number(session),
      order,
      row: {
        user_id: "",
        item_id: model,
        behavior_type: "view",
        timestamp,
        quantity: "1",
        price: cell("price"),
        session_id: session,
        seq: String(order),
        country: cell("country"),
        page: cell("page"),
      },
    })
    const tags = [
      `colour:${COLORS[Number(cell("colour")) - 1] ?? two(cell("colour"))}`,
      `photo:${cell("model photography") === "1" ? "en-face" : "profile"}`,
      cell("price 2") === "1" ? "above-category-average-price" : "not-above-category-average-price",
    ]
    const category = CATEGORIES[Number(cell("page 1 (main category)")) - 1] ?? ""
    items.set(model, { item_id: model, title: "", category, price: cell("price"), tags: tags.join("|") })
    return null
  })
  clicks.sort((a, b) => a.session - b.session || a.order - b.order)
  return {
    interactions: clicks.map(({ row }) => row),
    items: [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item),
    dropped,
  }
}

export const clickstream: DataSet = {
  title: "Clickstream data for online shopping, 2008: page views of a shop for clothes",
  page: "https://archive.ics.uci.edu/ml/datasets/clickstream+data+for+online+shopping",
  licence: "CC BY 4.0",
  steps: ["Download and unpack the archive; the table is “e-shop clothing 2008.csv”: --file that"],
  known: {
    interactions: "fe2e2b32e527f6f06b6cedf108c9f76d0c4276b4883670115afb00407fd4b67f",
    items: "5df2aae6233995a086f9d8839f2eb66a0bbe21f2804adeeb05a93dda0f76b936",
    users: null,
  },
  convert,
}
