import { z } from "zod"

/* What a rule may ask of a product, beside its name: see rule-schema.ts, of which it is a part. */

const MAX_IDS = 500
const ids = z
  .array(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id is letters, digits, _ and -, at most 64 of them"))
  .min(1)
  .max(MAX_IDS)
const range = (low: number, high: number) =>
  z
    .strictObject({ min: z.number().min(low).max(high).optional(), max: z.number().min(low).max(high).optional() })
    .refine(({ min, max }) => min !== undefined || max !== undefined, "name min or max")
    .refine(({ min, max }) => min === undefined || max === undefined || min <= max, "min is above max")

const MAX_AMOUNT = 1e12

const conditionFields = z
  .strictObject({
    /** A category counts with all below it. */
    category_ids: ids,
    collection_ids: ids,
    type_ids: ids,
    tag_ids: ids,
    /** Lowest price without lists and rules, in the currency of the request. */
    price: range(0, MAX_AMOUNT),
    /** Pieces that can be sold; what is not managed, or may be back-ordered, has no end. */
    stock: range(0, MAX_AMOUNT),
    /** Days since the product was created. */
    age_days: range(0, 100_000),
    /** The number in the product's metadata under `margin`. */
    margin: range(-MAX_AMOUNT, MAX_AMOUNT),
  })
  .partial()

const hasAny = (conditions: object): boolean => Object.values(conditions).some((value) => value !== undefined)

/** All that is named must hold of a product; of the ids of a list, one. */
export const ruleConditions = conditionFields
  .extend({
    /** The lowest price over that of the product on the page: 1 is as dear. Holds on no page without one. */
    price_ratio: range(0, 1_000).optional(),
  })
  .refine(hasAny, "name a condition")

/** Products of which all of this holds are not meant. */
export const ruleExceptions = conditionFields.refine(hasAny, "name a condition")

/** Conditions of a rule. */
export type RuleConditions = z.output<typeof ruleConditions>
