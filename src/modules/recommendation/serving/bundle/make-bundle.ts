import type { ModuleContext } from "../../context"
import { readProductsForSale } from "../catalog/products-for-sale"
import { compose } from "../pipeline/compose"
import type { Composition } from "../pipeline/compose"
import type { Prepared } from "../pipeline/prepare"
import { render } from "../pipeline/render"
import type { RenderedList } from "../pipeline/render"
import type { ShopPorts } from "../ports"

/** Products of a set at most, the one on the page included. */
const AT_MOST = 4
/** Candidates looked at for each place: most of what goes with a product was never bought with it often enough. */
const LOOKED_AT = 3 * AT_MOST

type Shown = Composition["shown"][number]

/** A set of products that are bought as one, as a list, with the variants that can be bought of each. */
export interface MadeBundle {
  readonly list: RenderedList
  /** Variant ids by product. */
  readonly variants: ReadonlyMap<string, readonly string[]>
}

/**
 * The product on the page, or what lies in the cart, with what orders have often held beside it; null where there is
 * no such set, or the product on the page cannot be bought. Each was looked at in the database a moment ago.
 */
export async function makeBundle(
  context: ModuleContext,
  prepared: Prepared,
  ports: ShopPorts,
): Promise<MadeBundle | null> {
  const { productId } = prepared.question
  const page = productId === null ? [] : await lookAtPage(context, { prepared, ports, productId })
  if (page === null) return null
  const asked = { ...prepared, question: { ...prepared.question, limit: LOOKED_AT } }
  const { shown, isPartial } = await compose(context, asked, ports)
  const partners = shown.filter(isBoughtTogether).slice(0, AT_MOST - Math.max(1, page.length))
  if (partners.length === 0) return null
  const composition: Composition = { shown: [...page, ...partners], effects: [], failed: new Map(), isPartial }
  const list = await render({ prepared, composition, relaxed: [] }, ports)
  const variants = new Map(composition.shown.map(({ candidate, verified }) => [candidate.productId, ableOf(verified)]))
  return { list, variants }
}

const isBoughtTogether = ({ candidate }: Shown): boolean => candidate.reasons.some(({ code }) => code === "bought_with")

/** Variants with a price that can be bought now. */
const ableOf = ({ forSale, prices }: Shown["verified"]): string[] =>
  forSale.offers.flatMap(([variant, set, able]) =>
    able && set !== null && typeof prices.get(set)?.calculated_amount === "number" ? [variant] : [],
  )

/** The product on the page; null where it cannot be bought. */
async function lookAtPage(
  context: ModuleContext,
  { prepared, ports, productId }: { prepared: Prepared; ports: ShopPorts; productId: string },
): Promise<Shown[] | null> {
  const { question, catalog, facts } = prepared
  const found = await readProductsForSale(context, {
    ids: [productId],
    salesChannelIds: question.salesChannelIds,
    currencyCode: question.market.currencyCode,
    sections: "full",
  })
  const forSale = found.get(productId)
  const entry = catalog.get(productId)
  if (!forSale || !entry) return null
  const prices = await ports.calculatePrices({
    priceSetIds: forSale.offers.flatMap(([, set]) => set ?? []),
    market: question.market,
    customerId: question.shopper.customerId,
    customerGroupIds: facts.groupIds,
  })
  const verified = { forSale, prices }
  if (ableOf(verified).length === 0) return null
  const { categoryIds, categoryTree } = entry
  const worth = { score: 0, confidence: 0, chance: 0, rung: "item_to_item" as const }
  const candidate = { productId, categoryIds, categoryTree, ...worth, source: "page", reasons: [], fillsIn: false }
  return [{ candidate, verified }]
}
