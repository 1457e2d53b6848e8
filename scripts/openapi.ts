import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { AdminPeriod, AdminStartExperiment, AdminStatistics } from "../src/api/admin/recommendations/results/validators"
import { AdminPredict, AdminPreview, AdminTrace } from "../src/api/admin/recommendations/preview/validators"
import {
  AdminCreateRule,
  AdminReorderRules,
  AdminSimulateRules,
  AdminUpdateRule,
} from "../src/api/admin/recommendations/rules/validators"
import { BeaconQuery } from "../src/api/behavior-beacon/validators"
import {
  StoreConsent,
  StoreGetRecommendations,
  StoreMe,
  StorePostRecommendationPanels,
  StorePostRecommendationPredict,
} from "../src/api/store/recommendations/validators"
import { StorePostRecommendationRank } from "../src/api/store/recommendations/rank/validators"
import { RUNGS, STRATEGIES } from "../src/core/contract"

/*
 * Makes docs/openapi.json out of the routes' files and their zod schemas:
 * `node scripts/ts-run.js scripts/openapi.ts`. A test makes it anew and compares.
 */

const root = path.join(__dirname, "..")
const api = path.join(root, "src", "api")
export const OPENAPI_FILE = path.join(root, "docs", "openapi.json")

interface RouteContract {
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Name of the answer's schema. */
  readonly answer?: string
}

/** What the routes read and answer, by method and path; the checks of the others stand beside them. */
const CONTRACTS: Readonly<Record<string, RouteContract>> = {
  "POST /behavior-beacon": { query: BeaconQuery },
  "GET /store/recommendations": { query: StoreGetRecommendations, answer: "RecommendationList" },
  "POST /store/recommendations/panels": { body: StorePostRecommendationPanels, answer: "Panels" },
  "POST /store/recommendations/rank": { body: StorePostRecommendationRank, answer: "Ranking" },
  "POST /store/recommendations/predict": { body: StorePostRecommendationPredict, answer: "Prediction" },
  "GET /store/recommendations/me": { query: StoreMe },
  "DELETE /store/recommendations/me": { query: StoreMe },
  "POST /store/recommendations/me": { body: StoreConsent },
  "POST /admin/recommendations/predict": { body: AdminPredict, answer: "Prediction" },
  "POST /admin/recommendations/preview": { body: AdminPreview, answer: "RecommendationList" },
  "GET /admin/recommendations/shoppers/{customer_id}": { query: AdminTrace },
  "POST /admin/recommendations/rules": { body: AdminCreateRule },
  "POST /admin/recommendations/rules/{id}": { body: AdminUpdateRule },
  "POST /admin/recommendations/rules/reorder": { body: AdminReorderRules },
  "POST /admin/recommendations/rules/simulate": { body: AdminSimulateRules },
  "GET /admin/recommendations/behavior/stats": { query: AdminStatistics },
  "GET /admin/recommendations/results": { query: AdminPeriod },
  "GET /admin/recommendations/products/{id}": { query: AdminPeriod },
  "POST /admin/recommendations/experiments": { body: AdminStartExperiment },
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

const ranking = z.object({
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
})

const ANSWERS = {
  Ranking: ranking,
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

type Json = Record<string, unknown>

function describeDate({ zodSchema, jsonSchema: written }: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void {
  if (zodSchema._zod.def.type === "date") Object.assign(written, { type: "string", format: "date-time" })
}

function jsonSchema(schema: z.ZodType): Json {
  // As it is sent: what has a default need not be there, and a transform is no matter of the caller's.
  const written = z.toJSONSchema(schema, { unrepresentable: "any", io: "input", override: describeDate })
  const entries = Object.entries(written)
  return Object.fromEntries(entries.filter(([key]) => key !== "$schema"))
}

interface RouteMethod {
  readonly method: string
  readonly path: string
  readonly summary: string
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

function operation({ method, path: route, summary }: RouteMethod): Json {
  const contract = CONTRACTS[`${method} ${route}`] ?? {}
  const isBeacon = route === "/behavior-beacon"
  const isStore = route.startsWith("/store/") || isBeacon
  const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }))
  const query = contract.query ? jsonSchema(contract.query) : {}
  const properties = z.record(z.string(), z.unknown()).catch({}).parse(query.properties)
  // Defaults are for the caller to leave out, so nothing with one is required.
  const required = z.array(z.string()).catch([]).parse(query.required)
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name) && !Object.hasOwn(z.looseObject({}).catch({}).parse(schema), "default"),
    schema,
  }))
  const schema = contract.answer ? { $ref: `#/components/schemas/${contract.answer}` } : { type: "object" }
  return {
    ...(summary ? { summary } : {}),
    tags: [isStore ? "store" : "admin"],
    security: securityOf({ isStore, isBeacon }),
    ...(inPath.length + inQuery.length > 0 ? { parameters: [...inPath, ...inQuery] } : {}),
    ...(contract.body
      ? { requestBody: { required: true, content: { "application/json": { schema: jsonSchema(contract.body) } } } }
      : {}),
    responses: {
      "200": { description: "Done", content: { "application/json": { schema } } },
      default: {
        description: "Refused or failed",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
  }
}

/** A beacon sends no headers: its key is a parameter. */
function securityOf({ isStore, isBeacon }: { isStore: boolean; isBeacon: boolean }): Json[] {
  if (isBeacon) return []
  return isStore ? [{ publishableKey: [] }, { publishableKey: [], customer: [] }] : [{ admin: [] }]
}

/** The whole document. */
export function buildOpenApi(): Json {
  const paths: Record<string, Json> = {}
  for (const route of readRoutes()) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) }
  }
  const known = new Set(readRoutes().map(({ method, path: route }) => `${method} ${route}`))
  const unknown = Object.keys(CONTRACTS).filter((route) => !known.has(route))
  if (unknown.length > 0) throw new Error(`contracts of routes that are not there: ${unknown.join(", ")}`)
  return {
    openapi: "3.1.0",
    info: { title: "medusa-plugin-svm-recommendations", version: "1" },
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
