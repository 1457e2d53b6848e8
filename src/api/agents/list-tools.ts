import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { giftAnswers, giftSearch } from "../store/recommendations/gift/next/validators"
import { id, page, word } from "../store/recommendations/validators"
import { askForGift } from "../utils/ask-for-gift"
import { buildPage, buildQuestion } from "../utils/build-question"
import type { ListInput } from "../utils/build-question"
import { shopPorts } from "../utils/shop-ports"
import type { AgentCaller } from "./agent-caller"
import { compactList, compactProduct, detailedProduct } from "./compact-product"
import { agentTool } from "./tool"
import type { AgentTool } from "./tool"

const MAX_LIMIT = 12
/** Products that a search ranks: those that Medusa's own search finds first. */
const SEARCHED = 60

const place = {
  region_id: page.region_id.describe(
    "Region of the shop, as in the resource shop://facts; its currency is the prices'",
  ),
  currency_code: page.currency_code,
  country_code: page.country_code.describe("Two letters: where it is sent, for prices with tax"),
  locale: page.locale,
}
const limit = z.number().int().min(1).max(MAX_LIMIT).default(6)

type Place = { readonly [Key in keyof typeof place]?: string | undefined }

async function listOf({ service, scope, who }: AgentCaller, where: Place & { cart_id?: string }, list: ListInput) {
  const question = buildQuestion(await buildPage(service, { ...who, ...where }), { ...list, placement: "agent" })
  const { body } = await service.serving.answer(question, shopPorts(scope))
  const answer = z
    .object({ recommendations: z.array(z.unknown()), recommendation_id: z.string() })
    .parse(JSON.parse(body.toString()))
  return { products: compactList(answer.recommendations), recommendation_id: answer.recommendation_id }
}

const recommend = agentTool({
  name: "recommend",
  description: "Products for whoever the token belongs to, or what most people like where there is none.",
  input: z.strictObject({
    strategy: z.enum(["for_you", "trending", "popular", "new_arrivals", "on_sale"]).default("for_you"),
    ...{ limit, category_id: id.optional(), budget_max: z.number().min(0).max(1e12).optional() },
    ...place,
  }),
  run: (caller, { strategy, limit: count, category_id, budget_max, ...where }) =>
    listOf(caller, where, { strategy, limit: count, category_id, budget_max }),
})

const similarProducts = agentTool({
  name: "similar_products",
  description: "Products like a given one.",
  input: z.strictObject({ product_id: id, limit, ...place }),
  run: (caller, { product_id, limit: count, ...where }) =>
    listOf(caller, where, { strategy: "similar", product_id, limit: count }),
})

const completeCart = agentTool({
  name: "complete_cart",
  description: "What goes well with the products of a cart.",
  input: z.strictObject({ cart_id: id, limit, ...place }),
  run: (caller, { limit: count, ...where }) => listOf(caller, where, { strategy: "cart", limit: count }),
})

const giftNextQuestion = agentTool({
  name: "gift_next_question",
  description:
    "For a present: pass all answers so far (none to begin with). Gives the most informative question, and products already. " +
    "Values come from the options, or are the giver's own words; null skips a question.",
  input: z.strictObject({
    answers: giftAnswers.default({}),
    limit,
    exclude: z.array(id).max(100).default([]),
    search_id: giftSearch.optional().describe("The recommendation_id of the first answer, from the second question on"),
    ...place,
  }),
  run: async ({ service, scope, who }, input) => {
    const { products, ...rest } = await askForGift({ service, scope }, { ...who, ...input, placement: "agent" })
    return { ...rest, products: compactList(products) }
  },
})

const whyThis = agentTool({
  name: "why_this",
  description: "Why a product would be shown to whoever the token belongs to, in words.",
  input: z.strictObject({ product_id: id, ...place }),
  run: async ({ service, scope, who }, { product_id, ...where }) => {
    const question = buildQuestion(await buildPage(service, { ...who, ...where }), { product_id })
    const predicted = await service.serving.predict(question, shopPorts(scope))
    if (predicted === null) throw notForSale(product_id)
    return { product_id, reasons: predicted.reasons.map(({ text }) => text), chance: predicted.chance }
  },
})

const found = z.array(z.object({ id: z.string() }))

const searchForMe = agentTool({
  name: "search_products_for_me",
  description: "Products whose texts hold the words, in the order of whoever the token belongs to.",
  input: z.strictObject({ query: word, limit, ...place }),
  run: async (caller, { query, limit: count, ...where }) => {
    const { service, who } = caller
    const ids = await soldIds(caller, { q: query })
    if (ids.length === 0) return { products: [] }
    const question = buildQuestion(await buildPage(service, { ...who, ...where }), {})
    const order = await service.serving.order(question, { ids, blend: 1, reasonsOf: 0 })
    const { ranking } = z.object({ ranking: found }).parse(JSON.parse(order.toString()))
    const products = await read(
      caller,
      where,
      ranking.slice(0, count).map((one) => one.id),
    )
    return { products: products.map(compactProduct) }
  },
})

const productDetails = agentTool({
  name: "product_details",
  description: "A product's texts, variants and prices as they are now.",
  input: z.strictObject({ product_id: id, ...place }),
  run: async (caller, { product_id, ...where }) => {
    const [product] = await read(caller, where, [product_id])
    if (product === undefined) throw notForSale(product_id)
    return detailedProduct(product)
  },
})

/** Ids of published products of the key's channels, those that Medusa's own search finds first. */
async function soldIds({ scope, who }: AgentCaller, filters: { q: string } | { id: string[] }): Promise<string[]> {
  const { data } = await scope.resolve(ContainerRegistrationKeys.QUERY).graph({
    ...{ entity: "product", fields: ["id"], pagination: { take: SEARCHED, skip: 0 } },
    filters: { ...filters, status: "published", sales_channels: { id: [...who.salesChannelIds] } },
  })
  return found.parse(data).map((one) => one.id)
}

const FIELDS = "id,title,subtitle,handle,description,material,variants.id,variants.title"

/** Products that are sold here, with prices of the market, in the order of the ids. */
async function read(caller: AgentCaller, where: Place, ids: readonly string[]): Promise<unknown[]> {
  const { service, scope, who } = caller
  const { market, locale } = await buildPage(service, { ...who, ...where })
  const productIds = await soldIds(caller, { id: [...ids] })
  const products = await shopPorts(scope).readProducts({
    ...{ productIds, market, locale, fields: FIELDS, salesChannelIds: who.salesChannelIds },
    ...{ customerId: who.customerId, customerGroupIds: [] },
  })
  return ids.flatMap((id) => products.get(id) ?? [])
}

const notForSale = (productId: string): MedusaError =>
  new MedusaError(MedusaError.Types.NOT_FOUND, `product_id: ${productId} is not for sale here`)

/** Tools that change nothing. */
export const LIST_TOOLS: readonly AgentTool[] = [
  ...[recommend, similarProducts, completeCart, giftNextQuestion, whyThis, searchForMe, productDetails],
]
