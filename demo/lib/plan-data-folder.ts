import { existsSync } from "node:fs"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { toHandle } from "../catalogue/catalogue"
import { motifOf } from "../catalogue/motif-of"
import { csvRows } from "./csv-rows"
import { moveTimes, movesInWords } from "./move-times"
import { report } from "./progress"
import type { PlannedCustomer, PlannedProduct, ShopPlan } from "./shop-plan"

/** Known shoppers that a visitor of the demo may sign in as: those who bought most often. */
const LOGINS = 3
const COUNTRIES = [
  ...["gb", "ie", "de", "at", "ch", "fr", "be", "nl", "it", "es", "pt", "dk", "se", "no", "fi", "pl", "cz", "gr"],
  ...["us", "ca", "au", "jp", "br", "sg"],
]

const optional = z.string().default("")
const itemRow = z.object({
  item_id: z.string().min(1),
  title: optional,
  category: optional,
  price: optional,
  tags: optional,
})
const userRow = z.object({ user_id: z.string().min(1), age: optional, gender: optional, country: optional })
const interactionRow = z.object({
  user_id: optional,
  item_id: z.string().min(1),
  behavior_type: optional,
  price: optional,
  session_id: optional,
  timestamp: optional,
})

/** What a pass over the interactions tells of products and shoppers. */
interface Traces {
  /** Last price seen of each item, NaN where none was. */
  readonly prices: ReadonlyMap<string, number>
  /** Orders of each known shopper: distinct sessions with a purchase, else purchases. */
  readonly orders: ReadonlyMap<string, number>
  readonly rows: number
  /** Latest instant of any row, undefined where no row has one. */
  readonly lastTime: number | undefined
}

export interface DataFolderOptions {
  readonly currencyCode: string
  /** Folder for the history with its times moved. */
  readonly historyFolder: string
  /** When the history shall end, milliseconds since 1970-01-01 UTC. */
  readonly endsAt: number
}

/**
 * A shop made of a data folder (contract in ARCHITECTURE.md): its items become
 * products, its known users customers. Without items.csv.gz the items of the
 * interactions stand in, without users.csv.gz their users.
 *
 * @throws Error when the folder has no interactions.csv.gz
 */
export async function planDataFolder(folder: string, options: DataFolderOptions): Promise<ShopPlan> {
  const { currencyCode, historyFolder, endsAt } = options
  const interactions = path.join(folder, "interactions.csv.gz")
  if (!existsSync(interactions)) throw new Error(`${folder} is no data folder: it has no interactions.csv.gz`)
  const traces = await readTraces(interactions)
  const times = { rows: traces.rows, lastTime: traces.lastTime, endsAt }
  const words = movesInWords(times)
  if (words !== undefined) {
    report(words)
    await moveTimes(interactions, historyFolder, times)
  }
  const items = await readRows(path.join(folder, "items.csv.gz"), itemRow)
  const users = await readRows(path.join(folder, "users.csv.gz"), userRow)
  const products = toProducts(
    withMissing(items, traces.prices.keys(), (id) => itemRow.parse({ item_id: id })),
    {
      traces,
      currencyCode,
    },
  )
  const name = path.basename(path.resolve(folder))
  return {
    name: `Shop of ${name}`,
    regions: [{ name: "International", currencyCode, countries: COUNTRIES, shippingPrice: 5 }],
    categories: [...new Set(products.flatMap(({ category }) => category ?? []))],
    products,
    customers: toCustomers(
      withMissing(users, traces.orders.keys(), (id) => userRow.parse({ user_id: id })),
      traces,
    ),
    dataFolder: words === undefined ? path.resolve(folder) : historyFolder,
  }
}

/** The rows that fit the schema; none where there is no such file. Others are passed over. */
async function readRows<T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>[]> {
  const rows: z.output<T>[] = []
  if (!existsSync(file)) return rows
  for await (const record of csvRows(file)) {
    const parsed = schema.safeParse(record)
    if (parsed.success) rows.push(parsed.data)
  }
  return rows
}

