import { z } from "@medusajs/framework/zod"
import { taxRegion, taxOf } from "../helpers/beside-core"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { call, seedShop } from "../helpers/shop-client"
import type { SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"

const DATABASE = "svm_shown_at_once"
const PRODUCTS = 12
/** Milliseconds until a rule of the test begins and ends. */
const BEGINS_MS = 3_000
const LASTS_MS = 3_000
/** Milliseconds after its moment at which a rule must be at work, at the latest. */
const SCHEDULE_MS = 2_000

const listed = z.object({
  recommendations: z.array(
    z.object({
      product: z.looseObject({ id: z.string() }),
    }),
  ),
  filled_from: z.array(z.string()),
})
const withRates = z.object({ tax_region: z.object({ tax_rates: z.array(z.object({ id: z.string() })) }) })
const preferences = z.object({ price_preferences: z.array(z.object({ id: z.string() })) })
const withId = (name: string) => z.object({ [name]: z.looseObject({ id: z.string() }) })

/** What an admin changes by Medusa's own routes and by ours is in the next lists; all of it over HTTP. */
describe("shown at once", () => {
  let module: TestModule
  let shop: ShopProcess
  let seeded: SeededShop

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    shop = await startShopProcess({ DATABASE_URL: databaseUrl(DATABASE) })
    seeded = await seedShop(shop.url, DATABASE, PRODUCTS)
  })
  afterAll(async () => {
    await shop.end()
    await module.close()
  })

  const admin = async (route: string, body: unknown): Promise<unknown> => {
    const answer = await call(`${shop.url}/admin/${route}`, { headers: seeded.adminHeaders, body })
    if (answer.status >= 300) throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const made = async (route: string, name: string, body: unknown): Promise<string> =>
    withId(name).parse(await admin(route, body))[name]?.id ?? ""
  const list = async (query: string): Promise<z.output<typeof listed>> => {
    const url = `${shop.url}/store/recommendations?limit=${PRODUCTS}&region_id=${seeded.regionId}&${query}`
    return listed.parse((await call(url, { headers: seeded.storeHeaders })).body)
  }
  const ids = async (query: string): Promise<string[]> =>
    (await list(query)).recommendations.map(({ product }) => product.id)
  const idOf = (at: number): string => seeded.products[at]?.id ?? ""
  /** Asks until it holds; the events of a request are handled behind its answer. */
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  test("shown at once: a product's new category, set at the product or at the category, and taken away", async () => {
    const category = await made("product-categories", "product_category", { name: "Spring", is_active: true })
    const inIt = (): Promise<string[]> => ids(`category_id=${category}`)
    expect(await inIt()).toEqual([])
    await admin(`products/${idOf(1)}`, { categories: [{ id: category }] })
    await until(async () => (await inIt()).join() === idOf(1))
    await admin(`product-categories/${category}/products`, { add: [idOf(2)] })
    await until(async () => (await inIt()).sort().join() === [idOf(1), idOf(2)].sort().join())
    await admin(`product-categories/${category}/products`, { remove: [idOf(1)] })
    await until(async () => (await inIt()).join() === idOf(2))
  })

  test("shown at once: a category that moves below another is in that one's lists", async () => {
    const above = await made("product-categories", "product_category", { name: "Year", is_active: true })
    const below = await made("product-categories", "product_category", { name: "Summer", is_active: true })
    await admin(`products/${idOf(3)}`, { categories: [{ id: below }] })
    await until(async () => (await ids(`category_id=${below}`)).includes(idOf(3)))
    expect(await ids(`category_id=${above}`)).toEqual([])
    await admin(`product-categories/${below}`, { parent_category_id: above })
    await until(async () => (await ids(`category_id=${above}`)).join() === idOf(3))
  })

  test("shown at once: a product's new tag answers a gift's question", async () => {
    const first = async (): Promise<string | undefined> => (await ids("strategy=gift&recipient=mother"))[0]
    const tag = await made("product-tags", "product_tag", { value: "recipient:mother" })
    await admin(`products/${idOf(5)}`, { tags: [{ id: tag }] })
    await until(async () => (await first()) === idOf(5))
  })

  test("shown at once: a tax rate, and whether prices have the tax in them", async () => {
    const tax = async (): Promise<number> => {
      const { recommendations } = await list("country_code=de")
      return taxOf(recommendations.map(({ product }) => product))
    }
    const region = await admin("tax-regions", taxRegion("de", 19))
    const { tax_rates: rates } = withRates.parse(region).tax_region
    await until(async () => (await tax()) === 19)
    await admin(`tax-rates/${rates[0]?.id ?? ""}`, { rate: 7 })
    await until(async () => (await tax()) === 7)
    for (const [attribute, value] of [
      ["region_id", seeded.regionId],
      ["currency_code", "eur"],
    ]) {
      const url = `${shop.url}/admin/price-preferences?attribute=${attribute}&value=${value}`
      const { price_preferences: found } = preferences.parse((await call(url, { headers: seeded.adminHeaders })).body)
      const id = found[0]?.id
      await admin(`price-preferences${id === undefined ? "" : `/${id}`}`, { attribute, value, is_tax_inclusive: true })
    }
    await until(async () => (await tax()) === 0)
  })

  test("shown at once: a rule is in the next list, and one with a schedule at its moments", async () => {
    const [first = "", second = ""] = await ids("strategy=popular")
    const rule = {
      ...{ name: "Out", action: "exclude", category_ids: [], value: null, placements: [], sales_channel_ids: [] },
      ...{ customer_group_ids: [], enabled: true },
    }
    await admin("recommendations/rules", { ...rule, product_ids: [first], starts_at: null, ends_at: null })
    expect(await ids("strategy=popular")).not.toContain(first)
    const from = Date.now() + BEGINS_MS
    const [startsAt, endsAt] = [from, from + LASTS_MS].map((at) => new Date(at).toISOString())
    await admin("recommendations/rules", { ...rule, product_ids: [second], starts_at: startsAt, ends_at: endsAt })
    expect(await ids("strategy=popular")).toContain(second)
    await until(async () => !(await ids("strategy=popular")).includes(second))
    expect(Date.now() - from).toBeGreaterThanOrEqual(0)
    expect(Date.now() - from).toBeLessThan(SCHEDULE_MS)
    await until(async () => (await ids("strategy=popular")).includes(second))
    expect(Date.now() - from - LASTS_MS).toBeGreaterThanOrEqual(0)
    expect(Date.now() - from - LASTS_MS).toBeLessThan(SCHEDULE_MS)
  })

  test("shown at once: a strategy that is switched off is empty in the next list", async () => {
    const { version } = z
      .object({ version: z.number() })
      .parse((await call(`${shop.url}/admin/recommendations/settings`, { headers: seeded.adminHeaders })).body)
    expect(await ids("strategy=trending")).not.toEqual([])
    await admin("recommendations/settings", { version, settings: { serving: { disabled_strategies: ["trending"] } } })
    expect(await ids("strategy=trending")).toEqual([])
  })
})
