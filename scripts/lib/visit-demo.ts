import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { createRandom } from "../../src/core/random/seeded-random"

/** The storefront's own configuration, as its page reads it. */
export const demoShop = z.looseObject({
  backendUrl: z.url(),
  publishableKey: z.string(),
  regionId: z.string(),
  regions: z.array(z.looseObject({ id: z.string(), countries: z.array(z.string()) })),
  shoppers: z.array(z.looseObject({ email: z.string(), password: z.string(), name: z.string() })),
})

export type DemoShop = z.output<typeof demoShop>

const DAY_MS = 86_400_000
/** The shop takes no event that is older than a week. */
const OLDEST_DAYS = 6
const PLACEMENTS = [
  { placement: "home-top", strategy: "for_you" },
  { placement: "home-trending", strategy: "trending" },
  { placement: "home-new", strategy: "new_arrivals" },
] as const
const AGENTS = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36",
  "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Safari/604.1",
]

const answered = z.looseObject({
  recommendation_id: z.string(),
  recommendations: z.array(
    z.looseObject({
      product: z.looseObject({ id: z.string(), variants: z.array(z.looseObject({ id: z.string() })).optional() }),
    }),
  ),
})
const cartAnswer = z.looseObject({ cart: z.looseObject({ id: z.string() }) })
const optionsAnswer = z.looseObject({ shipping_options: z.array(z.looseObject({ id: z.string() })) })
const collectionAnswer = z.looseObject({ payment_collection: z.looseObject({ id: z.string() }) })

/** Reads the storefront's configuration from the script that its pages load. */
export async function readDemoShop(storefrontUrl: string): Promise<DemoShop> {
  const script = await (await fetch(`${storefrontUrl}/config.js`)).text()
  return demoShop.parse(JSON.parse(script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1)))
}

/**
 * Lets guests shop by what is recommended to them, spread over the last days,
 * so that a dashboard has results to show: they see lists, click, and some buy.
 */
export async function visitDemo(shop: DemoShop, visits: number): Promise<void> {
  const random = createRandom(11)
  for (let visit = 0; visit < visits; visit++) {
    await visitOnce(shop, { chance: () => random.next(), daysAgo: (visit / visits) * OLDEST_DAYS, visit })
  }
}

interface Visit {
  readonly chance: () => number
  readonly daysAgo: number
  readonly visit: number
}

async function visitOnce(shop: DemoShop, { chance, daysAgo, visit }: Visit): Promise<void> {
  const visitor = randomUUID()
  const agent = AGENTS[visit % AGENTS.length]
  const { placement, strategy } = PLACEMENTS[visit % PLACEMENTS.length]
  const query = new URLSearchParams({ strategy, placement, visitor_id: visitor, region_id: shop.regionId, limit: "8" })
  const list = answered.parse(await ask(shop, agent, `/store/recommendations?${query.toString()}`))
  let at = Date.now() - daysAgo * DAY_MS - 600_000
  const event = (type: string, productId: string) => ({
    ...{ id: randomUUID(), type, product_id: productId, occurred_at: new Date((at += 5_000)).toISOString() },
    ...{ placement, recommendation_id: list.recommendation_id },
  })
  // What stands first is seen most.
  const seen = list.recommendations.filter((_, rank) => chance() < 1 - rank * 0.08).map(({ product }) => product)
  const events = seen.map(({ id }) => event("impression", id))
  const clicked = seen.find((_, rank) => chance() < 0.22 / (rank + 1) + 0.05)
  if (clicked) events.push(event("click", clicked.id), event("view", clicked.id))
  if (events.length > 0) {
    await ask(shop, agent, "/store/behavior-events", { visitor_id: visitor, consent: true, events })
  }
  const variant = clicked?.variants?.[0]?.id
  if (variant && chance() < 0.45) {
    const metadata = { recommendation_id: list.recommendation_id, visitor_id: visitor }
    await buy(shop, agent, { variant_id: variant, quantity: 1, metadata })
  }
}

async function buy(shop: DemoShop, agent: string, item: object): Promise<void> {
  const country = shop.regions.find(({ id }) => id === shop.regionId)?.countries[0] ?? "de"
  const address = {
    ...{ first_name: "Guest", last_name: "(simulated)", address_1: "1 Main Street", city: "Anywhere" },
    ...{ postal_code: "10115", country_code: country },
  }
  const { cart } = cartAnswer.parse(
    await ask(shop, agent, "/store/carts", { region_id: shop.regionId, email: "guest@demo.shop", items: [item] }),
  )
  const path = `/store/carts/${cart.id}`
  await ask(shop, agent, path, { shipping_address: address, billing_address: address })
  const options = optionsAnswer.parse(await ask(shop, agent, `/store/shipping-options?cart_id=${cart.id}`))
  await ask(shop, agent, `${path}/shipping-methods`, { option_id: options.shipping_options[0]?.id })
  const payment = collectionAnswer.parse(await ask(shop, agent, "/store/payment-collections", { cart_id: cart.id }))
  const sessions = `/store/payment-collections/${payment.payment_collection.id}/payment-sessions`
  await ask(shop, agent, sessions, { provider_id: "pp_system_default" })
  await ask(shop, agent, `${path}/complete`, {})
}

/** @throws Error when the shop does not answer as it should */
async function ask(shop: DemoShop, agent: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(shop.backendUrl + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      "x-publishable-api-key": shop.publishableKey,
      "user-agent": agent,
      "content-type": "application/json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path.split("?")[0] ?? path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
