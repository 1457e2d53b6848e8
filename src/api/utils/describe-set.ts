import { z } from "@medusajs/framework/zod"
import { expectedSetRevenue } from "../../core/evaluation"
import { RULE_SOURCE } from "../../modules/recommendation"
import type { RecommendationModuleService, Wait } from "../../modules/recommendation"
import type { ProductSetResponse, StoreBundle } from "../../types/http"
import { chosenAmount } from "./describe-bundle"

type ShownSet = NonNullable<ProductSetResponse["set"]>
type SetProduct = ShownSet["products"][number]

/** A set as it is shown, and the orders that it is judged by. */
interface JudgedSet {
  readonly productId: string
  readonly bundle: StoreBundle<Record<string, unknown>>
  readonly scope: { readonly from: Date; readonly to: Date; readonly days: number; readonly windowDays: number }
}

const titled = z.looseObject({ id: z.string(), title: z.string() })

/** A set with support and lift of its partners, and the money that it is expected to add a month. */
export async function describeSet(
  service: RecommendationModuleService,
  { productId, bundle, scope }: JudgedSet,
  wait: Wait,
): Promise<ShownSet> {
  const shown = bundle.products.map((item) => {
    const { id, title } = titled.parse(item.product)
    return { id, title, source: item.source, amount: chosenAmount(item) }
  })
  const partnerIds = shown.map(({ id }) => id).filter((id) => id !== productId)
  const [evidence, use] = await Promise.all([
    service.insights.partners(productId, { ...scope, partnerIds }, wait),
    service.insights.setUse(scope, wait),
  ])
  const known = new Map(evidence.map((one) => [one.productId, one]))
  const products = shown.map(({ id, title, source, amount }): SetProduct => {
    const { support = null, lift = null } = known.get(id) ?? {}
    const by = source === RULE_SOURCE ? "rule" : "model"
    return { product_id: id, title, amount, source: id === productId ? "page" : by, support, lift }
  })
  const [orders = 0] = evidence.map((one) => one.orders)
  const partners = products
    .filter(({ source }) => source !== "page")
    .map(({ support, amount }) => ({ ordersWithout: orders - (support ?? 0), price: amount }))
  const { takeRate, guessShare, ...revenue } = expectedSetRevenue({ partners, days: scope.days, ...use })
  const { currency_code, amount: total, discount } = bundle.total
  const extra = { ...revenue, take_rate: takeRate, guess_share: guessShare, orders }
  return { products, currency_code, total, discount, extra_revenue: extra }
}
