import type { RuleInfo } from "../../../../types/http"
import { isSetAction } from "../../../../types/rule-schema"

/** What a merchandiser's rules pick for the set on a page. */
export interface PickedSet {
  /** The rule that says so; null where the model is left alone. */
  readonly rule: RuleInfo | null
  /** No set stands there at all. */
  readonly isForbidden: boolean
  /** These products alone, or no set: the model fills nothing up. */
  readonly isFrozen: boolean
  /** In the order in which they are shown. */
  readonly productIds: readonly string[]
}

/** Of rules that hold on the page the earliest decides: two sets on one page would be none that anybody picked. */
export function pickedSet(rules: readonly RuleInfo[]): PickedSet {
  const rule = rules.find(({ action }) => isSetAction(action)) ?? null
  return {
    rule,
    isForbidden: rule?.action === "no_bundle",
    isFrozen: rule?.action === "bundle_only",
    productIds: rule?.product_ids ?? [],
  }
}
