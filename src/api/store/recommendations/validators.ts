import { z } from "@medusajs/framework/zod"
import { BESIDE_A_PRODUCT, STRATEGIES } from "../../../core/contract"
import type { Strategy } from "../../../core/contract"

const MAX_LIMIT = 50
const MAX_PANELS = 10
const DEFAULT_LIMIT = 10
const MAX_FIELDS = 2_000

/** An id from outside. */
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id is letters, digits, _ and -, at most 64 of them")
/** A short text from outside. */
export const word = z.string().trim().min(1).max(100)
const amount = z.coerce.number().min(0).max(1e12)

const gift = {
  recipient: word.optional(),
  occasion: word.optional(),
  age_band: word.optional(),
  budget_min: amount.optional(),
  budget_max: amount.optional(),
}

const list = {
  strategy: z.enum(STRATEGIES).default("for_you"),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  product_id: id.optional(),
  category_id: id.optional(),
  price_band: z.coerce.number().min(0).max(10).optional(),
  placement: word.optional(),
  beside_set: word.optional(),
  min_confidence: z.coerce.number().min(0).max(1).default(0),
  ...gift,
}

/** `true` or `false`, as a query spells it. */
const spelled = z.stringbool({ truthy: ["true"], falsy: ["false"] }).optional()

/** What a list may be asked beside that, which a query spells and a body does not. */
const switches = { fill: z.boolean().optional(), by_segment: z.boolean().optional() }

/** What a question says of the page. */
export const page = {
  region_id: id.optional(),
  currency_code: z
    .string()
    .regex(/^[A-Za-z]{3}$/, "a currency code is three letters")
    .optional(),
  visitor_id: id.optional(),
  cart_id: id.optional(),
  country_code: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "a country code is two letters")
    .optional(),
  province: word.optional(),
  locale: z
    .string()
    .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$/, "a locale is such as en or de-AT")
    .optional(),
  fields: z.string().max(MAX_FIELDS).optional(),
}

const isAnchored = ({ strategy, product_id }: { strategy: Strategy; product_id?: string | undefined }): boolean =>
  !BESIDE_A_PRODUCT.includes(strategy) || product_id !== undefined

const anchorMissing = { path: ["product_id"], message: "this strategy needs the product that the list belongs to" }

/** Query of `GET /store/recommendations`. */
export const StoreGetRecommendations = z
  .strictObject({ ...page, ...list, fill: spelled, by_segment: spelled })
  .refine(isAnchored, anchorMissing)

/** Body of `POST /store/recommendations/panels`. */
export const StorePostRecommendationPanels = z
  .strictObject({
    ...page,
    product_id: id.optional(),
    panels: z
      .array(z.strictObject({ id: word, ...list, ...switches }))
      .min(1)
      .max(MAX_PANELS),
  })
  .refine(({ panels }) => new Set(panels.map((panel) => panel.id)).size === panels.length, {
    path: ["panels"],
    message: "the ids of panels must differ",
  })
  .refine(
    (body) => body.panels.every((panel) => isAnchored({ ...panel, product_id: panel.product_id ?? body.product_id })),
    {
      path: ["panels"],
      message: "similar, alternatives and bought_together need a product_id, of the panel or of the page",
    },
  )

/** Body of `POST /store/recommendations/predict`. */
export const StorePostRecommendationPredict = z.strictObject({
  product_id: id,
  visitor_id: page.visitor_id,
  region_id: page.region_id,
  currency_code: page.currency_code,
  locale: page.locale,
})

export type StoreRecommendationsInput = z.output<typeof StoreGetRecommendations>
export type StorePanelsInput = z.output<typeof StorePostRecommendationPanels>

/** Whose data is asked for, beside the customer's of the token. */
export const StoreMe = z.strictObject({ visitor_id: z.uuid().optional() })

/** A customer's answer; false is an objection. */
export const StoreConsent = z.strictObject({ consent: z.boolean() })
