import type { ModuleContext } from "../../context"
import { isWithinBudget } from "../gift"
import type { ShopPorts } from "../ports"
import type { Question } from "../question"
import { explorationOf } from "../exploration/exploration"
import type { Exploration, Explored } from "../exploration/exploration"
import { isKept } from "../rules/apply-rules"
import type { RuleEffect } from "../rules/apply-rules"
import { arrange } from "./arrange"
import { collectCandidates, ruleCandidate } from "./candidates"
import type { Candidate } from "./candidates"
import { planFields } from "./fields"
import { readOffers } from "./offers"
import type { OpenOffer, Verified } from "./offers"
import type { Prepared } from "./prepare"
import { OUTSIDE_BUDGET } from "./removal"
import type { Removal } from "./removal"
import { Shaping } from "./shape"
import { createSieve } from "./sieve"

/** The list as it is to be shown. */
export interface Composition {
  readonly shown: readonly { readonly candidate: Candidate; readonly verified: Verified }[]
  readonly effects: readonly RuleEffect[]
  /** What looked well in memory and turned out not to be for sale. */
  readonly failed: ReadonlyMap<string, Removal>
  /** What of it is explored; null where nothing may be. */
  readonly exploration: Omit<Explored, "candidates"> | null
  /** Whether an extension of the shop was left out: the list is not kept for long. */
  readonly isPartial: boolean
}

/** A list that shows nothing. */
const NOTHING: Composition = { shown: [], effects: [], failed: new Map(), exploration: null, isPartial: false }

/** Candidates a list's place, so that filters, rules and variety have a choice. */
const POOL_FACTOR = 4
const POOL_EXTRA = 20
/** Looked at beside what is to be shown, so that one that fails costs no second look. */
const RESERVE = 2
/** Pools tried, each four times the last, when too little is left: the sixth holds a thousand times the list. */
const MAX_POOLS = 6
/** Looks at one pool; each reaches four times as far beyond the list as the last. */
const MAX_LOOKS = 12
const LOOK_FACTOR = 4
/** Products of one look at most. */
const MAX_LOOKED_AT = 2_000

interface Verification {
  readonly verified: Map<string, Verified>
  readonly failed: Map<string, Removal>
  /** For sale, but the strategy's claim does not hold of them for this shopper. */
  readonly unclaimed: Set<string>
}

/**
 * Ranks in memory, arranges, and looks at what is to be shown in the database;
 * what fails goes, and the next in line is looked at. Ends with a full list, or
 * with all there is.
 */
export async function compose(context: ModuleContext, prepared: Prepared, ports: ShopPorts): Promise<Composition> {
  // Held out of all lists: rules and extensions would put products in again.
  if (prepared.variation?.kind === "nothing") return NOTHING
  const { limit } = prepared.question
  const state: Verification = { verified: new Map(), failed: new Map(), unclaimed: new Set() }
  const exploration = explorationOf(prepared)
  const shaping = prepared.extensions.isEmpty ? null : new Shaping(prepared)
  let size = POOL_FACTOR * limit + POOL_EXTRA
  for (let pool = 1; ; pool++) {
    const candidates = candidatesWithPins(prepared, size)
    const shaped = shaping ? await shaping.shape(candidates, state.failed) : candidates
    const composition = await settle(context, { prepared, ports, candidates: shaped, state, exploration })
    if (composition.shown.length >= limit || candidates.length < size || pool === MAX_POOLS)
      return { ...composition, isPartial: shaping?.isPartial ?? false }
    size *= POOL_FACTOR
  }
}

/** Candidates, and what a rule wants pinned, if it passes the filters. */
export function candidatesWithPins(prepared: Prepared, size: number): Candidate[] {
  const { question, rules } = prepared
  const sieve = createSieve(prepared)
  const fillSieve = question.fillsUp ? createSieve(prepared, false) : null
  const candidates = collectCandidates(prepared, size)
  const there = new Set(candidates.map((candidate) => candidate.productId))
  for (const productId of rules.flatMap((rule) => (rule.action === "pin" ? rule.product_ids : []))) {
    if (there.has(productId)) continue
    const isOwn = sieve.removal(productId) === null
    if (!isOwn && fillSieve?.removal(productId) !== null) continue
    there.add(productId)
    candidates.push(ruleCandidate(prepared, productId, !isOwn))
  }
  return candidates
}

