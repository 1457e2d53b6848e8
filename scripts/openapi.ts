import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { AdminImportFile } from "../src/api/admin/recommendations/import/file/validators"
import {
  AdminPeriod,
  AdminListExperiments,
  AdminStartExperiment,
  AdminStatistics,
} from "../src/api/admin/recommendations/results/validators"
import { AdminPredict, AdminPreview, AdminTrace } from "../src/api/admin/recommendations/preview/validators"
import {
  AdminCreateRule,
  AdminReorderRules,
  AdminSimulateRules,
  AdminUpdateRule,
} from "../src/api/admin/recommendations/rules/validators"
import { AdminRecentShoppers } from "../src/api/admin/recommendations/shoppers/validators"
import { MAX_EVENTS, storefrontEvent, storefrontRequest } from "../src/modules/recommendation/behavior/storefront-event"
import { BeaconQuery } from "../src/api/behavior-beacon/validators"
import {
  StoreConsent,
  StoreGetRecommendations,
  StoreMe,
  StorePostRecommendationPanels,
  StorePostRecommendationPredict,
} from "../src/api/store/recommendations/validators"
import { RUNGS, STRATEGIES } from "../src/core/contract"
import { describeOperation, jsonSchema } from "./lib/openapi-operation"
import { PAGE_ANSWERS, PAGE_CONTRACTS } from "./lib/openapi-pages"
import type { Json, RouteContract, RouteMethod } from "./lib/openapi-operation"

/*
 * Makes docs/openapi.json out of the routes' files and their zod schemas:
 * `node scripts/ts-run.js scripts/openapi.ts`. A test makes it again and compares.
 */

const root = path.join(__dirname, "..")
const api = path.join(root, "src", "api")
export const OPENAPI_FILE = path.join(root, "docs", "openapi.json")

const VISITOR = "6b1c1f0e-0d0f-4f3e-9d35-7f2f0d5a1c42"
const PERIOD = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" }
const RULE = { name: "Calendars first", action: "boost", category_ids: ["pcat_01"], value: 0.5 }

/** What the routes read and answer, by method and path; the checks of the others stand beside them. */
export const CONTRACTS: Readonly<Record<string, RouteContract>> = {
  "POST /behavior-beacon": { query: BeaconQuery, status: 202, example: { publishable_key: "pk_0123456789" } },
  "POST /store/behavior-events": {
    body: storefrontRequest.extend({ events: z.array(storefrontEvent).min(1).max(MAX_EVENTS) }),
    status: 202,
    example: {
      visitor_id: VISITOR,
      consent: true,
      events: [
        {
          id: "0b5cf3a2-5a0e-4a52-9d3e-5f8a3f0b7c11",
          type: "view",
          product_id: "prod_01",
          occurred_at: "2026-11-30T09:00:00Z",
        },
      ],
    },
  },
  "GET /store/recommendations": {
    query: StoreGetRecommendations,
    answer: "RecommendationList",
    example: { strategy: "for_you", limit: 8, region_id: "reg_01", visitor_id: VISITOR },
  },
  "POST /store/recommendations/panels": {
    body: StorePostRecommendationPanels,
    answer: "Panels",
    example: {
      region_id: "reg_01",
      visitor_id: VISITOR,
      panels: [
        { id: "home", strategy: "for_you", limit: 8 },
        { id: "trends", strategy: "trending", limit: 4 },
      ],
    },
  },
  "POST /store/recommendations/predict": {
    body: StorePostRecommendationPredict,
    answer: "Prediction",
    example: { product_id: "prod_01", region_id: "reg_01", visitor_id: VISITOR },
  },
  ...PAGE_CONTRACTS,
  "GET /store/recommendations/me": { query: StoreMe, example: { visitor_id: VISITOR } },
  "DELETE /store/recommendations/me": { query: StoreMe, example: { visitor_id: VISITOR } },
  "POST /store/recommendations/me": { body: StoreConsent, example: { consent: false } },
  "POST /admin/recommendations/import": { status: 202 },
  "POST /admin/recommendations/import/file": { query: AdminImportFile, status: 202, example: { products: "sku" } },
  "POST /admin/recommendations/predict": {
    body: AdminPredict,
    answer: "Prediction",
    example: { product_id: "prod_01", customer_id: "cus_01" },
  },
  "POST /admin/recommendations/preview": {
    body: AdminPreview,
    answer: "RecommendationList",
    example: { strategy: "for_you", customer_id: "cus_01", limit: 8 },
  },
  "GET /admin/recommendations/shoppers": { query: AdminRecentShoppers, example: { kind: "guest", limit: 20 } },
  "GET /admin/recommendations/shoppers/{customer_id}": { query: AdminTrace, example: { strategy: "for_you" } },
  "POST /admin/recommendations/rules": { body: AdminCreateRule, example: RULE },
  "POST /admin/recommendations/rules/{id}": { body: AdminUpdateRule, example: { ...RULE, version: 1 } },
  "POST /admin/recommendations/rules/reorder": { body: AdminReorderRules, example: { ids: ["rule_02", "rule_01"] } },
  "POST /admin/recommendations/rules/simulate": { body: AdminSimulateRules, example: { rules: [RULE] } },
  "GET /admin/recommendations/behavior/stats": {
    query: AdminStatistics,
    isCounted: true,
    example: { ...PERIOD, time_zone: "Europe/Berlin" },
  },
  "GET /admin/recommendations/results": { query: AdminStatistics, isCounted: true, example: PERIOD },
  "GET /admin/recommendations/products/{id}": { query: AdminPeriod, isCounted: true, example: PERIOD },
  "GET /admin/recommendations/experiments": {
    query: AdminListExperiments,
    isCounted: true,
    example: { holdout_share: 0.1 },
  },
  "GET /admin/recommendations/suggestions": { isCounted: true },
  "POST /admin/recommendations/experiments": {
    body: AdminStartExperiment,
    status: 201,
    isCounted: true,
    example: { name: "Does it pay?", holdout_share: 0.1, comparison: { kind: "popularity" } },
  },
  "POST /admin/recommendations/experiments/{id}/stop": { isCounted: true },
}

