import { readFileSync } from "node:fs"
import path from "node:path"
import { parseArgs } from "node:util"
import { z } from "@medusajs/framework/zod"
import { countLook } from "./lib/lists-look/count-look"
import type { LookedAt } from "./lib/lists-look/count-look"

/**
 * What shoppers read on "For you" of a running demo: which reason stands on the cards, how many categories a list has,
 * and whether what it claims of the shopper is true by the log.
 */
const USAGE = "npm run bench:lists-look -- [--shoppers 112] [--url http://localhost:9000] [--folder .demo]"
const EMAIL = "admin@demo.shop"
const CARDS = 10

const token = z.object({ token: z.string() })
const secrets = z.object({ adminPassword: z.string() })
const customers = z.object({ customers: z.array(z.object({ id: z.string(), metadata: z.looseObject({}).nullish() })) })
const products = z.object({
  products: z.array(z.object({ id: z.string(), categories: z.array(z.object({ name: z.string() })).nullish() })),
})
const preview = z.object({
  recommendations: z.array(
    z.object({
      product: z.object({ id: z.string() }),
      reasons: z.array(z.object({ code: z.string(), text: z.string(), product_id: z.string().optional() })),
    }),
  ),
})
const exported = z.object({ events: z.array(z.object({ type: z.string(), product_id: z.string() })) })

type Ask = (path: string, body?: unknown) => Promise<unknown>

async function signIn(url: string, folder: string): Promise<Ask> {
  const { adminPassword: password } = secrets.parse(JSON.parse(readFileSync(path.join(folder, "secrets.json"), "utf8")))
  const ask =
    (headers: Record<string, string>): Ask =>
    async (route, body) => {
      const answer = await fetch(url + route, {
        method: body === undefined ? "GET" : "POST",
        headers: { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as unknown
    }
  const login = token.parse(await ask({})("/auth/user/emailpass", { email: EMAIL, password }))
  return ask({ authorization: `Bearer ${login.token}` })
}

/** Simulated shoppers in the order of their ids, so that two runs look at the same. */
async function someShoppers(ask: Ask, count: number): Promise<string[]> {
  const all = customers.parse(await ask("/admin/customers?limit=5000&fields=id,metadata")).customers
  const named = all.flatMap(({ id, metadata }) =>
    typeof metadata?.external_id === "string" ? [{ id, name: metadata.external_id }] : [],
  )
  return named
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      shoppers: { type: "string", default: "112" },
      url: { type: "string", default: "http://localhost:9000" },
      folder: { type: "string", default: ".demo" },
      help: { type: "boolean" },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return
  }
  const ask = await signIn(values.url, values.folder)
  const found = products.parse(await ask("/admin/products?limit=5000&fields=id,categories.name")).products
  const categories = new Map(found.map(({ id, categories: of }) => [id, of?.[0]?.name ?? ""]))
  const looks: LookedAt[] = []
  for (const id of await someShoppers(ask, Number(values.shoppers))) {
    const list = preview.parse(
      await ask("/admin/recommendations/preview", { customer_id: id, strategy: "for_you", limit: CARDS }),
    )
    const { events } = exported.parse(await ask(`/admin/recommendations/shoppers/${id}/export`))
    const past = events.map(({ type, product_id: productId }) => ({ type, productId }))
    looks.push({ cards: list.recommendations.map(toCard), past })
  }
  const counted = countLook(looks, categories)
  for (const [code, share] of Object.entries(counted.reasons))
    console.log(`${code.padEnd(24)}${(100 * share).toFixed(1)} %`)
  for (const claim of counted.falseClaims.slice(0, 20)) console.log(`false: ${claim}`)
  const { falseClaims, ...figures } = counted
  console.log(JSON.stringify({ bench: "lists-look", ...figures, false_claims: falseClaims.length }))
}

type Card = LookedAt["cards"][number]

const toCard = ({ product, reasons }: z.output<typeof preview>["recommendations"][number]): Card => ({
  productId: product.id,
  reasons: reasons.map(({ code, text, product_id: of }) => ({ code, text, productId: of ?? null })),
})

void main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
