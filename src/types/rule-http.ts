import type { RuleConditions } from "./rule-conditions"

/* ---------------------------------------------------------------- admin: a merchandiser's rule */

export type RuleAction = "pin" | "boost" | "bury" | "exclude" | "include" | "limit_per_category" | SetAction

/** What stands beside a product in its set: these first, the model fills up; these alone; nothing. */
export type SetAction = "bundle" | "bundle_only" | "no_bundle"

export interface RuleInput {
  name: string
  action: RuleAction
  /** Products or categories it speaks of. */
  product_ids: string[]
  category_ids: string[]
  /** What must hold of a product beside its name; without names, of any. */
  conditions?: RuleConditions | null | undefined
  /** Products of which all of this holds are not meant. */
  except?: Omit<RuleConditions, "price_ratio"> | null | undefined
  /** On the pages of these products alone; on all where there is none. */
  anchor_product_ids?: string[] | undefined
  /** pin: 1-based position; boost and bury: strength 0 to 1; limit: how many. */
  value: number | null
  placements: string[]
  sales_channel_ids: string[]
  customer_group_ids: string[]
  starts_at: string | null
  ends_at: string | null
  enabled: boolean
}

export interface RuleInfo extends RuleInput {
  id: string
  position: number
  version: number
  updated_at: string
  created_at?: string | undefined
  /** The admins who made and last changed it; null of rules of before this was kept. */
  created_by?: string | null | undefined
  updated_by?: string | null | undefined
}
