import { eachRow } from "./data-set"
import type { DataSet, Row, Tables } from "./data-set"

const KINDS: ReadonlyMap<string, string> = new Map([
  ["view", "view"],
  ["addtocart", "add_to_cart"],
  ["transaction", "purchase"],
])

async function convert([file = ""]: readonly string[]): Promise<Tables> {
  const events: { at: number; row: Row }[] = []
  const dropped = await eachRow(file, ["timestamp", "visitorid", "event", "itemid", "transactionid"], (cell) => {
    const [at, kind] = [Number(cell("timestamp")), KINDS.get(cell("event"))]
    if (kind === undefined) return `unknown event: ${cell("event")}`
    if (!(at > 0)) return "no time"
    const timestamp = new Date(at).toISOString()
    const row = { user_id: cell("visitorid"), item_id: cell("itemid"), behavior_type: kind, timestamp }
    events.push({ at, row: { ...row, quantity: "1", price: "", session_id: cell("transactionid") } })
    return null
  })
  events.sort((a, b) => a.at - b.at)
  return { interactions: events.map(({ row }) => row), dropped }
}

export const retailrocket: DataSet = {
  title: "Retailrocket: 2,756,101 views, carts and purchases of a shop in 2015",
  page: "https://www.kaggle.com/datasets/retailrocket/ecommerce-dataset",
  licence: "CC BY-NC-SA 4.0",
  steps: [
    "Download the archive (Kaggle asks for an account) and unpack it: --file events.csv",
    "This is the whole log. Figures named retailrocket_core are of a thinned copy without times (shoppers with 10, products with 40 interactions) by A. Fortes, which cannot be made from it.",
  ],
  known: { interactions: null, items: null, users: null },
  convert,
}
