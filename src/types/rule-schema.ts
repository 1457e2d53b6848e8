import { z } from "zod"
import type { RuleAction, SetAction } from "./rule-http"
import { ruleConditions, ruleExceptions } from "./rule-conditions"

/*
 * A rule's schema, by which the admin API and the rule form both check; it
 * takes zod by its own name for the same reason as settings-schema.ts.
 */

const MAX_IDS = 500
/** Products beside the one on the page in a set: a set has four. */
const MAX_SET = 3

/** What a rule does. */
export const RULE_ACTIONS = [
  ...(["pin", "boost", "bury", "exclude", "include", "limit_per_category"] as const),
  ...(["bundle", "bundle_only", "no_bundle"] as const),
] as const satisfies readonly RuleAction[]

/** Whether a rule speaks of the set on a product's page, and of no list. */
export const isSetAction = (action: RuleAction): action is SetAction =>
  action === "bundle" || action === "bundle_only" || action === "no_bundle"

/** Of Medusa's things, and of ours. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "an id is letters, digits, _ and -, at most 64 of them")

const ids = z.array(idSchema).max(MAX_IDS)
const instant = z.iso.datetime({ offset: true }).nullable()

/** The fields of a rule, each by itself. */
export const ruleFields = z.strictObject({
  name: z.string().trim().min(1).max(200),
  action: z.enum(RULE_ACTIONS),
  product_ids: ids.default([]),
  category_ids: ids.default([]),
  conditions: ruleConditions.nullable().optional(),
  except: ruleExceptions.nullable().optional(),
  anchor_product_ids: ids.optional(),
  value: z.number().min(0).max(1_000).nullable().default(null),
  placements: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
  sales_channel_ids: ids.default([]),
  customer_group_ids: ids.default([]),
  starts_at: instant.default(null),
  ends_at: instant.default(null),
  enabled: z.boolean().default(true),
})

type Rule = z.output<typeof ruleFields>

/** What makes no sense about a rule, by field; the database would store it all the same. */
export function checkRule(input: Rule, context: z.RefinementCtx): void {
  const wrong = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message })
  if (input.starts_at !== null && input.ends_at !== null && Date.parse(input.starts_at) >= Date.parse(input.ends_at))
    wrong("ends_at", "ends before it starts")
  if (isSetAction(input.action)) {
    checkSet(input, wrong)
    return
  }
  const names = input.product_ids.length + input.category_ids.length
  if (input.action === "pin" && input.product_ids.length === 0) wrong("product_ids", "a pin needs a product")
  const isConditional = Boolean(input.conditions ?? input.except)
  if (input.action === "pin" && isConditional) wrong("conditions", "a pin names its products")
  if (input.action === "limit_per_category" && isConditional) wrong("conditions", "a limit names its categories")
  if (input.action !== "pin" && input.action !== "limit_per_category" && names === 0 && !isConditional)
    wrong("product_ids", "name products, categories or conditions")
  if (input.action === "pin" && (input.value === null || input.value < 1 || !Number.isInteger(input.value)))
    wrong("value", "a pin needs a position, 1 is the first")
  if ((input.action === "boost" || input.action === "bury") && (input.value === null || input.value > 1))
    wrong("value", "strength is 0 to 1")
  if (input.action === "limit_per_category" && (input.value === null || !Number.isInteger(input.value)))
    wrong("value", "how many products of a category, a whole number")
}

/** A set belongs to pages, and names its products one by one. */
function checkSet(input: Rule, wrong: (path: string, message: string) => void): void {
  const { action, product_ids: products, anchor_product_ids: anchors = [] } = input
  if (anchors.length === 0) wrong("anchor_product_ids", "name the products on whose pages the set stands")
  if (input.category_ids.length > 0) wrong("category_ids", "a set names its products")
  if (input.conditions ?? input.except) wrong("conditions", "a set names its products")
  if (input.value !== null) wrong("value", "a set has no value")
  if (action === "no_bundle") {
    if (products.length > 0) wrong("product_ids", "where there is no set there are no products of it")
    return
  }
  if (products.length === 0 || products.length > MAX_SET) wrong("product_ids", `name one to ${MAX_SET} products`)
  if (products.some((id) => anchors.includes(id))) wrong("product_ids", "the product on the page is part of its set")
}

/** A rule as an admin writes it. */
export const ruleSchema = ruleFields.superRefine(checkRule)
