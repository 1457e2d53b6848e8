import { z } from "@medusajs/framework/zod"

/** The HTTP client that Medusa's test runner hands over, as far as tests use it. */
export interface TestHttp {
  get(path: string, options?: { headers?: Record<string, string> }): Promise<unknown>
  post(path: string, body: unknown, options?: { headers?: Record<string, string> }): Promise<unknown>
  delete(path: string, options?: { headers?: Record<string, string> }): Promise<unknown>
  readonly defaults: unknown
}

/** It is `any` to the compiler; this gives it its type. */
export function typedHttp(api: unknown): TestHttp {
  return z.custom<TestHttp>().parse(api)
}

/** Where the shop under test listens. */
export function baseUrl(http: TestHttp): string {
  return z.object({ baseURL: z.string() }).parse(http.defaults).baseURL
}
