import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { DatabaseClock } from "../../src/modules/recommendation/database/database-clock"
import { Voices } from "../../src/modules/recommendation/behavior/voices"
import { parseOptions } from "../../src/modules/recommendation/options"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { aReport, aView } from "../helpers/storefront-report"

const DATABASE = "svm_voices_module"
const ADDRESS = "203.0.113.7"
const CHANNEL = "sc_1"

describe("voices", () => {
  let module: TestModule

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    await module.run(
      `insert into product (id, title, handle, status, is_giftcard, discountable)
       values ('prod_1', 'One', 'one', 'published', false, true)`,
    )
    await module.run(
      "insert into product_sales_channel (id, product_id, sales_channel_id) values ('psc_1', 'prod_1', ?)",
      [CHANNEL],
    )
  })

  beforeEach(() => module.empty())
  afterAll(() => module.close())

  const voices = (options: unknown = {}): Voices =>
    new Voices({ ...module.context, options: parseOptions(options) }, new DatabaseClock(module.context))

  const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> =>
    z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(await module.run(sql)).rows

  const take = async (visitorId: string, consent: boolean): Promise<void> => {
    const { storefront } = new BehaviorStore(module.context)
    await storefront.take(
      aReport({ events: [aView()], visitorId, consent, address: ADDRESS, salesChannelIds: [CHANNEL] }),
    )
  }

  test("an address block has one voice on a day, in every instance, however many shoppers it has", async () => {
    const both = [voices(), voices()]
    const asked = Array.from({ length: 50 }, (_, at) => both[at % 2]?.of(`203.0.113.${at}`, `visitor-${at}`))
    const heard = new Set(await Promise.all(asked))
    expect(heard.size).toBe(1)
    expect(heard).not.toContain(await voices().of("203.0.114.7", "visitor-1"))
  })

  test("the option grants an address block more voices, and each shopper keeps their own", async () => {
    const granted = voices({ capture: { shoppers_per_address: 4 } })
    const heard = await Promise.all(Array.from({ length: 200 }, (_, at) => granted.of(ADDRESS, `visitor-${at}`)))
    expect(new Set(heard).size).toBe(4)
    expect(await granted.of(ADDRESS, "visitor-9")).toBe(heard[9])
  })

  test("the next day's key replaces the last one's: no number leads back to an address", async () => {
    const first = await voices().of(ADDRESS, "visitor")
    const [before] = await rowsOf("select settings from recommendation_setting where id = 'recset_voice_key'")
    await module.run(
      `update recommendation_setting set settings = settings || jsonb_build_object('day', (settings ->> 'day')::int - 1)
        where id = 'recset_voice_key'`,
    )
    const second = await voices().of(ADDRESS, "visitor")
    const kept = await rowsOf("select settings from recommendation_setting where id = 'recset_voice_key'")
    expect(kept).toHaveLength(1)
    expect(kept[0]).not.toEqual(before)
    expect(second).not.toBe(first)
  })

  test("what is stored of an address is its voice, and of whoever did not agree nothing", async () => {
    await take("11111111-1111-4111-8111-111111111111", true)
    await take("22222222-2222-4222-8222-222222222222", false)
    const rows = await rowsOf("select voice, to_jsonb(e)::text as whole from behavior_event e order by seq")
    expect(rows.map(({ voice }) => voice)).toEqual([await voices().of(ADDRESS, ""), null])
    for (const { whole } of rows) expect(whole).not.toContain("203.0.113")
  })
})
