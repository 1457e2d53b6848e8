import { randomUUID } from "node:crypto"
import { z } from "zod"
import { call } from "../../../integration-tests/helpers/shop-client"
import type { Answer, CallOptions } from "../../../integration-tests/helpers/shop-client"
import { addressOf, pluginRoutes } from "../../../integration-tests/security/route-table"
import type { PluginRoute } from "../../../integration-tests/security/route-table"
import { CUSTOMER } from "./backend"

export interface AskedShop {
  readonly url: string
  readonly adminHeaders: Readonly<Record<string, string>>
  readonly publishableKey: string
  readonly regionId: string
}

/** How many routes were asked, and which did not answer as they should. */
export interface Asked {
  readonly asked: number
  readonly faults: readonly string[]
}

const STRATEGIES = ["for_you", "similar", "bought_together", "cart", "trending", "popular", "recently_viewed"].concat([
  "buy_again",
  "new_arrivals",
  "on_sale",
  "gift",
])
/** Lists that may be empty: nothing is on sale, and a stranger has neither viewed nor bought. */
const MAY_BE_EMPTY = /on_sale|recently_viewed|buy_again/

const list = z.looseObject({ recommendations: z.array(z.looseObject({ product: z.looseObject({ id: z.string() }) })) })
const token = z.object({ token: z.string() })
const refusal = z.looseObject({ message: z.string().min(1) })

/** Asks every store route for what it is there for, as a guest and as a customer. */
export async function askEveryStoreRoute(shop: AskedShop): Promise<Asked> {
  const { url, publishableKey, regionId } = shop
  const key = { "x-publishable-api-key": publishableKey }
  const known = token.parse((await call(`${url}/auth/customer/emailpass`, { body: CUSTOMER })).body)
  const customer = { ...key, authorization: `Bearer ${known.token}` }
  const visitor = randomUUID()
  const desk = new Desk(url)
  const first = await desk.ask("/store/recommendations", { query: { region_id: regionId }, headers: key })
  const product = list.safeParse(first?.body).data?.recommendations[0]?.product.id ?? ""
  for (const strategy of STRATEGIES)
    for (const headers of [key, customer]) {
      const query = { strategy, region_id: regionId, product_id: product, visitor_id: visitor }
      const found = list.safeParse((await desk.ask("/store/recommendations", { query, headers }))?.body).data
      if (!found?.recommendations.length && !MAY_BE_EMPTY.test(strategy)) desk.faults.push(`${strategy}: an empty list`)
    }
  const panels = [{ id: "a", strategy: "for_you" }]
  await desk.ask("/store/recommendations/panels", { headers: key, body: { region_id: regionId, panels } })
  await desk.ask("/store/recommendations/predict", {
    headers: customer,
    body: { product_id: product, region_id: regionId },
  })
  const events = [{ id: randomUUID(), type: "view", product_id: product, occurred_at: new Date().toISOString() }]
  const report = { visitor_id: visitor, consent: true, events }
  const agent = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" }
  await desk.ask("/store/behavior-events", { headers: { ...key, ...agent }, body: report })
  await desk.ask("/behavior-beacon", { query: { publishable_key: publishableKey }, headers: agent, body: report })
  await desk.ask("/store/recommendations/me", { headers: customer })
  await desk.ask("/store/recommendations/me", { headers: customer, body: { consent: true } })
  await desk.ask("/store/recommendations/me", { headers: key, method: "DELETE", query: { visitor_id: visitor } })
  return desk
}

/** Erases a shopper whom nobody knows as well: they stay erased. */
const ERASURE = "/admin/recommendations/shoppers/:customer_id"

/** Asks each of the plugin's routes for what it must refuse: each time with a status of 4xx, and a reason in words. */
export async function askEveryRefusal({ url, adminHeaders, publishableKey }: AskedShop): Promise<Asked> {
  const faults: string[] = []
  let asked = 0
  const refuse = async (route: PluginRoute, why: string, options: CallOptions): Promise<void> => {
    asked++
    const answer = await call(url + addressOf(route, "missing"), { ...options, method: route.method })
    const isRefused = answer.status >= 400 && answer.status < 500 && refusal.safeParse(answer.body).success
    if (!isRefused) faults.push(`${route.method} ${route.path} ${why}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  for (const route of pluginRoutes()) {
    await refuse(route, "without a key or a token", route.method === "POST" ? { body: {} } : {})
    const isStore = route.path.startsWith("/store")
    const headers = isStore ? { "x-publishable-api-key": publishableKey } : adminHeaders
    if (route.method === "POST") await refuse(route, "with a body that is none", { headers, body: "[1, 2" })
    if (route.method === "POST" && !route.path.includes("beacon"))
      await refuse(route, "with an unknown field", { headers, body: { no_such_field: 1 } })
    else if (route.path.includes(":") && route.method !== "GET" && route.path !== ERASURE)
      await refuse(route, "of what is not there", { headers })
  }
  return { asked, faults }
}

interface Question extends CallOptions {
  readonly query?: Readonly<Record<string, string>>
}

class Desk implements Asked {
  asked = 0
  readonly faults: string[] = []

  constructor(private readonly url: string) {}

  async ask(path: string, { query = {}, ...options }: Question): Promise<Answer | undefined> {
    this.asked++
    const answer = await call(`${this.url}${path}?${new URLSearchParams(query).toString()}`, options)
    if (answer.status < 300) return answer
    this.faults.push(`${path} ${JSON.stringify(query)}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return undefined
  }
}
