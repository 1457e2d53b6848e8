import path from "node:path"
import type { CatalogItem } from "../../src/core/contract"
import { parseInteraction, parseItem, parseSegment } from "../../src/core/data"
import { interactionsIn, noRows, readRecords, tableIn } from "../../src/files/data-tables"
import type { DataTable, FileReport, RowReader } from "../../src/files/data-tables"
import { problemLine } from "../../src/files/problem-counts"
import { toHandle } from "../catalog/catalog"
import { motifOf } from "../catalog/motif-of"
import { moveTimes, movesInWords } from "./move-times"
import { report } from "./progress"
import type { PlannedCategory, PlannedCustomer, PlannedProduct, ShopPlan } from "./shop-plan"

/** Known shoppers that a visitor of the demo may sign in as: those who bought most often. */
const LOGINS = 3
const COUNTRIES = [
  ...["gb", "ie", "de", "at", "ch", "fr", "be", "nl", "it", "es", "pt", "dk", "se", "no", "fi", "pl", "cz", "gr"],
  ...["us", "ca", "au", "jp", "br", "sg"],
]

type User = Extract<ReturnType<typeof parseSegment>, { row: unknown }>["row"]

/** What a pass over the interactions finds of products and shoppers. */
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
 * products, its known users customers. Without a list of items those of the
 * interactions stand in, without a list of users theirs.
 *
 * @throws Error when the folder has no interactions, or none that can be read
 */
export async function planDataFolder(folder: string, options: DataFolderOptions): Promise<ShopPlan> {
  const { currencyCode, historyFolder, endsAt } = options
  const interactions = interactionsIn(folder)
  const traces = await readTraces(interactions, endsAt)
  const times = { rows: traces.rows, lastTime: traces.lastTime, endsAt }
  const words = movesInWords(times)
  if (words !== undefined) {
    report(words)
    await moveTimes(interactions, historyFolder, times)
  }
  const items = await readAll(folder, "items", parseItem)
  const users = await readAll(folder, "users", parseSegment)
  const products = toProducts(withMissing(items, traces.prices.keys(), anItem), { traces, currencyCode })
  const name = path.basename(path.resolve(folder))
  return {
    name: `Shop of ${name}`,
    regions: [{ name: "International", currencyCode, countries: COUNTRIES, shippingPrice: 5 }],
    categories: toCategories(products.flatMap(({ category }) => category ?? [])),
    products,
    customers: toCustomers(withMissing(users, traces.orders.keys(), aUser), traces),
    dataFolder: words === undefined ? path.resolve(folder) : historyFolder,
    ...{ orders: [], wishes: [], soldOut: [], fewLeft: {}, simulateLists: null, endsAt },
  }
}

const anItem = (id: string): CatalogItem => ({ id, title: "", category: null, price: null, tags: [], createdAt: null })
const aUser = (id: string): User => ({ id, segment: { age: null, gender: null, country: null } })

/** The rows of a list that can be read; none where there is no such file. */
async function readAll<T>(folder: string, table: DataTable, parse: RowReader<T>["parse"]): Promise<T[]> {
  const rows: T[] = []
  const file = tableIn(folder, table)
  if (file !== null) reportProblems(await readRecords(file, table, { parse, accept: (row) => rows.push(row) }))
  return rows
}

function reportProblems({ file, problems, guessed }: FileReport): void {
  for (const problem of problems) report(`${path.basename(file)}: ${problemLine(problem)}`)
  if (guessed > 0) report(`${path.basename(file)}: ${guessed} rows are no UTF-8 and were read as Windows-1252`)
}

async function readTraces(file: string, latest: number): Promise<Traces> {
  const prices = new Map<string, number>()
  const sessions = new Map<string, Set<string>>()
  let row = 0
  let lastTime: number | undefined
  const fileReport = await readRecords(file, "interactions", {
    parse: (cells) => parseInteraction(cells, { latest }),
    accept: ({ userId, itemId, behavior, price, sessionId, time }) => {
      if (time > (lastTime ?? Number.NEGATIVE_INFINITY)) lastTime = time
      row++
      if (!prices.has(itemId) || price > 0) prices.set(itemId, price)
      if (userId === "") return
      const orders = sessions.get(userId) ?? new Set<string>()
      sessions.set(userId, orders)
      if (behavior === "purchase") orders.add(sessionId || `row ${row}`)
    },
  })
  reportProblems(fileReport)
  if (row === 0) throw new Error(noRows(fileReport))
  return { prices, orders: new Map([...sessions].map(([user, orders]) => [user, orders.size])), rows: row, lastTime }
}

/** Adds what the interactions know and the list does not. */
function withMissing<T extends { readonly id: string }>(
  rows: readonly T[],
  ids: Iterable<string>,
  make: (id: string) => T,
): T[] {
  const known = new Map(rows.map((row) => [row.id, row]))
  for (const id of ids) if (!known.has(id)) known.set(id, make(id))
  return [...known.values()]
}

/** Names that differ in capitals alone, or have no Latin letter, need handles of their own. */
function toCategories(names: readonly string[]): PlannedCategory[] {
  const taken = new Set<string>()
  return [...new Set(names)].map((name) => ({ name, handle: unused(toHandle(name) || "category", taken) }))
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
  items: readonly CatalogItem[],
  { traces, currencyCode }: { traces: Traces; currencyCode: string },
): PlannedProduct[] {
  const handles = new Set<string>()
  return items.map(({ id, title, category, price, tags }) => {
    const name = readable(title) || `${readable((category ?? "").toUpperCase()) || "Item"} ${id}`
    const amount = price || (traces.prices.get(id) ?? Number.NaN)
    const handle = [toHandle(name), toHandle(id)].filter((part) => part !== "").join("-")
    return {
      externalId: id,
      handle: unused(handle || "item", handles),
      title: name,
      description: "",
      category,
      tags,
      prices: amount > 0 ? { [currencyCode]: amount } : {},
      stock: null,
      motif: motifOf(`${name} ${category ?? ""}`),
      createdAt: null,
      metadata: null,
    }
  })
}

function toCustomers(users: readonly User[], { orders }: Traces): PlannedCustomer[] {
  const most = [...orders].sort((a, b) => b[1] - a[1]).slice(0, LOGINS)
  const logins = new Map(
    most.map(([user, count], order) => [user, { words: `A shopper of the data with ${count} orders`, order }]),
  )
  const names = new Set<string>()
  return users.map(({ id, segment: { age, gender, country } }) => ({
    externalId: id,
    email: `shopper-${unused(toHandle(id) || "x", names)}@data.demo.shop`,
    firstName: "Shopper",
    lastName: id,
    metadata: {
      ...(age === null ? {} : { age }),
      ...(gender ? { gender } : {}),
      ...(country ? { country } : {}),
    },
    about: logins.get(id) ?? null,
  }))
}

/** The name, or the name with the first number that makes it unique. */
function unused(name: string, taken: Set<string>): string {
  let candidate = name
  for (let number = 2; taken.has(candidate); number++) candidate = `${name}-${number}`
  taken.add(candidate)
  return candidate
}
