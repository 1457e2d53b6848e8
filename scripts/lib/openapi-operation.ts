import { z } from "@medusajs/framework/zod"

export type Json = Record<string, unknown>

/** What a route reads and answers. */
export interface RouteContract {
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Name of the answer's schema. */
  readonly answer?: string
  /** Status of success where it is not 200. */
  readonly status?: number
  /** Whether its figures may take long to count, and the caller may rather ask again than wait. */
  readonly isCounted?: boolean
  /** A body or query that the route takes, for readers and generated clients; a test checks it against the schema. */
  readonly example?: Json
}

/** A method that a route's file exports, with the sentence above it. */
export interface RouteMethod {
  readonly method: string
  readonly path: string
  readonly summary: string
}

function describeDate({ zodSchema, jsonSchema: written }: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void {
  if (zodSchema._zod.def.type === "date") Object.assign(written, { type: "string", format: "date-time" })
}

/** @returns the JSON schema of what a caller sends */
export function jsonSchema(schema: z.ZodType): Json {
  // As it is sent: what has a default need not be there, and a transform is no matter of the caller's.
  const written = z.toJSONSchema(schema, { unrepresentable: "any", io: "input", override: describeDate })
  const entries = Object.entries(written)
  return Object.fromEntries(entries.filter(([key]) => key !== "$schema"))
}

/** @returns one operation of the document, with an operationId in Medusa's own way: `GetStoreRecommendations` */
export function describeOperation({ method, path: route, summary }: RouteMethod, contract: RouteContract): Json {
  const room = roomOf(route)
  const parameters = [...pathParameters(route), ...queryParameters(contract), ...(contract.isCounted ? [PREFER] : [])]
  const schema = contract.answer ? { $ref: `#/components/schemas/${contract.answer}` } : { type: "object" }
  return {
    operationId: operationIdOf(method, route),
    summary,
    tags: [room === "admin" ? "admin" : "store"],
    security: SECURITY[room],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBodyOf(contract),
    responses: {
      [String(contract.status ?? 200)]: { description: "Done", content: { "application/json": { schema } } },
      ...(contract.isCounted ? countingOf(method) : {}),
      ...refusalsOf(route, contract),
      default: refusal("Failed"),
    },
  }
}

const PREFER = {
  name: "Prefer",
  in: "header",
  required: false,
  schema: { type: "string" },
  description: "With respond-async, figures that take long to count are the newest that are known, or 202.",
  example: "respond-async",
}

const countingOf = (method: string): Json => ({
  202: {
    description:
      method === "GET"
        ? "The figures are being counted: ask again after the seconds of Retry-After"
        : "Done; its figures are being counted: read them after the seconds of Retry-After",
    headers: { "Retry-After": { schema: { type: "integer" }, description: "Seconds" } },
    content: {
      "application/json": {
        schema: { type: "object", required: ["counting"], properties: { counting: { type: "boolean", enum: [true] } } },
      },
    },
  },
})

type Room = "admin" | "store" | "beacon"

function roomOf(route: string): Room {
  if (route === "/behavior-beacon" || /^\/recommendation-(mail|agents)/.test(route)) return "beacon"
  return route.startsWith("/store/") ? "store" : "admin"
}

/** A beacon and a mail client send no headers: the key, or the signed token, is a parameter. */
const SECURITY: Readonly<Record<Room, Json[]>> = {
  beacon: [],
  store: [{ publishableKey: [] }, { publishableKey: [], customer: [] }],
  admin: [{ admin: [] }],
}

/** `GET /store/recommendations/me` is `GetStoreRecommendationsMe`, as Medusa names its own operations. */
function operationIdOf(method: string, route: string): string {
  const words = [method.toLowerCase(), ...(route.match(/[A-Za-z0-9]+/g) ?? [])]
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")
}

function pathParameters(route: string): Json[] {
  return [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }))
}

function queryParameters(contract: RouteContract): Json[] {
  const query = contract.query ? jsonSchema(contract.query) : {}
  const properties = z.record(z.string(), z.looseObject({})).catch({}).parse(query.properties)
  const required = z.array(z.string()).catch([]).parse(query.required)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    // Callers may leave out whatever has a default.
    required: required.includes(name) && !Object.hasOwn(schema, "default"),
    schema,
    ...(contract.example && Object.hasOwn(contract.example, name) ? { example: contract.example[name] } : {}),
  }))
}

function requestBodyOf({ body, example }: RouteContract): Json {
  if (!body) return {}
  const content = { schema: jsonSchema(body), ...(example ? { example } : {}) }
  return { requestBody: { required: true, content: { "application/json": content } } }
}

function refusal(description: string): Json {
  return { description, content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } }
}

/** What a caller can do wrong there. A store route refuses a missing key with 400, as Medusa's own do. */
function refusalsOf(route: string, { query, body }: RouteContract): Json {
  const room = roomOf(route)
  const takesInput = query !== undefined || body !== undefined
  return {
    ...(takesInput || room !== "admin" ? { "400": refusal("Bad input; the message names the field") } : {}),
    ...(room === "admin" ? { "401": refusal("Not signed in as an admin user") } : {}),
    ...(route.includes("{") ? { "404": refusal("Nothing has this id") } : {}),
    ...(room === "admin" ? {} : { "429": refusal("Too many requests; Retry-After says for how long") }),
  }
}
