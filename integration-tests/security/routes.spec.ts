import fc from "fast-check"
import { createShopDatabase, databaseUrl, dropDatabase } from "../helpers/database"
import { call, seedShop } from "../helpers/shop-client"
import type { Answer, SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"
import { registerCustomer } from "../helpers/customer"
import { tried } from "../helpers/trials"
import { dawdle, postBomb, postInPieces, residentMb } from "./heavy-bodies"
import { addressOf, pluginRoutes } from "./route-table"
import type { PluginRoute } from "./route-table"
import { ATTACK_TEXTS, attackBody, attackQuery } from "./attacks"

/** Requests of the fuzzer: short inside `npm test`, ten thousand with `npm run test:security`. */
const FUZZ_RUNS = Number(process.env.FUZZ_RUNS ?? 300)

const DATABASE = "svm_security_routes"

/** Resident memory that floods may leave behind. */
const MEMORY_AT_MOST_MB = 50

/** What no answer may hold: paths, stacks, SQL, the database's own words. */
const LEAK =
  /\/(work|root|home|usr|tmp|src|node_modules)\/|\bat [A-Za-z.<>]+ \(|\.(ts|js):\d+|select .* from |insert into|syntax error at|violates .* constraint|relation "|column "|ECONNREFUSED|DriverException|postgres(ql)?:\/\//i

const routes = pluginRoutes()
const storeRoutes = routes.filter((route) => route.path.startsWith("/store/"))
const adminRoutes = routes.filter((route) => route.path.startsWith("/admin/"))
const titled = (list: readonly PluginRoute[]): [string, PluginRoute][] =>
  list.map((route) => [`${route.method} ${route.path}`, route])

describe("every route of the plugin", () => {
  let shop: ShopProcess
  let seeded: SeededShop
  let customerHeaders: Record<string, string>

  beforeAll(async () => {
    await createShopDatabase(DATABASE)
    shop = await startShopProcess({ DATABASE_URL: databaseUrl(DATABASE) })
    seeded = await seedShop(shop.url, DATABASE, 8)
    customerHeaders = await registerCustomer(shop.url, seeded.storeHeaders, "mallory@shop.test")
  })

  afterAll(async () => {
    await shop.end()
    await dropDatabase(DATABASE)
  })

  const expectNoLeak = (answer: Answer): void => {
    expect(answer.status).toBeLessThan(500)
    expect(JSON.stringify(answer.body)).not.toMatch(LEAK)
  }

  test("routes: there are some of each kind", () => {
    expect(storeRoutes.length).toBeGreaterThanOrEqual(4)
    expect(adminRoutes.length).toBeGreaterThanOrEqual(20)
    // The beacon's door has no headers to be attacked by, behavior-capture.spec knocks at it; mails have signed tokens, and agents read two texts.
    const others = routes.filter((route) => !storeRoutes.includes(route) && !adminRoutes.includes(route))
    expect(titled(others).map(([title]) => title)).toEqual([
      "POST /behavior-beacon",
      "GET /recommendation-agents/llms.txt",
      "GET /recommendation-agents/openapi.json",
      "GET /recommendation-mail",
      "GET /recommendation-mail/click",
    ])
  })

  test.each(titled(adminRoutes))("%s: closed to strangers, customers and storefronts", async (_title, route) => {
    const address = `${shop.url}${addressOf(route, "some_id")}`
    const body = route.method === "GET" || route.method === "DELETE" ? undefined : {}
    const outsiders = [
      {},
      seeded.storeHeaders,
      { ...seeded.storeHeaders, ...customerHeaders },
      customerHeaders,
      { authorization: "Bearer not-a-token" },
      { authorization: "Basic c2tfZm9yZ2VkOg==" },
    ]
    for (const headers of outsiders) {
      const answer = await call(address, { method: route.method, headers, body })
      expect({ headers, status: answer.status }).toEqual({ headers, status: 401 })
    }
  })

  test.each(titled(storeRoutes))("%s: closed without a valid publishable key", async (_title, route) => {
    const address = `${shop.url}${addressOf(route, "some_id")}`
    const body = route.method === "POST" ? {} : undefined
    for (const headers of [{}, { "x-publishable-api-key": "pk_forged" }, { "x-publishable-api-key": "" }]) {
      const answer = await call(address, { method: route.method, headers, body })
      expect(answer.status).toBe(400)
      expectNoLeak(answer)
    }
  })

  test.each(titled(routes))("%s: bad ids, bodies and queries get a clear refusal", async (_title, route) => {
    const headers = route.path.startsWith("/admin/") ? seeded.adminHeaders : seeded.storeHeaders
    for (const text of ATTACK_TEXTS) {
      const query = new URLSearchParams({ q: text, limit: text, order: text, product_id: text }).toString()
      const address = `${shop.url}${addressOf(route, text.slice(0, 200) || "x")}?${query}`
      const body = route.method === "POST" ? { [text]: text, settings: text, rules: text } : undefined
      expectNoLeak(await call(address, { method: route.method, headers, body }))
    }
  })

  test.each(titled(routes.filter((route) => route.method === "POST")))(
    "%s: malformed, deep and huge bodies are refused whole",
    async (_title, route) => {
      const headers = route.path.startsWith("/admin/") ? seeded.adminHeaders : seeded.storeHeaders
      const address = `${shop.url}${addressOf(route, "some_id")}`
      const deep = 20_000
      const bodies = [
        ['{"events": [', "application/json"],
        ["\ufeff{}", "application/json"],
        [`{"events": ${"[".repeat(deep)}${"]".repeat(deep)}}`, "application/json"],
        [JSON.stringify({ filler: "x".repeat(1_000_000) }), "application/json"],
        ['{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}', "application/json"],
        ["events=1&__proto__[polluted]=1", "application/x-www-form-urlencoded"],
        ["<xml/>", "application/xml"],
        ['{"a": "\u0000"}', "application/json"],
        ['"text"', "application/json"],
        ["null", "application/json"],
      ] as const
      for (const [body, type] of bodies) {
        const answer = await call(address, { headers: { ...headers, "content-type": type }, body })
        expectNoLeak(answer)
      }
      expect((await call(`${shop.url}/health`)).status).toBe(200)
    },
  )

  test("heavy: a hundred megabytes in pieces, gzip bombs and senders who dawdle cost nobody anything", async () => {
    const doors = ["/store/behavior-events", "/store/recommendations/panels", "/store/recommendations/predict"]
    const { storeHeaders: headers } = seeded
    const list = `${shop.url}/store/recommendations?region_id=${seeded.regionId}`
    const storm = async (megabytes: number): Promise<number> => {
      for (const door of doors) {
        // Express lets the rest run into the sand before it answers: none of it is kept.
        expect(await postInPieces(`${shop.url}${door}`, { ...headers }, megabytes)).toBe(413)
        expect(await postBomb(`${shop.url}${door}`, { ...headers }, megabytes)).toBe(413)
      }
      const dawdlers = Array.from({ length: megabytes }, () => dawdle(`${shop.url}${doors[0]}`, { ...headers }))
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      const served = await Promise.all(Array.from({ length: 20 }, () => call(list, { headers })))
      expect(served.map(({ status }) => status)).toEqual(Array(20).fill(200))
      for (const hangUp of dawdlers) hangUp()
      return residentMb(shop.child.pid ?? 0)
    }
    // What a shop takes that does its work for the first time is nobody's attack.
    const before = await storm(1)
    const grown = (await storm(100)) - before
    expect(grown).toBeLessThan(MEMORY_AT_MOST_MB)
    tried({
      items: ["S7"],
      what: "100 MB in pieces and 100 MB packed to 100 kB at three doors; a hundred who send a byte a second",
      times: 1,
      outcome: `refused, lists answered meanwhile; ${Math.round(grown)} MB more in memory`,
    })
  })

  test(`fuzz: ${FUZZ_RUNS} random requests, never a 500, never a leak`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        fc.oneof(fc.constantFrom(...ATTACK_TEXTS), fc.string({ maxLength: 40 })),
        attackQuery,
        attackBody,
        async (route, id, query, body) => {
          const headers = route.path.startsWith("/admin/") ? seeded.adminHeaders : seeded.storeHeaders
          const address = `${shop.url}${addressOf(route, id || "x")}?${new URLSearchParams(query).toString()}`
          const withBody = route.method === "POST" ? { body: JSON.stringify(body) } : {}
          expectNoLeak(await call(address, { method: route.method, headers, ...withBody }))
        },
      ),
      { numRuns: FUZZ_RUNS, seed: 20260101, endOnFailure: true },
    )
  })
})
