import type { ModuleContext } from "../../context"
import { ruleCandidate } from "../pipeline/candidates"
import type { Candidate } from "../pipeline/candidates"
import { compose } from "../pipeline/compose"
import type { Composition } from "../pipeline/compose"
import { readOffers } from "../pipeline/offers"
import type { Prepared } from "../pipeline/prepare"
import { render } from "../pipeline/render"
import type { RenderedList } from "../pipeline/render"
import type { ShopPorts } from "../ports"
import { pickedSet } from "./picked-set"

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
 * The product on the page, or what lies in the cart, with what a merchandiser picked for the page and what orders have
 * often held beside it; null where there is no such set, or the product on the page cannot be bought. Each was looked
 * at in the database a moment ago.
 */
export async function makeBundle(
  context: ModuleContext,
  prepared: Prepared,
  ports: ShopPorts,
): Promise<MadeBundle | null> {
  const { productId } = prepared.question
  const picked = pickedSet(prepared.rules)
  if (picked.isForbidden) return null
  const look = (ids: readonly string[]): Promise<Shown[]> => lookAt(context, { prepared, ports, ids })
  const page = productId === null ? [] : await look([productId])
  if (productId !== null && page.length === 0) return null
  const chosen = await look(picked.productIds.filter((id) => id !== productId && isOpen(prepared, id)))
  // A set that somebody froze is whole, or none: half of it is a set that nobody picked.
  if (picked.isFrozen && chosen.length < picked.productIds.length) return null
  const places = AT_MOST - Math.max(1, page.length)
  const filled =
    picked.isFrozen || chosen.length >= places ? NOTHING_FILLED : await fillUp(context, prepared, { ports, chosen })
  const partners = [...chosen, ...filled.shown].slice(0, places)
  if (partners.length === 0) return null
  const { isPartial } = filled
  const composition: Composition = {
    shown: [...page, ...partners],
    effects: [],
    failed: new Map(),
    exploration: null,
    isPartial,
  }
  const list = await render({ prepared, composition, relaxed: [] }, ports)
  const variants = new Map(
    composition.shown.map(({ candidate, verified }) => [
      candidate.productId,
      verified.open.map(({ variantId }) => variantId),
    ]),
  )
  return { list, variants }
}

/** What the model puts beside what was picked. */
type Filled = Pick<Composition, "shown" | "isPartial">

const NOTHING_FILLED: Filled = { shown: [], isPartial: false }

async function fillUp(
  context: ModuleContext,
  prepared: Prepared,
  { ports, chosen }: { ports: ShopPorts; chosen: readonly Shown[] },
): Promise<Filled> {
  const asked = { ...prepared, question: { ...prepared.question, limit: LOOKED_AT } }
  const { shown, isPartial } = await compose(context, asked, ports)
  const there = new Set(chosen.map(({ candidate }) => candidate.productId))
  return { shown: shown.filter((one) => isBoughtTogether(one) && !there.has(one.candidate.productId)), isPartial }
}

/** Whether a picked product may be shown to this shopper: what lies in the cart, or they want to see no more, may not. */
const isOpen = ({ catalog, history, question }: Prepared, id: string): boolean =>
  catalog.get(id) !== undefined && !history.dismissed.has(id) && !question.cartProductIds.includes(id)

const isBoughtTogether = ({ candidate }: Shown): boolean => candidate.reasons.some(({ code }) => code === "bought_with")

/** Of these products those that can be bought now, in their order. */
async function lookAt(
  context: ModuleContext,
  { prepared, ports, ids }: { prepared: Prepared; ports: ShopPorts; ids: readonly string[] },
): Promise<Shown[]> {
  if (ids.length === 0) return []
  const found = await readOffers(context, prepared, { ports, ids, sections: "full" })
  return ids.flatMap((id) => {
    const verified = found.get(id)
    if (!verified || !prepared.catalog.get(id) || verified.open.length === 0) return []
    const candidate =
      id === prepared.question.productId ? pageCandidate(prepared, id) : ruleCandidate(prepared, id, false)
    return [{ candidate, verified }]
  })
}

function pageCandidate({ catalog }: Prepared, productId: string): Candidate {
  const { categoryIds = [], categoryTree = [] } = catalog.get(productId) ?? {}
  const worth = { score: 0, confidence: 0, chance: 0, rung: "item_to_item" as const }
  return { productId, categoryIds, categoryTree, ...worth, source: "page", reasons: [], fillsIn: false }
}
