import type { RuleAction, RuleInfo, RuleInput } from "../../../src/types/http"
import { isSetAction, ruleSchema } from "../../../src/types/rule-schema"

/** What `value` of a rule means, by action: its bounds and what it starts with. */
export const RULE_VALUES = {
  pin: { min: 1, max: 100, step: 1, initial: 1 },
  boost: { min: 0, max: 1, step: 0.05, initial: 0.5 },
  bury: { min: 0, max: 1, step: 0.05, initial: 0.5 },
  limit_per_category: { min: 1, max: 100, step: 1, initial: 3 },
} as const satisfies Partial<Record<RuleAction, object>>

/** An action that takes a value. */
export type ValuedAction = keyof typeof RULE_VALUES

export function isValued(action: RuleAction): action is ValuedAction {
  return Object.hasOwn(RULE_VALUES, action)
}

export function valueBounds(action: RuleAction) {
  return isValued(action) ? RULE_VALUES[action] : null
}

export function emptyRule(): RuleInput {
  return {
    name: "",
    action: "pin",
    product_ids: [],
    category_ids: [],
    value: RULE_VALUES.pin.initial,
    placements: [],
    sales_channel_ids: [],
    customer_group_ids: [],
    starts_at: null,
    ends_at: null,
    enabled: true,
  }
}

/** The part of a stored rule that an admin writes. */
export function ruleInput(rule: RuleInfo): RuleInput {
  return {
    name: rule.name,
    action: rule.action,
    product_ids: rule.product_ids,
    category_ids: rule.category_ids,
    value: rule.value,
    placements: rule.placements,
    sales_channel_ids: rule.sales_channel_ids,
    customer_group_ids: rule.customer_group_ids,
    starts_at: rule.starts_at,
    ends_at: rule.ends_at,
    enabled: rule.enabled,
    anchor_product_ids: rule.anchor_product_ids,
    // Set through the API: the form leaves them as they are.
    ...{ conditions: rule.conditions, except: rule.except },
  }
}

export type RuleProblem = "name" | "product" | "target" | "value" | "dates" | "placements" | "anchors" | "set"

/** Which words a field's fault has in the form. */
const PROBLEM_OF: Partial<Record<keyof RuleInput, RuleProblem>> = {
  name: "name",
  product_ids: "target",
  category_ids: "target",
  value: "value",
  starts_at: "dates",
  ends_at: "dates",
  placements: "placements",
  anchor_product_ids: "anchors",
}

const isField = (name: unknown): name is keyof typeof PROBLEM_OF =>
  typeof name === "string" && Object.hasOwn(PROBLEM_OF, name)

/** What stands against saving, by the very schema of the API. */
export function ruleProblems(rule: RuleInput): RuleProblem[] {
  const issues = ruleSchema.safeParse(rule).error?.issues ?? []
  const problems = issues.flatMap(({ path: [field] }) => (isField(field) ? (PROBLEM_OF[field] ?? []) : []))
  return problems.map((problem) => (problem === "target" ? targetProblem(rule.action) : problem))
}

function targetProblem(action: RuleAction): RuleProblem {
  if (isSetAction(action)) return "set"
  return action === "pin" ? "product" : "target"
}

export type RulePhase = "off" | "planned" | "over" | "active"

/** Whether a rule acts now. */
export function rulePhase(rule: RuleInput, now = Date.now()): RulePhase {
  if (!rule.enabled) return "off"
  if (rule.starts_at && new Date(rule.starts_at).getTime() > now) return "planned"
  if (rule.ends_at && new Date(rule.ends_at).getTime() <= now) return "over"
  return "active"
}
