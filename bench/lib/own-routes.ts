import type { Agent } from "node:http"
import { request } from "node:http"
import { z } from "zod"
import { getStatus } from "./load"
import { pace } from "./paced-load"
import type { PacedResult } from "./paced-load"
import type { ServeShop } from "./serve-shop"

/** A server of the shop, with or without the plugin. */
export interface Server {
  readonly port: number
  readonly agent: Agent
  readonly shop: ServeShop
  /** Products prod_1 … prod_`products` are for sale. */
  readonly products: number
}

const LIST = 8
const PRODUCTS_PER_SECOND = 4
/** Each costs Medusa itself some quarter of a second of processor. */
export const LINES_PER_SECOND = 1

const headersOf = ({ shop }: Server): Record<string, string> => ({ "x-publishable-api-key": shop.publishableKey })

/** The n-th page of products with prices, as a storefront's category page asks for it. */
export const productsPath = ({ shop, products }: Server, n: number): string =>
  `/store/products?limit=${LIST}&offset=${(n % Math.floor(products / LIST)) * LIST}&region_id=${shop.regionId}`

function post(server: Server, path: string, body: unknown): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const payload = JSON.stringify(body)
    const headers = {
      ...headersOf(server),
      "content-type": "application/json",
      "content-length": Buffer.byteLength(payload),
    }
    const { agent, port } = server
    const asked = request({ host: "127.0.0.1", agent, port, path, method: "POST", headers }, (response) => {
      let text = ""
      response.on("data", (chunk: Buffer) => (text += chunk.toString()))
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }))
      response.on("error", reject)
    })
    asked.on("error", reject)
    asked.end(payload)
  })
}

const cartSchema = z.object({ cart: z.object({ id: z.string() }) })

/** Empty carts, made before anything is measured. */
export async function makeCarts(server: Server, count: number): Promise<string[]> {
  const carts: string[] = []
  for (let n = 0; n < count; n++) {
    const { status, text } = await post(server, "/store/carts", { region_id: server.shop.regionId })
    if (status !== 200) throw new Error(`no cart: ${status} ${text}`)
    carts.push(cartSchema.parse(JSON.parse(text)).cart.id)
  }
  return carts
}

/** What the shop's own routes did at the pace of a busy shop. */
export interface OwnRoutes {
  readonly products: PacedResult
  readonly lines: PacedResult
}

/** Asks for pages of products and adds lines to carts, both steadily; every cart takes one line in `milliseconds`. */
export async function ownRoutes(server: Server, carts: readonly string[], milliseconds: number): Promise<OwnRoutes> {
  const { agent, port } = server
  const [products, lines] = await Promise.all([
    pace({
      perSecond: PRODUCTS_PER_SECOND,
      milliseconds,
      call: (n) => getStatus({ agent, port, headers: headersOf(server), path: productsPath(server, n) }),
    }),
    pace({ perSecond: LINES_PER_SECOND, milliseconds, call: (n) => addLine(server, carts, n) }),
  ])
  return { products, lines }
}

async function addLine(server: Server, carts: readonly string[], n: number): Promise<number> {
  const cart = carts[n % carts.length] ?? ""
  const variant = `variant_${1 + ((n * 37) % server.products)}_1`
  const { status } = await post(server, `/store/carts/${cart}/line-items`, { variant_id: variant, quantity: 1 })
  return status
}

/**
 * The same of two servers, by turns of half a second: whatever slows the machine, such as a vacuum, slows both.
 *
 * @param carts of the first and of the second server
 */
export async function ownRoutesByTurns(
  servers: readonly [Server, Server],
  carts: readonly [readonly string[], readonly string[]],
  milliseconds: number,
): Promise<[OwnRoutes, OwnRoutes]> {
  const spell = 1_000 / LINES_PER_SECOND
  const first = ownRoutes(servers[0], carts[0], milliseconds)
  await new Promise((resolve) => setTimeout(resolve, spell / 2))
  return Promise.all([first, ownRoutes(servers[1], carts[1], milliseconds)])
}
