import type { RuleInfo } from "../../../../types/http"
import { aboutRule } from "../../sayings"
import type { Statement } from "../../sayings"

/** What a rule must know of a product. */
export interface RuledProduct {
  readonly productId: string
  /** Its categories and all above them. */
  readonly categoryTree: readonly string[]
  /** Its own categories. */
  readonly categoryIds: readonly string[]
}

/** When and where the list is shown. */
export interface RuleOccasion {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number
  readonly placement: string | null
  /** The product on the page. */
  readonly productId?: string | null
  readonly salesChannelIds: readonly string[]
  readonly customerGroupIds: readonly string[]
}

/** One rule at work on one product. */
export interface RuleEffect {
  readonly rule: RuleInfo
  readonly productId: string
  readonly effect: Statement
}

/** The list with the rules applied, and what each of them did. */
export interface RuledList<P extends RuledProduct> {
  readonly products: P[]
  readonly effects: RuleEffect[]
}

/** A rule with the products that meet its conditions, where it has any. */
export interface HeldRule extends RuleInfo {
  readonly matches?: ReadonlySet<string>
  /** Another one for other products that meet them. */
  readonly revision?: string
}

type Rule = Pick<
  RuleInfo,
  "enabled" | "starts_at" | "ends_at" | "placements" | "sales_channel_ids" | "customer_group_ids" | "anchor_product_ids"
>

const meets = (wanted: readonly string[], has: readonly string[]): boolean =>
  wanted.length === 0 || wanted.some((one) => has.includes(one))

/** Whether a rule holds on this occasion; an empty list of placements, channels or groups means all of them. */
export function ruleHolds(rule: Rule, occasion: RuleOccasion): boolean {
  return (
    rule.enabled &&
    (rule.starts_at === null || Date.parse(rule.starts_at) <= occasion.now) &&
    (rule.ends_at === null || occasion.now < Date.parse(rule.ends_at)) &&
    meets(rule.anchor_product_ids ?? [], occasion.productId ? [occasion.productId] : []) &&
    meets(rule.placements, occasion.placement === null ? [] : [occasion.placement]) &&
    meets(rule.sales_channel_ids, occasion.salesChannelIds) &&
    meets(rule.customer_group_ids, occasion.customerGroupIds)
  )
}

/** Names the rules that hold and their order: another name for any other rules. */
export function rulesRevision(rules: readonly Pick<HeldRule, "id" | "version" | "revision">[]): string {
  return rules.map(({ id, version, revision }) => [id, version, ...(revision ? [revision] : [])].join(".")).join(",")
}

/** Whether a rule speaks of a product: by its conditions, else by itself or by a category of it. */
export function ruleNames(
  rule: Pick<HeldRule, "product_ids" | "category_ids" | "matches">,
  product: RuledProduct,
): boolean {
  if (rule.matches) return rule.matches.has(product.productId)
  return (
    rule.product_ids.includes(product.productId) || rule.category_ids.some((id) => product.categoryTree.includes(id))
  )
}

const NOTHING: ReadonlySet<string> = new Set()

/**
 * Applies rules that hold to a ranked list, best first. Excluded products go, and what an including rule does not name;
 * then each boost and bury, in the rules' order, moves its products; then at most
 * so many of a category stay within the list's visible length; then pins take
 * their places, the earlier rule first.
 *
 * Boost and bury move by places, not by scores, whose scale differs from strategy
 * to strategy: strength 1 is the top (the end), 0.5 half the way there. A boost lifts nothing that the shopper has already:
 * "more toys" would else be the toys that are theirs.
 *
 * @param owned products that no boost lifts
 */
