import type { RuleInfo, RuleInput } from "../../../src/types/http"
import { emptyRule, ruleInput } from "./rule-draft"

/** The page on which a list is arranged. */
export interface ArrangedPage {
  readonly placement: string | null
  readonly channelId: string | undefined
  /** Product of the page, for lists that start from one. */
  readonly productId: string | undefined
}

/** A product's new place. */
export interface Move {
  readonly productId: string
  /** What the rule is called where there is none yet. */
  readonly name: string
  /** From 1. */
  readonly place: number
}

const listOf = (id: string | null | undefined): string[] => (id ? [id] : [])
const isSame = (a: readonly string[] = [], b: readonly string[] = []): boolean => a.join() === b.join()

/** The pin that puts a product there on this page alone: the page's own pin of it where there is one, else a new rule. */
export function pinOf(
  { productId, name, place }: Move,
  page: ArrangedPage,
  rules: readonly RuleInfo[],
): { rule: RuleInput; of: RuleInfo | null } {
  const where = {
    placements: listOf(page.placement),
    sales_channel_ids: listOf(page.channelId),
    anchor_product_ids: listOf(page.productId),
  }
  const own = rules.find(
    (rule) =>
      rule.action === "pin" &&
      rule.enabled &&
      isSame(rule.product_ids, [productId]) &&
      isSame(rule.placements, where.placements) &&
      isSame(rule.sales_channel_ids, where.sales_channel_ids) &&
      isSame(rule.anchor_product_ids, where.anchor_product_ids) &&
      rule.customer_group_ids.length === 0,
  )
  if (own) return { rule: { ...ruleInput(own), value: place }, of: own }
  return { rule: { ...emptyRule(), ...where, name, product_ids: [productId], value: place }, of: null }
}