const reason = z.object({ code: z.string(), text: z.string(), product_id: z.string().optional() })
const list = z.object({
  recommendations: z.array(
    z.object({
      product: z.looseObject({ id: z.string() }).describe("Medusa's store product, with calculated_price"),
      rank: z.number(),
      score: z.number(),
      confidence: z.number().min(0).max(1),
      chance: z.number().min(0).max(1),
      reasons: z.array(reason),
      source: z.string(),
    }),
  ),
  recommendation_id: z.string(),
  strategy: z.enum(STRATEGIES),
  rung: z.enum(RUNGS),
  is_new_user: z.boolean(),
  customer_id: z.string().nullable(),
  model_version: z.number().nullable(),
  filled_from: z.array(z.enum(RUNGS)),
  relaxed: z.array(z.enum(["occasion", "age_band", "budget", "recipient"])).optional(),
  generated_at: z.iso.datetime(),
})

const ANSWERS = {
  ...PAGE_ANSWERS,
  RecommendationList: list,
  Panels: z.object({ panels: z.array(list.extend({ id: z.string() })) }),
  Prediction: z.object({
    preferred: z.boolean(),
    score: z.number(),
    confidence: z.number().min(0).max(1),
    chance: z.number().min(0).max(1),
    reasons: z.array(reason),
    model_version: z.number().nullable(),
  }),
  Error: z.object({
    type: z.string(),
    message: z.string(),
    said: z
      .array(z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }))
      .optional()
      .describe("The message in parts, by code, where an admin is refused"),
  }),
}

/** Every method that a route's file exports, with the sentence above it. */
export function readRoutes(): RouteMethod[] {
  const files = readdirSync(api, { recursive: true, encoding: "utf8" }).filter(
    (file) => path.basename(file) === "route.ts",
  )
  return files.sort().flatMap((file) => {
    const route = `/${path.dirname(file).split(path.sep).join("/").replaceAll("[", "{").replaceAll("]", "}")}`
    const text = readFileSync(path.join(api, file), "utf8")
    const exported =
      /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export (?:async function|const) (GET|POST|DELETE|PUT|PATCH)\b/g
    return [...text.matchAll(exported)].map(([, comment = "", method = ""]) => ({
      method,
      path: route,
      summary:
        comment
          .replace(/^\s*\* ?/gm, "")
          .split("@")[0]
          ?.replace(/\s+/g, " ")
          .trim() ?? "",
    }))
  })
}

/** The whole document. */
export function buildOpenApi(): Json {
  const paths: Record<string, Json> = {}
  for (const route of readRoutes()) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: describeOperation(route, CONTRACTS[`${route.method} ${route.path}`] ?? {}),
    }
  }
  const known = new Set(readRoutes().map(({ method, path: route }) => `${method} ${route}`))
  const unknown = Object.keys(CONTRACTS).filter((route) => !known.has(route))
  if (unknown.length > 0) throw new Error(`contracts of routes that are not there: ${unknown.join(", ")}`)
  return {
    openapi: "3.1.0",
    info: {
      title: "medusa-plugin-svm-recommendations",
      version: "1",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "{backend}", variables: { backend: { default: "http://localhost:9000" } } }],
    tags: [
      { name: "store", description: "For storefronts, with a publishable key" },
      { name: "admin", description: "For the dashboard and scripts, as a signed-in admin user" },
    ],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(ANSWERS).map(([name, schema]) => [name, jsonSchema(schema)])),
      securitySchemes: {
        publishableKey: { type: "apiKey", in: "header", name: "x-publishable-api-key" },
        customer: { type: "http", scheme: "bearer" },
        admin: { type: "http", scheme: "bearer" },
      },
    },
  }
}

/** The document as the file holds it. */
export function openApiText(): string {
  return `${JSON.stringify(buildOpenApi(), null, 2)}\n`
}

if (process.argv[1] === __filename) writeFileSync(OPENAPI_FILE, openApiText())
