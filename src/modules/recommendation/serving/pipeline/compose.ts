import type { ModuleContext } from "../../context"
import { readProductsForSale } from "../catalogue/products-for-sale"
import type { ProductForSale } from "../catalogue/products-for-sale"
import type { CalculatedPrice, ShopPorts } from "../ports"
import { ruleNames } from "../rules/apply-rules"
import type { RuleEffect } from "../rules/apply-rules"
import { arrange } from "./arrange"
import { collectCandidates, ruleCandidate } from "./candidates"
import type { Candidate } from "./candidates"
import { planFields } from "./fields"
import type { Prepared } from "./prepare"
import { createSieve } from "./sieve"
import type { Removal } from "./sieve"

/** A candidate that was looked at a moment ago and may be shown. */
export interface Verified {
  readonly forSale: ProductForSale
  /** By price set. */
  readonly prices: ReadonlyMap<string, CalculatedPrice>
}

/** The list as it is to be shown. */
export interface Composition {
  readonly shown: readonly { readonly candidate: Candidate; readonly verified: Verified }[]
  readonly effects: readonly RuleEffect[]
  /** What looked well in memory and turned out not to be for sale. */
  readonly failed: ReadonlyMap<string, Removal>
}

/** Candidates a list's place, so that filters, rules and variety have a choice. */
const POOL_FACTOR = 4
const POOL_EXTRA = 20
/** Looked at beside what is to be shown, so that one that fails costs no second look. */
const RESERVE = 2
/** Pools tried, each larger than the last, when too little is left. */
const MAX_POOLS = 3
const MAX_LOOKS = 12

interface Verification {
  readonly verified: Map<string, Verified>
  readonly failed: Map<string, Removal>
}

/**
 * Ranks in memory, arranges, and looks at what is to be shown in the database;
 * what fails goes, and the next in line is looked at. Ends with a full list, or
 * with all there is.
 */
export async function compose(context: ModuleContext, prepared: Prepared, ports: ShopPorts): Promise<Composition> {
  const { limit } = prepared.question
  const state: Verification = { verified: new Map(), failed: new Map() }
  let size = POOL_FACTOR * limit + POOL_EXTRA
  for (let pool = 1; ; pool++) {
    const candidates = candidatesWithPins(prepared, size)
    const composition = await settle(context, { prepared, ports, candidates, state })
    if (composition.shown.length >= limit || candidates.length < size || pool === MAX_POOLS) return composition
    size *= POOL_FACTOR
  }
}

/** Candidates, and what a rule wants pinned, if it passes the filters. */
export function candidatesWithPins(prepared: Prepared, size: number): Candidate[] {
  const sieve = createSieve(prepared)
  const candidates = collectCandidates({ prepared, sieve, size })
  const there = new Set(candidates.map((candidate) => candidate.productId))
  for (const rule of prepared.rules) {
    if (rule.action !== "pin") continue
    for (const productId of rule.product_ids) {
      if (there.has(productId) || sieve.removal(productId) !== null) continue
      there.add(productId)
      candidates.push(ruleCandidate(prepared, productId))
    }
  }
  return candidates
}

async function settle(
  context: ModuleContext,
  work: { prepared: Prepared; ports: ShopPorts; candidates: readonly Candidate[]; state: Verification },
): Promise<Composition> {
  const { prepared, ports, candidates, state } = work
  const { limit } = prepared.question
  for (let look = 1; ; look++) {
    const arranged = arrange(
      candidates.filter(({ productId }) => !state.failed.has(productId)),
      prepared,
    )
    const top = arranged.candidates.slice(0, limit)
    const unknown = top.filter(({ productId }) => !state.verified.has(productId))
    if (unknown.length === 0 || look === MAX_LOOKS) {
      const shown = top.flatMap((candidate) => {
        const verified = state.verified.get(candidate.productId)
        return verified ? [{ candidate, verified }] : []
      })
      return { shown, effects: arranged.effects, failed: state.failed }
    }
    const reserve = arranged.candidates
      .slice(limit, limit + RESERVE * look)
      .filter(({ productId }) => !state.verified.has(productId))
    await verify(context, { prepared, ports, ids: [...unknown, ...reserve].map(({ productId }) => productId), state })
  }
}

async function verify(
  context: ModuleContext,
  {
    prepared,
    ports,
    ids,
    state,
  }: { prepared: Prepared; ports: ShopPorts; ids: readonly string[]; state: Verification },
): Promise<void> {
  const { question, facts } = prepared
  const plan = planFields(question.fields)
  const products = await readProductsForSale(context, {
    ids,
    salesChannelIds: question.salesChannelIds,
    currencyCode: question.market.currencyCode,
    sections: plan.kind === "graph" ? "stamp" : plan.kind,
  })
  const prices = await ports.calculatePrices({
    priceSetIds: [...products.values()].flatMap(({ offers }) =>
      offers.flatMap(([, set]) => (set === null ? [] : [set])),
    ),
    market: question.market,
    customerId: question.shopper.customerId,
    customerGroupIds: facts.groupIds,
  })
  for (const id of ids) {
    const forSale = products.get(id)
    const removal = forSale ? priceRemoval(forSale, prices, prepared) : NOT_FOR_SALE
    if (removal) state.failed.set(id, removal)
    else if (forSale) state.verified.set(id, { forSale, prices })
  }
}

const NOT_FOR_SALE: Removal = { by: "not_for_sale", detail: "not published, not in the sales channel, or out of stock" }

/** What prices say against a product: none at all, beyond the budget, or no sale for this shopper. */
function priceRemoval(
  { offers }: ProductForSale,
  prices: ReadonlyMap<string, CalculatedPrice>,
  { question }: Prepared,
): Removal | null {
  const open = offers.flatMap(([, set, able]) => {
    const price = able && set !== null ? prices.get(set) : undefined
    return price && price.calculated_amount !== null ? [{ ...price, amount: price.calculated_amount }] : []
  })
  if (open.length === 0) return { by: "no_price", detail: "no price in this region, currency and customer group" }
  const { budgetMin, budgetMax } = question.gift
  const affordable = open.filter(({ amount }) => amount >= (budgetMin ?? 0) && amount <= (budgetMax ?? Infinity))
  if (affordable.length === 0) return { by: "budget", detail: "outside the budget" }
  if (question.strategy === "on_sale" && !open.some(isReduced))
    return { by: "not_on_sale", detail: "no reduced price for this shopper" }
  return null
}

function isReduced(price: CalculatedPrice): boolean {
  return (
    price.calculated_price?.price_list_type === "sale" ||
    (price.original_amount !== null &&
      price.calculated_amount !== null &&
      price.calculated_amount < price.original_amount)
  )
}

/** Excluding rules at work on products that were candidates otherwise. */
export function excludedByRules(prepared: Prepared, candidates: readonly Candidate[]): Map<string, Removal> {
  const removals = new Map<string, Removal>()
  for (const rule of prepared.rules) {
    if (rule.action !== "exclude") continue
    for (const candidate of candidates)
      if (ruleNames(rule, candidate)) removals.set(candidate.productId, { by: "rule", detail: rule.name })
  }
  return removals
}
