import { readFileSync } from "node:fs"
import { z } from "@medusajs/framework/zod"
import { buildOpenApi, OPENAPI_FILE, readRoutes } from "../openapi"

describe("openapi", () => {
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
    const names = parameters.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(["strategy", "limit", "region_id", "visitor_id", "min_confidence", "fields"]),
    )
    expect(names).not.toContain("customer_id")
    expect(parameters.filter(({ required }) => required)).toEqual([])
  })
})