async function readTraces(file: string): Promise<Traces> {
  const prices = new Map<string, number>()
  const sessions = new Map<string, Set<string>>()
  let row = 0
  let lastTime: number | undefined
  for await (const record of csvRows(file)) {
    const parsed = interactionRow.safeParse(record)
    if (!parsed.success) continue
    const { user_id, item_id, behavior_type, price, session_id, timestamp } = parsed.data
    const time = Date.parse(timestamp)
    if (time > (lastTime ?? Number.NEGATIVE_INFINITY)) lastTime = time
    row++
    const known = Number.parseFloat(price)
    if (!prices.has(item_id) || known > 0) prices.set(item_id, known)
    if (user_id === "") continue
    const orders = sessions.get(user_id) ?? new Set<string>()
    sessions.set(user_id, orders)
    if (behavior_type === "purchase") orders.add(session_id || `row ${row}`)
  }
  return { prices, orders: new Map([...sessions].map(([user, orders]) => [user, orders.size])), rows: row, lastTime }
}

/** Adds what the interactions know and the list does not. */
function withMissing<T extends { item_id?: string; user_id?: string }>(
  rows: readonly T[],
  ids: Iterable<string>,
  make: (id: string) => T,
): T[] {
  const known = new Map(rows.map((row) => [row.item_id ?? row.user_id ?? "", row]))
  for (const id of ids) if (!known.has(id)) known.set(id, make(id))
  return [...known.values()]
}

/** "PINK HEART T-LIGHT" reads better as "Pink Heart T-Light"; mixed case is left alone. */
function readable(title: string): string {
  const trimmed = title.trim().replace(/\s+/g, " ")
  if (trimmed !== trimmed.toUpperCase()) return trimmed
  return trimmed
    .toLowerCase()
    .replace(/(^|[\s\-/(.&+])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}

function toProducts(
  items: readonly z.output<typeof itemRow>[],
  { traces, currencyCode }: { traces: Traces; currencyCode: string },
): PlannedProduct[] {
  const handles = new Set<string>()
  return items.map(({ item_id, title, category, price, tags }) => {
    const name = readable(title) || `${readable(category.toUpperCase()) || "Item"} ${item_id}`
    const amount = Number.parseFloat(price) || (traces.prices.get(item_id) ?? Number.NaN)
    return {
      externalId: item_id,
      handle: unused(`${toHandle(name)}-${toHandle(item_id)}`, handles),
      title: name,
      description: "",
      category: category.trim() || null,
      tags: tags.split("|").flatMap((tag) => tag.trim() || []),
      prices: amount > 0 ? { [currencyCode]: amount } : {},
      stock: null,
      motif: motifOf(`${name} ${category}`),
    }
  })
}

function toCustomers(users: readonly z.output<typeof userRow>[], { orders }: Traces): PlannedCustomer[] {
  const most = [...orders].sort((a, b) => b[1] - a[1]).slice(0, LOGINS)
  const logins = new Map(
    most.map(([user, count], order) => [user, { words: `A shopper of the data with ${count} orders`, order }]),
  )
  const names = new Set<string>()
  return users.map(({ user_id, age, gender, country }) => ({
    externalId: user_id,
    email: `shopper-${unused(toHandle(user_id) || "x", names)}@data.demo.shop`,
    firstName: "Shopper",
    lastName: user_id,
    metadata: {
      ...(Number.isFinite(Number.parseFloat(age)) ? { age: Number.parseFloat(age) } : {}),
      ...(gender ? { gender } : {}),
      ...(country ? { country } : {}),
    },
    about: logins.get(user_id) ?? null,
  }))
}

/** The name, or the name with the first number that makes it unique. */
function unused(name: string, taken: Set<string>): string {
  let candidate = name
  for (let number = 2; taken.has(candidate); number++) candidate = `${name}-${number}`
  taken.add(candidate)
  return candidate
}