export function applyRules<P extends RuledProduct>(
  ranked: readonly P[],
  rules: readonly HeldRule[],
  { limit, owned = NOTHING }: { readonly limit: number; readonly owned?: ReadonlySet<string> },
): RuledList<P> {
  const effects: RuleEffect[] = []
  let products = [...ranked]
  for (const rule of rules.filter(({ action }) => action === "exclude" || action === "include")) {
    products = products.filter((product) => {
      if (isKept(rule, product)) return true
      effects.push({ rule, productId: product.productId, effect: aboutRule.excluded() })
      return false
    })
  }
  for (const rule of rules)
    if (rule.action === "boost" || rule.action === "bury") products = move(products, rule, { effects, owned })
  for (const rule of rules)
    if (rule.action === "limit_per_category") products = thin(products, { rule, limit, effects })
  return { products: pin(products, rules, effects), effects }
}

/** Whether an excluding or including rule leaves a product in the list. */
export const isKept = (rule: HeldRule, product: RuledProduct): boolean =>
  ruleNames(rule, product) === (rule.action === "include")

function move<P extends RuledProduct>(
  products: P[],
  rule: HeldRule,
  { effects, owned }: { readonly effects: RuleEffect[]; readonly owned: ReadonlySet<string> },
): P[] {
  const moves = (product: P): boolean =>
    ruleNames(rule, product) && !(rule.action === "boost" && owned.has(product.productId))
  const strength = Math.min(1, Math.max(0, rule.value ?? 0.5))
  const last = products.length
  const places = products.map((product, at) => {
    if (!moves(product)) return { product, place: at, was: at, named: false }
    const place = rule.action === "boost" ? at * (1 - strength) - 0.5 : at + (last - at) * strength + 0.5
    return { product, place, was: at, named: true }
  })
  places.sort((a, b) => a.place - b.place || a.was - b.was)
  places.forEach(({ product, was, named }, at) => {
    if (!named || at === was) return
    effects.push({
      rule,
      productId: product.productId,
      effect: aboutRule.moved(was + 1, at + 1, rule.action === "boost"),
    })
  })
  return places.map(({ product }) => product)
}

/** Keeps the first `value` of each category in front; what is too much goes behind, to fill up if nothing else does. */
function thin<P extends RuledProduct>(
  products: P[],
  { rule, limit, effects }: { rule: RuleInfo; limit: number; effects: RuleEffect[] },
): P[] {
  const most = Math.max(0, Math.floor(rule.value ?? 1))
  const seen = new Map<string, number>()
  const kept: P[] = []
  const surplus: P[] = []
  for (const product of products) {
    const counted = (rule.category_ids.length === 0 ? product.categoryIds : rule.category_ids).filter((id) =>
      product.categoryTree.includes(id),
    )
    if (counted.some((id) => (seen.get(id) ?? 0) >= most)) {
      surplus.push(product)
      if (kept.length < limit) effects.push({ rule, productId: product.productId, effect: aboutRule.tooMany(most) })
      continue
    }
    for (const id of counted) seen.set(id, (seen.get(id) ?? 0) + 1)
    kept.push(product)
  }
  return kept.length >= limit ? kept : [...kept, ...surplus]
}

function pin<P extends RuledProduct>(products: P[], rules: readonly RuleInfo[], effects: RuleEffect[]): P[] {
  const places = new Map<string, { rule: RuleInfo; place: number }>()
  const taken = new Set<number>()
  const there = new Set(products.map((product) => product.productId))
  for (const rule of rules.filter((one) => one.action === "pin")) {
    let place = Math.max(1, Math.floor(rule.value ?? 1))
    for (const productId of rule.product_ids) {
      if (places.has(productId) || !there.has(productId)) continue
      while (taken.has(place)) place += 1
      taken.add(place)
      places.set(productId, { rule, place })
    }
  }
  if (places.size === 0) return products
  const byId = new Map(products.map((product) => [product.productId, product]))
  const result = products.filter((product) => !places.has(product.productId))
  for (const [productId, { rule, place }] of [...places].sort(([, a], [, b]) => a.place - b.place)) {
    const product = byId.get(productId)
    if (!product) continue
    result.splice(Math.min(place - 1, result.length), 0, product)
    effects.push({ rule, productId, effect: aboutRule.pinned(place) })
  }
  return result
}
