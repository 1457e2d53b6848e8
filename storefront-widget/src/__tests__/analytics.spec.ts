/** @jest-environment @happy-dom/jest-environment */
import { onListEvent, toDataLayer, toSegment } from "../client/analytics"
import type { DataLayer, ListEvent } from "../client/analytics"
import { RecommendationsClient } from "../client/client"
import { rankCards } from "../client/rank"
import type { MedusaSdk, RequestOptions } from "../client/types"
import { anAnswer } from "./hooks/a-shop"
import { MemoryStorage } from "./memory-storage"

const sdk = { client: { fetch: async () => ({}) } } as MedusaSdk

/** A client that has shown one list, of a mug at 12 euros. */
function aClient(consent?: boolean): RecommendationsClient {
  const client = new RecommendationsClient({ sdk, consent, storage: new MemoryStorage() })
  const answer = anAnswer("mug")
  const variants = [{ id: "v", calculated_price: { calculated_amount: 12, currency_code: "eur" } }]
  const [item] = answer.recommendations
  const priced = { ...answer, recommendations: [{ ...item, product: { ...item.product, variants } }] }
  client.answers.set("home", { answer: priced, at: 0, cartId: undefined })
  return client
}

const report = (client: RecommendationsClient, type: "impression" | "click" | "add_to_cart" | "view") =>
  client.track({ type, product_id: "mug", placement: "home", recommendation_id: "rec_mug" })

test("dataLayer: a list that is seen, opened and bought from is GA4's three events, with list, name and index", () => {
  const layer: DataLayer = []
  const client = aClient(true)
  onListEvent(client, toDataLayer(layer))
  for (const type of ["impression", "click", "add_to_cart", "view"] as const) report(client, type)
  const list = { item_list_id: "rec_mug", item_list_name: "home" }
  const items = [{ item_id: "mug", item_name: "mug", index: 0, price: 12, quantity: 1, ...list }]
  expect(layer).toEqual([
    { ecommerce: null },
    { event: "view_item_list", ecommerce: { ...list, items } },
    { ecommerce: null },
    { event: "select_item", ecommerce: { ...list, items } },
    { ecommerce: null },
    { event: "add_to_cart", ecommerce: { ...list, currency: "EUR", value: 12, items } },
  ])
})

test.each([undefined, false])("analytics: nothing is reported where consent is %s", (consent) => {
  const layer: DataLayer = []
  const client = aClient(consent)
  onListEvent(client, toDataLayer(layer))
  report(client, "click")
  expect(layer).toEqual([])
})

test("analytics: what is of no list is not reported, and a listener that fails breaks nothing", () => {
  const client = aClient(true)
  const heard: string[] = []
  const stop = onListEvent(client, ({ type }) => {
    heard.push(type)
    throw new Error("blocked by an extension")
  })
  client.track({ type: "click", product_id: "mug" })
  expect(report(client, "click")).toMatch(/^[0-9a-f-]{36}$/)
  stop()
  report(client, "click")
  expect(heard).toEqual(["click"])
})

test("analytics: a page in the shopper's order knows its products' names and places, and of pages the latest 20", async () => {
  const cards = ["a", "b"].map((id) => ({ id, title: id.toUpperCase() }))
  const fetch = async (_path: string, { body }: RequestOptions = {}) => ({
    recommendation_id: (body as { placement: string }).placement,
    ranking: [{ id: "b", rank: 1 }],
  })
  const client = new RecommendationsClient({
    ...{ sdk: { client: { fetch } } as MedusaSdk, consent: true, storage: new MemoryStorage() },
  })
  const heard: ListEvent[] = []
  onListEvent(client, (event) => heard.push(event))
  for (let page = 0; page <= 20; page++) await rankCards(client, cards, { placement: `rec_${page}` })
  for (const page of [20, 0])
    client.track({ type: "click", product_id: "a", placement: "category", recommendation_id: `rec_${page}` })
  expect(heard.map(({ listId, listName, item }) => [listId, listName, item.name, item.index])).toEqual([
    ["rec_20", "category", "A", 1],
    ["rec_0", "category", undefined, undefined],
  ])
})

test("Segment: its own names, a product's place and price", () => {
  const track = jest.fn()
  const client = aClient(true)
  onListEvent(client, toSegment({ track }))
  report(client, "impression")
  report(client, "add_to_cart")
  const product = { product_id: "mug", name: "mug", position: 0, price: 12, currency: "EUR" }
  const list = { list_id: "rec_mug", category: "home" }
  expect(track.mock.calls).toEqual([
    ["Product List Viewed", { ...list, products: [product] }],
    ["Product Added", { ...list, ...product }],
  ])
})
