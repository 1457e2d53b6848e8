import { createServer } from "node:http"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { z } from "@medusajs/framework/zod"
import type {
  Recommendation,
  StoreBehaviorEventsRequest,
  StoreRecommendationsResponse,
} from "../../../src/types/store-http"

/** What the pages are served with. */
export interface StubPage {
  readonly html: string
  readonly type: string
}

/** A shop that answers as the plugin's routes do, and tells what it was asked. */
export interface StubShop {
  readonly url: string
  readonly events: (StoreBehaviorEventsRequest["events"][number] & { visitor_id: string | undefined })[]
  /** Each request for recommendations: path with query, body, and the headers that matter. */
  readonly asked: { path: string; body: unknown; authorization: string | undefined; cookie: string | undefined }[]
  readonly lineItems: { metadata: Record<string, unknown> | undefined }[]
  /** Visitors that were written on carts, by cart. */
  readonly cartVisitors: Record<string, unknown>
  /** Products that the lists hold, the best first; an order changes it. */
  order: number[]
  rung: StoreRecommendationsResponse["rung"]
  /** `down` answers 503, `slow` never. */
  mode: "up" | "down" | "slow"
  /** More of a product than the stub gives. */
  dress: (product: Record<string, unknown>) => Record<string, unknown>
  serve: (path: string, page: StubPage) => void
  reset: () => void
  close: () => Promise<void>
}

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="#7a9"/></svg>`
const START = Array.from({ length: 12 }, (_, i) => i + 1)

/** Number 7 is `prod_7`, "Product 7", 7.50 EUR. */
export function stubItem(number: number, dress: StubShop["dress"] = (product) => product): Recommendation {
  const price = { calculated_amount: number + 0.5, original_amount: number + 0.5, currency_code: "eur" }
  const product = dress({
    ...{ id: `prod_${number}`, title: `Product ${number}`, handle: `product-${number}`, thumbnail: "/picture.svg" },
    variants: [{ id: `variant_${number}`, calculated_price: price }],
  })
  return {
    product: product as Recommendation["product"],
    ...{ rank: number, score: 1 / number, confidence: 1 / (number + 1), chance: 1 / (number + 20), source: "stub" },
    reasons: [{ code: "bought_before", text: `Because you bought Fern Mug ${number}` }],
  }
}

let answers = 0

/** One answer, as `GET /store/recommendations` gives it. */
export function stubAnswer(
  shop: Pick<StubShop, "order" | "rung" | "dress">,
  limit: number,
): StoreRecommendationsResponse {
  return {
    recommendations: shop.order.slice(0, limit).map((number) => stubItem(number, shop.dress)),
    ...{
      recommendation_id: `rec_${++answers}`,
      strategy: "for_you",
      rung: shop.rung,
      is_new_user: shop.rung !== "personal",
    },
    ...{ customer_id: null, model_version: 3, filled_from: [], generated_at: new Date().toISOString() },
  }
}

const panelsBody = z.object({ panels: z.array(z.object({ id: z.string(), limit: z.number() })) })
const lineItemBody = z.object({ metadata: z.record(z.string(), z.unknown()).optional() })

export async function startStubShop(): Promise<StubShop> {
  const pages = new Map<string, StubPage>()
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const shop: StubShop = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ events: [], asked: [], lineItems: [], cartVisitors: {}, order: [...START], rung: "personal", mode: "up" },
    dress: (product) => product,
    serve: (path, page) => pages.set(path, page),
    reset() {
      for (const list of [shop.events, shop.asked, shop.lineItems]) list.length = 0
      for (const cart of Object.keys(shop.cartVisitors)) Reflect.deleteProperty(shop.cartVisitors, cart)
      Object.assign(shop, { order: [...START], rung: "personal", mode: "up", dress: (product: unknown) => product })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", shop.url)
    const page = pages.get(url.pathname)
    if (page) send(response, 200, page.html, page.type)
    else if (url.pathname === "/picture.svg") send(response, 200, PICTURE, "image/svg+xml")
    else if (request.method === "OPTIONS") preflight(request, response)
    else if (!url.pathname.startsWith("/store/")) send(response, 404, "{}")
    else if (request.headers["x-publishable-api-key"] !== "pk_test") send(response, 400, '{"type":"not_allowed"}')
    else if (shop.mode === "down") send(response, 503, '{"type":"unexpected_state"}')
    else if (shop.mode === "up") await answerStore(request, response, url)
  }

  async function answerStore(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const json = await read(request)
    const body: unknown = json ? JSON.parse(json) : undefined
    const { authorization, cookie } = request.headers
    if (url.pathname === "/store/behavior-events") {
      const { visitor_id, events } = body as StoreBehaviorEventsRequest
      shop.events.push(...events.map((event) => ({ ...event, visitor_id })))
      send(response, 202, JSON.stringify({ accepted: events.length, duplicate: 0, rejected: [] }))
    } else if (url.pathname === "/store/recommendations/panels") {
      shop.asked.push({ path: request.url ?? "", body, authorization, cookie })
      const panels = panelsBody.parse(body).panels.map(({ id, limit }) => ({ id, ...stubAnswer(shop, limit) }))
      send(response, 200, JSON.stringify({ panels }))
    } else if (url.pathname === "/store/recommendations") {
      shop.asked.push({ path: request.url ?? "", body, authorization, cookie })
      send(response, 200, JSON.stringify(stubAnswer(shop, Number(url.searchParams.get("limit")))))
    } else if (/^\/store\/carts\/[^/]+$/.test(url.pathname)) {
      const { metadata = {} } = lineItemBody.parse(body)
      shop.cartVisitors[url.pathname.slice("/store/carts/".length)] = metadata.recommendation_visitor_id
      send(response, 200, "{}")
    } else if (/^\/store\/carts\/[^/]+\/(?:line-items|complete)$/.test(url.pathname)) {
      shop.lineItems.push({ metadata: lineItemBody.parse(body).metadata })
      // What is in the cart is no longer recommended.
      shop.order = shop.order.slice(1)
      send(response, 200, "{}")
    } else send(response, 404, "{}")
  }
  return shop
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}

/** Pages of any address may ask, as a shop allows by STORE_CORS. */
const CORS = { "Access-Control-Allow-Origin": "*" }

function preflight(request: IncomingMessage, response: ServerResponse): void {
  const headers = { "Access-Control-Allow-Headers": request.headers["access-control-request-headers"] ?? "" }
  response.writeHead(204, { ...CORS, ...headers, "Access-Control-Allow-Methods": "GET, POST" })
  response.end()
}

function send(response: ServerResponse, status: number, body: string, type = "application/json"): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", ...CORS })
  response.end(body)
}