async function settle(
  context: ModuleContext,
  work: {
    readonly prepared: Prepared
    readonly ports: ShopPorts
    readonly candidates: readonly Candidate[]
    readonly state: Verification
    readonly exploration: Exploration | null
  },
): Promise<Omit<Composition, "isPartial">> {
  const { prepared, ports, candidates, state, exploration } = work
  const { limit } = prepared.question
  for (let look = 1; ; look++) {
    const arranged = arrange(stillPossible(candidates, state, prepared), prepared, {
      ...{ exploration, failed: state.failed },
    })
    const top = arranged.candidates.slice(0, limit)
    const isUnknown = ({ productId }: Candidate): boolean => !state.verified.has(productId)
    if (look === MAX_LOOKS || !top.some(isUnknown)) {
      const shown = top.flatMap((candidate) => {
        const verified = state.verified.get(candidate.productId)
        return verified ? [{ candidate, verified }] : []
      })
      return { shown, effects: arranged.effects, failed: state.failed, exploration: arranged.exploration }
    }
    const reach = limit + RESERVE * LOOK_FACTOR ** (look - 1)
    const ids = arranged.candidates.slice(0, reach).filter(isUnknown).slice(0, MAX_LOOKED_AT)
    await verify(context, { prepared, ports, ids: ids.map(({ productId }) => productId), state })
  }
}

/** Candidates without those that failed; those of whom the claim does not hold fill up, if that is wanted. */
function stillPossible(
  candidates: readonly Candidate[],
  { failed, unclaimed }: Verification,
  { question }: Prepared,
): Candidate[] {
  return candidates.flatMap((candidate) => {
    if (failed.has(candidate.productId)) return []
    if (candidate.fillsIn || !unclaimed.has(candidate.productId)) return [candidate]
    return question.fillsUp ? [{ ...candidate, fillsIn: true }] : []
  })
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
  const { question } = prepared
  const plan = planFields(question.fields)
  const found = await readOffers(context, prepared, {
    ...{ ports, ids, sections: plan.kind === "graph" ? "stamp" : plan.kind },
  })
  for (const id of ids) {
    const verified = found.get(id)
    const removal = verified ? priceRemoval(verified, question) : NOT_FOR_SALE
    if (removal) state.failed.set(id, removal)
    else if (verified) state.verified.set(id, verified)
    if (question.strategy === "on_sale" && !verified?.open.some(isReduced)) {
      state.unclaimed.add(id)
      if (!question.fillsUp && !removal) state.failed.set(id, NOT_REDUCED)
    }
  }
}

const NOT_FOR_SALE: Removal = { by: "not_for_sale", detail: "not published, not in the sales channel, or out of stock" }

const NOT_REDUCED: Removal = { by: "not_on_sale", detail: "no reduced price for this shopper" }

/** What prices say against a product: none at all, or none within the budget. */
function priceRemoval({ open }: Verified, { gift }: Question): Removal | null {
  if (open.length === 0) return { by: "no_price", detail: "no price in this region, currency and customer group" }
  return open.some(({ amount }) => isWithinBudget(amount, gift)) ? null : OUTSIDE_BUDGET
}

const isReduced = ({ calculated_price: kind, original_amount: original, amount }: OpenOffer): boolean =>
  kind?.price_list_type === "sale" || (original !== null && amount < original)

/** Excluding rules at work on products that were candidates otherwise. */
export function excludedByRules(prepared: Prepared, candidates: readonly Candidate[]): Map<string, Removal> {
  const removals = new Map<string, Removal>()
  for (const rule of prepared.rules) {
    if (rule.action !== "exclude" && rule.action !== "include") continue
    for (const candidate of candidates)
      if (!isKept(rule, candidate)) removals.set(candidate.productId, { by: "rule", detail: rule.name })
  }
  return removals
}
