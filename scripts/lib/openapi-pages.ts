import { z } from "@medusajs/framework/zod"
import { MailClickQuery, MailQuery } from "../../src/api/recommendation-mail/validators"
import { AdminAudience } from "../../src/api/admin/recommendations/products/[id]/audience/validators"
import { AdminGifts, AdminLanguage } from "../../src/api/admin/recommendations/results/validators"
import { AdminBundlePreview } from "../../src/api/admin/recommendations/products/[id]/bundle/validators"
import { StoreGetBundle, StorePostBundle } from "../../src/api/store/recommendations/bundle/validators"
import { StoreGetRecommendedProducts } from "../../src/api/store/recommendations/products/validators"
import { StorePostRecommendationRank } from "../../src/api/store/recommendations/rank/validators"
import { StoreGetTexts } from "../../src/api/store/recommendations/texts/validators"
import { StorePostGiftNext } from "../../src/api/store/recommendations/gift/next/validators"
import { QUESTION_KEYS } from "../../src/core/gift"
import { RUNGS } from "../../src/core/contract"
import type { RouteContract } from "./openapi-operation"

const VISITOR = "6b1c1f0e-0d0f-4f3e-9d35-7f2f0d5a1c42"

/** What the routes beside the lists read and answer: whole pages in a shopper's order. */
export const PAGE_CONTRACTS: Readonly<Record<string, RouteContract>> = {
  "POST /store/recommendations/rank": {
    body: StorePostRecommendationRank,
    answer: "Ranking",
    example: { ids: ["prod_01", "prod_02"], region_id: "reg_01", visitor_id: VISITOR, placement: "category" },
  },
  "POST /store/recommendations/gift/next": {
    body: StorePostGiftNext,
    answer: "GiftAnswer",
    example: { answers: { recipient: "mother", occasion: null, budget: "-30" }, region_id: "reg_01", limit: 10 },
  },
  "POST /store/recommendations/mcp": {
    body: z.looseObject({ jsonrpc: z.literal("2.0"), method: z.string() }),
    example: { jsonrpc: "2.0", id: 1, method: "tools/list" },
  },
  "GET /recommendation-mail": { query: MailQuery, answer: "MailList", example: { token: "claim.signature" } },
  "GET /recommendation-mail/click": { query: MailClickQuery, status: 302, example: { token: "claim.signature" } },
  "GET /store/recommendations/products": {
    query: StoreGetRecommendedProducts.extend({
      ...{ limit: z.coerce.number().optional(), fields: z.string().optional(), q: z.string().optional() },
      ...{ category_id: z.string().optional(), collection_id: z.string().optional(), region_id: z.string().optional() },
    }),
    answer: "RankedProducts",
    example: { category_id: "pcat_01", limit: 12, region_id: "reg_01", visitor_id: VISITOR },
  },
  "GET /store/recommendations/texts": {
    query: StoreGetTexts.extend({ locale: z.string().optional() }),
    answer: "Texts",
    example: { locale: "de-DE" },
  },
  "GET /store/recommendations/bundle": {
    query: StoreGetBundle,
    answer: "Bundle",
    example: { product_id: "prod_01", region_id: "reg_01", visitor_id: VISITOR },
  },
  "POST /store/recommendations/bundle": {
    body: StorePostBundle,
    example: { cart_id: "cart_01", items: [{ variant_id: "variant_01" }, { variant_id: "variant_02" }] },
  },
  "GET /admin/recommendations/products/{id}/bundle": {
    query: AdminBundlePreview,
    answer: "ProductSet",
    isCounted: true,
    example: { region_id: "reg_01", placement: "product" },
  },
  "GET /admin/recommendations/products/{id}/gift": {
    query: AdminLanguage,
    answer: "ProductGift",
    example: { locale: "en" },
  },
  "GET /admin/recommendations/gifts": {
    query: AdminGifts,
    answer: "GiftInsight",
    isCounted: true,
    example: { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z", locale: "en" },
  },
  "GET /admin/recommendations/products/{id}/audience": {
    query: AdminAudience,
    answer: "Audience",
    example: { limit: 50, offset: 0 },
  },
}

const reason = z.object({ code: z.string(), text: z.string(), product_id: z.string().optional() })

const giftKey = z.enum(QUESTION_KEYS)

export const PAGE_ANSWERS = {
  Texts: z.object({
    locale: z.string().nullable(),
    labels: z.looseObject({ titles: z.record(z.string(), z.string()) }).describe("Names of the widget's labels"),
  }),
  ProductSet: z.object({
    product_id: z.string(),
    set: z
      .object({
        products: z.array(
          z.object({
            ...{ product_id: z.string(), title: z.string(), amount: z.number() },
            source: z.enum(["page", "rule", "model"]),
            support: z.number().nullable().describe("Orders of the last 90 days that hold both"),
            lift: z.number().nullable().describe("How many times more often than by chance"),
          }),
        ),
        ...{ currency_code: z.string(), total: z.number(), discount: z.number() },
        extra_revenue: z
          .object({
            ...{ amount: z.number(), low: z.number(), high: z.number() },
            ...{ take_rate: z.number(), guess_share: z.number(), orders: z.number() },
          })
          .describe("Money a month beyond what is bought together anyhow; the truth lies in it in nine of ten cases"),
      })
      .nullable(),
    rule: z.looseObject({ id: z.string(), action: z.string() }).nullable(),
  }),
  GiftAnswer: z.object({
    question: z
      .object({
        ...{ key: giftKey, text: z.string() },
        options: z.array(z.object({ value: z.string(), text: z.string(), count: z.number() })),
      })
      .nullable(),
    products: z.array(
      z.object({
        product: z.looseObject({ id: z.string() }).describe("Medusa's store product, with calculated_price"),
        ...{ rank: z.number(), score: z.number(), confidence: z.number(), chance: z.number() },
        ...{ reasons: z.array(reason), source: z.string() },
        gift_buyers: z.number().optional().describe("People who have bought it as a gift; absent for fewer than five"),
        arrives_by: z.iso.date().optional().describe("By when it can be there, where shipping options say so"),
        gift_wrap: z.boolean().optional().describe("Whether the shop wraps it; absent where it wraps nothing"),
        notes: z.array(z.string()).describe("The above in the shopper's language"),
      }),
    ),
    ...{ left: z.number(), given_up: z.array(giftKey), unknown: z.array(giftKey) },
    understood: z.array(z.object({ key: giftKey, value: z.string(), text: z.string() })),
    wrap: z
      .object({
        ...{ product_id: z.string(), variant_id: z.string(), title: z.string() },
        ...{ amount: z.number().nullable(), currency_code: z.string() },
      })
      .nullable()
      .describe("The gift wrap that the shop sells here and now"),
    message: z
      .object({ field: z.string(), gift_field: z.string() })
      .nullable()
      .describe("Keys of a line item's metadata: of the giver's message, and of the mark that it is a gift (true)"),
    recommendation_id: z.string(),
  }),
  ProductGift: z.object({
    product_id: z.string(),
    questions: z.array(
      z.object({
        ...{ key: z.enum(["recipient", "occasion", "age_band", "interest"]), text: z.string() },
        field: z.string().describe("Field of the product's metadata where the shop's own word stands"),
        ...{ stated: z.array(z.string()), tagged: z.array(z.string()) },
        values: z
          .array(
            z.object({
              ...{ value: z.string(), text: z.string(), probability: z.number() },
              source: z.enum(["merchant", "learnt", "lexicon", "base"]),
              because: z.array(z.string()).describe("Words of the product that speak for it"),
            }),
          )
          .describe("The likeliest first"),
      }),
    ),
  }),
  GiftInsight: z.object({
    ...{ from: z.iso.datetime(), to: z.iso.datetime(), window_days: z.number() },
    steps: z
      .array(z.object({ answers: z.number(), searches: z.number(), opened: z.number(), bought: z.number() }))
      .describe("Searches by the number of questions that were answered or skipped in them"),
    questions: z.array(
      z.object({
        ...{ key: giftKey, text: z.string(), asked: z.number(), answered: z.number(), own_words: z.number() },
        ...{ skipped: z.number(), changed: z.number(), left: z.number(), opened: z.number() },
      }),
    ),
    wishes: z
      .array(
        z.object({
          answers: z.array(z.object({ key: giftKey, text: z.string() })),
          ...{ given_up: z.array(giftKey), searches: z.number() },
        }),
      )
      .describe("What no product suited, the most asked for first"),
    products: z.object({
      ...{ offered: z.number(), shown: z.number(), unreached: z.number() },
      examples: z.array(z.object({ product_id: z.string(), title: z.string(), suits: z.number() })),
    }),
    channels: z.array(
      z.object({
        ...{ channel: z.enum(["finder", "agents", "shop"]), asked: z.number(), bought: z.number() },
        revenue: z.array(z.object({ amount: z.number(), currency_code: z.string() })),
      }),
    ),
  }),
  MailList: z.object({
    recommendation_id: z.string(),
    items: z.array(
      z.object({
        ...{ product_id: z.string(), title: z.string(), thumbnail: z.string().nullable() },
        ...{ price: z.string().nullable(), reason: z.string().nullable(), url: z.string() },
      }),
    ),
  }),
  RankedProducts: z.object({
    products: z.array(z.looseObject({ id: z.string() })).describe("As /store/products gives them"),
    ...{ count: z.number(), limit: z.number(), next_cursor: z.string().nullable() },
    ...{ recommendation_id: z.string(), blend: z.number() },
  }),
  Bundle: z.object({
    bundle: z
      .object({
        products: z.array(
          z.object({
            product: z.looseObject({ id: z.string() }).describe("Medusa's store product, with calculated_price"),
            ...{ rank: z.number(), score: z.number(), confidence: z.number(), chance: z.number() },
            ...{ reasons: z.array(reason), source: z.string() },
            ...{ variant_id: z.string(), variant_ids: z.array(z.string()) },
          }),
        ),
        total: z.object({ currency_code: z.string(), amount: z.number(), discount: z.number(), total: z.number() }),
        ...{ recommendation_id: z.string(), model_version: z.number().nullable() },
      })
      .nullable(),
  }),
  Audience: z.object({
    product_id: z.string(),
    audience: z.array(
      z.object({
        ...{ customer_id: z.string(), email: z.string().nullable(), score: z.number() },
        chance: z.number().min(0).max(1),
      }),
    ),
    ...{ count: z.number(), limit: z.number(), offset: z.number() },
  }),
  Ranking: z.object({
    ranking: z.array(
      z.object({
        ...{ id: z.string(), rank: z.number(), score: z.number() },
        confidence: z.number().min(0).max(1),
        chance: z.number().min(0).max(1),
        reasons: z.array(reason),
      }),
    ),
    recommendation_id: z.string(),
    blend: z.number().min(0).max(1),
    rung: z.enum(RUNGS),
    is_new_user: z.boolean(),
    customer_id: z.string().nullable(),
    model_version: z.number().nullable(),
    generated_at: z.iso.datetime(),
  }),
}
