import type { RuleInput } from "../../src/types/http"
import { settingLabel, settingValue } from "../screens/settings/setting-words"
import type { TextKey } from "../texts"
import type { Format } from "./format"
import type { Text } from "./text"

/** Fields of a rule and of a test, as their forms call them. */
const FIELDS: Readonly<Record<keyof RuleInput | "holdout_share", TextKey>> = {
  name: "rules.name",
  action: "rules.action",
  product_ids: "rules.products",
  category_ids: "rules.categories",
  conditions: "rules.conditions",
  except: "rules.except",
  anchor_product_ids: "rules.anchors",
  value: "rules.value",
  placements: "rules.placements",
  sales_channel_ids: "rules.channels",
  customer_group_ids: "rules.groups",
  starts_at: "rules.starts",
  ends_at: "rules.ends",
  enabled: "rules.enabled",
  holdout_share: "experiment.share",
}

const isField = (name: string): name is keyof typeof FIELDS => Object.hasOwn(FIELDS, name)

/** Name of a field by its path in a request; one that no form has keeps its path. */
export function fieldLabel(path: string, t: Text): string {
  // A list's place stands in the path too: product_ids.3, rules.0.name.
  const field = path.split(".").find(isField)
  return field ? t(FIELDS[field]) : settingLabel(path, t)
}

/** A field's bound in the unit in which its form asks for it. */
export function fieldBound(path: string, bound: number, tongue: { t: Text; format: Format }): string {
  return path === "holdout_share" ? tongue.format.number(bound * 100, 1) : settingValue(path, bound, tongue)
}
