import { readFileSync } from "node:fs"
import { z } from "@medusajs/framework/zod"
import { StorePostRecommendationRank } from "../../src/api/store/recommendations/rank/validators"
import {
  StoreGetRecommendations,
  StorePostRecommendationPanels,
  StorePostRecommendationPredict,
} from "../../src/api/store/recommendations/validators"
import type {
  StorePanelsRequest,
  StorePredictRequest,
  StoreRankRequest,
  StoreRecommendationsQuery,
  StoreRecommendationsResponse,
} from "../../src/types/http"
import { buildOpenApi, CONTRACTS, OPENAPI_FILE, readRoutes } from "../openapi"

/** Every field of the types that storefronts use: the compiler refuses one too few or too many. */
const QUERY_FIELDS: Readonly<Record<keyof StoreRecommendationsQuery, true>> = {
  ...{
    strategy: true,
    limit: true,
    region_id: true,
    currency_code: true,
    product_id: true,
    cart_id: true,
    country_code: true,
    province: true,
  },
  ...{
    category_id: true,
    price_band: true,
    visitor_id: true,
    placement: true,
    min_confidence: true,
    fill: true,
    by_segment: true,
    beside_set: true,
  },
  ...{
    locale: true,
    fields: true,
    recipient: true,
    occasion: true,
    age_band: true,
    budget_max: true,
    budget_min: true,
  },
}
const PANELS_FIELDS: Readonly<Record<keyof StorePanelsRequest, true>> = {
  ...{
    region_id: true,
    currency_code: true,
    visitor_id: true,
    cart_id: true,
    product_id: true,
    fields: true,
    country_code: true,
    province: true,
  },
  ...{ locale: true, panels: true },
}
const PREDICT_FIELDS: Readonly<Record<keyof StorePredictRequest, true>> = {
  ...{ product_id: true, visitor_id: true, region_id: true, currency_code: true, locale: true },
}
const RANK_FIELDS: Readonly<Record<keyof StoreRankRequest, true>> = {
  ...{ ids: true, cards: true, visitor_id: true, region_id: true, currency_code: true, locale: true },
  ...{ placement: true, blend: true, reasons: true },
}
const ANSWER_FIELDS: Readonly<Record<keyof StoreRecommendationsResponse, true>> = {
  ...{ recommendations: true, recommendation_id: true, strategy: true, rung: true, is_new_user: true },
  ...{ customer_id: true, model_version: true, filled_from: true, relaxed: true, generated_at: true },
}

const names = (fields: object): string[] => Object.keys(fields).sort()

describe("openapi", () => {
  test("openapi: the exported types have the fields that the routes take and give, no more and no fewer", () => {
    expect(names(StoreGetRecommendations.shape)).toEqual(names(QUERY_FIELDS))
    expect(names(StorePostRecommendationPanels.shape)).toEqual(names(PANELS_FIELDS))
    expect(names(StorePostRecommendationPredict.shape)).toEqual(names(PREDICT_FIELDS))
    expect(names(StorePostRecommendationRank.shape)).toEqual(names(RANK_FIELDS))
    const { components } = z
      .object({
        components: z.object({
          schemas: z.object({ RecommendationList: z.object({ properties: z.looseObject({}) }) }),
        }),
      })
      .parse(buildOpenApi())
    expect(names(components.schemas.RecommendationList.properties)).toEqual(names(ANSWER_FIELDS))
  })

  test("openapi: the file is what the routes and their schemas make; else run scripts/openapi.ts", () => {
    const stored: unknown = JSON.parse(readFileSync(OPENAPI_FILE, "utf8"))
    expect(stored).toEqual(JSON.parse(JSON.stringify(buildOpenApi())))
  })

  test("openapi: every route file gives at least one method, and each stands in the document", () => {
    const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(buildOpenApi())
    const routes = readRoutes()
    expect(routes.length).toBeGreaterThan(10)
    for (const { method, path } of routes) expect(paths[path]).toHaveProperty(method.toLowerCase())
  })

  test("openapi: the store's list knows its parameters, none of which names a customer", () => {
    const document = JSON.parse(JSON.stringify(buildOpenApi())) as unknown
    const parameters = z
      .object({
        paths: z.object({
          "/store/recommendations": z.object({
            get: z.object({ parameters: z.array(z.object({ name: z.string(), required: z.boolean() })) }),
          }),
        }),
      })
      .parse(document).paths["/store/recommendations"].get.parameters
    const known = parameters.map(({ name }) => name)
    expect(known).toEqual(
      expect.arrayContaining(["strategy", "limit", "region_id", "visitor_id", "min_confidence", "fields"]),
    )
    expect(known).not.toContain("customer_id")
    expect(parameters.filter(({ required }) => required)).toEqual([])
  })

  test("openapi: each route that takes fields has an example, which its own schema takes", () => {
    const missing = Object.entries(CONTRACTS).filter(([, { query, body, example }]) => (query ?? body) && !example)
    expect(missing.map(([route]) => route)).toEqual([])
    for (const { query, body, example } of Object.values(CONTRACTS)) {
      if (example) expect(() => (body ?? query)?.parse(example)).not.toThrow()
    }
  })

  test("openapi: operations have names of their own, after Medusa's manner", () => {
    const { paths } = z
      .object({ paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))) })
      .parse(buildOpenApi())
    const all = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
    expect(new Set(all).size).toBe(all.length)
    expect(all).toContain("GetStoreRecommendations")
    expect(all).toContain("PostAdminRecommendationsVersionsIdPromote")
  })
})
