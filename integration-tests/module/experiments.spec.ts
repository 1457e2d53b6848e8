import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../src/core/contract"
import { assignArm } from "../../src/core/evaluation/experiment"
import type { ExperimentArm } from "../../src/core/evaluation/experiment"
import type { AssignedShopper } from "../../src/modules/recommendation/experiments/experiment-counts"
import { ExperimentRunningError, Experiments } from "../../src/modules/recommendation/experiments/experiments"
import type { ExperimentInfo } from "../../src/types/http"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

const salts = z.object({ rows: z.array(z.object({ salt: z.string() })) })
const VIEW = behaviorCode("view")
const PURCHASE = behaviorCode("purchase")
const RETURN = behaviorCode("return")

describe("experiments", () => {
  let module: TestModule
  let experiments: Experiments

  beforeAll(async () => {
    module = await startTestModule("svm_experiments")
  })

  beforeEach(async () => {
    await module.empty()
    experiments = new Experiments(module.context)
  })

  afterAll(() => module.close())

  /** A hold-out that started an hour ago. */
  const startAnHourAgo = async (input: { share?: number; isAA?: boolean } = {}): Promise<string> => {
    const { share = 0.5, isAA = false } = input
    const { id } = await experiments.start({ name: "hold-out", holdoutShare: share, isAA })
    await module.run(
      `update recommendation_experiment set started_at = now() - interval '1 hour', counted_at = null, counted_ms = null where id = ?`,
      [id],
    )
    return id
  }

  /** Events of visitors `from` to `to`, so many minutes ago. */
  const events = (
    type: number,
    visitors: { readonly from: number; readonly to: number },
    minutesAgo: number,
  ): Promise<unknown> =>
    module.run(
      `insert into behavior_event (id, type, product_id, visitor_id, source, occurred_at)
       select ? || '-' || n || '-' || ?, ?, 'p1', 'visitor_' || n, case when ? = ${VIEW} then 'storefront' else 'order' end,
              now() - make_interval(mins => ?) from generate_series(?::int, ?::int) n`,
      [type, minutesAgo, type, type, minutesAgo, visitors.from, visitors.to],
    )

  const infoOf = async (id: string, of = experiments): Promise<ExperimentInfo> => {
    const info = (await of.list()).find((candidate) => candidate.id === id)
    if (!info) throw new Error("no such experiment")
    return info
  }

  const totals = ({ arms }: ExperimentInfo): { shoppers: number; conversions: number } => ({
    shoppers: arms.reduce((sum, arm) => sum + arm.shoppers, 0),
    conversions: arms.reduce((sum, arm) => sum + arm.conversions, 0),
  })

  /** Arm of a shopper in what runs now. */
  const armOf = async (shopper: AssignedShopper): Promise<ExperimentArm | null> => {
    const running = await experiments.running()
    return running && experiments.armOf(shopper, running)
  }

  test("experiments: what is compared stands in it, and before it could be chosen it was what is popular", async () => {
    const comparison = { kind: "strategy", placement: "home", strategy: "trending" } as const
    const started = await experiments.start({ name: "challenger", holdoutShare: 0.9, isAA: false, comparison })
    expect(started).toMatchObject({ comparison, holdout_share: 0.9 })
    expect(await experiments.running()).toMatchObject({ id: started.id, comparison })
    await module.run(
      `insert into recommendation_experiment (id, name, holdout_share, is_aa, salt, status, started_at, stopped_at)
       values ('recexp_old', 'old', 0.1, false, 'salt', 'stopped', now(), now())`,
    )
    expect(await infoOf("recexp_old")).toMatchObject({ comparison: { kind: "popularity" } })
  })

  test("experiments: one runs at a time", async () => {
    const started = await experiments.start({ name: "hold-out", holdoutShare: 0.5, isAA: false })
    expect(started).toMatchObject({ status: "running", holdout_share: 0.5, uplift: null })
    const second = experiments.start({ name: "second", holdoutShare: 0.1, isAA: false })
    await expect(second).rejects.toBeInstanceOf(ExperimentRunningError)
    const shopper = { customerId: "cus_1", visitorId: null }
    expect(await armOf(shopper)).not.toBeNull()
    expect((await experiments.stop(started.id))?.status).toBe("stopped")
    expect(await armOf(shopper)).toBeNull()
    expect(await experiments.stop("recexp_none")).toBeNull()
  })

  test("experiments: a shopper is counted once, in the arm assigned", async () => {
    const id = await startAnHourAgo()
    await events(VIEW, { from: 1, to: 40 }, 30)
    await events(VIEW, { from: 1, to: 40 }, 20)
    await events(PURCHASE, { from: 1, to: 40 }, 10)
    const info = await infoOf(id)
    expect(totals(info)).toEqual({ shoppers: 40, conversions: 40 })
    expect(info.arms.every(({ shoppers }) => shoppers > 0)).toBe(true)
    expect(info.uplift).toMatchObject({ enough: false })
    expect(info.uplift?.words).toMatch(/Too early/)
  })

  test("experiments: a purchase from before coming, or before the start, is no conversion", async () => {
    const id = await startAnHourAgo()
    await events(PURCHASE, { from: 1, to: 5 }, 30)
    await events(PURCHASE, { from: 6, to: 10 }, 90)
    await events(VIEW, { from: 1, to: 10 }, 20)
    expect(totals(await infoOf(id))).toEqual({ shoppers: 10, conversions: 0 })
  })

  test("experiments: who only sent something back did not come", async () => {
    const id = await startAnHourAgo()
    await events(RETURN, { from: 1, to: 5 }, 30)
    expect(totals(await infoOf(id))).toEqual({ shoppers: 0, conversions: 0 })
  })

  test("experiments: no difference is shown before both arms have buyers", async () => {
    const id = await startAnHourAgo()
    await events(VIEW, { from: 1, to: 15 }, 30)
    expect((await infoOf(id)).uplift).toBeNull()
  })

  test("experiments: the goal is settled at the start, from the shop's own rate, and stays", async () => {
    await events(VIEW, { from: 1, to: 500 }, 60 * 24 * 3)
    await events(PURCHASE, { from: 1, to: 50 }, 60 * 24 * 2)
    const {
      id,
      needed_per_arm: goal,
      expected_days: days,
    } = await experiments.start({
      ...{ name: "goal", holdoutShare: 0.2, isAA: false },
    })
    // 10 % of shoppers buy; the smaller arm gets 500 / 28 * 0.2 shoppers a day.
    expect(goal).toBeGreaterThan(10_000)
    expect(days).toBe(Math.ceil(goal / ((500 / 28) * 0.2)))
    await events(VIEW, { from: 1, to: 2_000 }, 0)
    expect(await infoOf(id)).toMatchObject({ needed_per_arm: goal, expected_days: days })
  })

  test("experiments: the results of a stopped one stay when its events are gone", async () => {
    const id = await startAnHourAgo()
    await events(VIEW, { from: 1, to: 40 }, 30)
    await events(PURCHASE, { from: 1, to: 20 }, 10)
    const stopped = await experiments.stop(id)
    expect(stopped && totals(stopped)).toEqual({ shoppers: 40, conversions: 20 })
    await module.run("delete from behavior_event")
    expect(await infoOf(id, new Experiments(module.context))).toEqual(stopped)
  })

  test("experiments: who logs in stays in their arm, and is counted in it", async () => {
    const id = await startAnHourAgo()
    await events(VIEW, { from: 1, to: 60 }, 30)
    const before = await Promise.all(
      Array.from({ length: 60 }, (_, n) => armOf({ customerId: null, visitorId: `visitor_${n + 1}` })),
    )
    const atLogin = await Promise.all(
      before.map((_, n) => armOf({ customerId: `cus_${n + 1}`, visitorId: `visitor_${n + 1}` })),
    )
    await module.run(
      `insert into recommendation_visitor (visitor_id, customer_id, linked_at)
       select v, 'cus_' || n, now() + make_interval(secs => at) from generate_series(1, 60) n,
              lateral (values ('cart_' || n, 0), ('visitor_' || n, 1), ('phone_' || n, 2)) as links (v, at)`,
    )
    const later = await Promise.all(before.map((_, n) => armOf({ customerId: `cus_${n + 1}`, visitorId: null })))
    expect(atLogin).toEqual(before)
    expect(later).toEqual(before)
    const control = before.filter((arm) => arm === "control").length
    expect((await infoOf(id)).arms).toMatchObject([{ shoppers: 60 - control }, { shoppers: control }])
  })

  test("experiments: another customer's browser does not choose the arm", async () => {
    await startAnHourAgo()
    await module.run("insert into recommendation_visitor (visitor_id, customer_id) values ('shared', 'cus_owner')")
    const arms = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const customerId = `cus_${n}`
        const [alone, shared] = [null, "shared"].map((visitorId) => armOf({ customerId, visitorId }))
        return (await alone) === (await shared)
      }),
    )
    expect(arms).not.toContain(false)
  })

  test("experiments: arms of other sizes than assigned are reported", async () => {
    const id = await startAnHourAgo()
    // Of the salts of chance one in a thousand is suspected, as promised.
    const design = { salt: "of this test", holdoutShare: 0.5 }
    await module.run("update recommendation_experiment set salt = ?", [design.salt])
    await events(VIEW, { from: 1, to: 400 }, 30)
    expect((await infoOf(id)).ratio_mismatch).toBe(false)
    const control = Array.from({ length: 400 }, (_, n) => `visitor_${n + 1}`).filter(
      (name) => assignArm(design, name) === "control",
    )
    await module.run("delete from behavior_event where visitor_id = any(?::text[])", [
      `{${control.slice(60).join(",")}}`,
    ])
    await module.run("update recommendation_experiment set counted_at = null, counted_ms = null")
    expect((await infoOf(id)).ratio_mismatch).toBe(true)
  })

  /** Baskets of visitors `from` to `to`, one of 10 each, so many minutes ago. */
  const baskets = (
    visitors: { readonly from: number; readonly to: number },
    minutesAgo: number,
    currency = "eur",
  ): Promise<unknown> =>
    module.run(
      `insert into behavior_event
         (id, type, product_id, visitor_id, source, occurred_at, basket_id, quantity, price, currency_code)
       select 'basket-' || n || '-' || ? || ?, ${PURCHASE}, 'p1', 'visitor_' || n, 'order',
              now() - make_interval(mins => ?), 'order-' || n || '-' || ? || ?, 1, 10, ?
         from generate_series(?::int, ?::int) n`,
      [...[minutesAgo, currency, minutesAgo, minutesAgo, currency, currency], visitors.from, visitors.to],
    )

  test("experiments: money per shopper is net of returns and never summed across currencies", async () => {
    const id = await startAnHourAgo()
    await events(VIEW, { from: 1, to: 800 }, 50)
    await baskets({ from: 1, to: 400 }, 20)
    await baskets({ from: 401, to: 640 }, 20, "usd")
    await module.run(
      `insert into behavior_event (id, type, product_id, visitor_id, source, occurred_at, basket_id, quantity)
       select 'back-' || n, ${RETURN}, 'p1', 'visitor_' || n, 'order', now(), 'order-' || n || '-20eur', 1
         from generate_series(1, 400, 2) n`,
    )
    const { revenue, arms } = await infoOf(id)
    expect(revenue.map(({ currency_code: currency }) => currency)).toEqual(["eur", "usd"])
    const money = (at: number): number =>
      arms.reduce((sum, { arm, shoppers }) => sum + shoppers * (revenue[at]?.[arm] ?? 0), 0)
    expect(money(0)).toBeCloseTo(200 * 10)
    expect(money(1)).toBeCloseTo(240 * 10)
    expect(arms.reduce((sum, { orders }) => sum + orders, 0)).toBe(440)
    const lead = revenue[0]?.lead
    expect(lead?.variance_left).toBeCloseTo(1)
    expect(lead && lead.low < lead.difference && lead.difference < lead.high).toBe(true)
    expect(lead?.difference).toBeCloseTo((revenue[0]?.treatment ?? 0) - (revenue[0]?.control ?? 0))
  })

  test("experiments: orders and money from before coming, or before the start, are no part of it", async () => {
    const id = await startAnHourAgo()
    await baskets({ from: 1, to: 5 }, 90)
    await baskets({ from: 6, to: 10 }, 30)
    await events(VIEW, { from: 1, to: 12 }, 20)
    await baskets({ from: 5, to: 7 }, 10)
    const { revenue, arms } = await infoOf(id)
    expect(arms.reduce((sum, { orders }) => sum + orders, 0)).toBe(3)
    expect(arms.reduce((sum, { arm, shoppers }) => sum + shoppers * (revenue[0]?.[arm] ?? 0), 0)).toBeCloseTo(3 * 10)
  })

  test("experiments: what shoppers spent before narrows the interval of their money", async () => {
    const id = await startAnHourAgo()
    await events(VIEW, { from: 1, to: 300 }, 50)
    await baskets({ from: 1, to: 150 }, 20)
    const without = (await infoOf(id)).revenue[0]?.lead
    for (const daysAgo of [3, 9]) await baskets({ from: 1, to: 140 }, daysAgo * 24 * 60)
    await module.run("update recommendation_experiment set counted_at = null, counted_ms = null")
    const withPast = (await infoOf(id)).revenue[0]?.lead
    expect(withPast?.variance_left).toBeLessThan(0.2)
    const width = (lead: typeof withPast): number => (lead ? lead.high - lead.low : Number.NaN)
    expect(width(withPast)).toBeLessThan(0.6 * width(without))
  })

  test("experiments: what was seen and clicked of lists is counted by arm", async () => {
    const id = await startAnHourAgo()
    const [shown, clicked] = [behaviorCode("impression"), behaviorCode("click")]
    await events(shown, { from: 1, to: 80 }, 30)
    await events(clicked, { from: 1, to: 20 }, 29)
    await module.run(`update behavior_event set recommendation_id = 'rec_1', source = 'storefront'`)
    await events(clicked, { from: 1, to: 80 }, 28)
    const { arms } = await infoOf(id)
    const sum = (key: "impressions" | "clicks"): number => arms.reduce((total, arm) => total + arm[key], 0)
    expect([sum("impressions"), sum("clicks")]).toEqual([80, 20])
    for (const arm of arms) expect(arm.click_through).toBeCloseTo(arm.clicks / arm.impressions)
  })

  test("experiments: a difference that is sure is reported before the sample is full", async () => {
    const id = await startAnHourAgo()
    await events(VIEW, { from: 1, to: 2_000 }, 30)
    const { rows } = salts.parse(await module.run("select salt from recommendation_experiment"))
    const design = { salt: rows[0]?.salt ?? "", holdoutShare: 0.5 }
    const names = Array.from({ length: 2_000 }, (_, n) => `visitor_${n + 1}`)
    const buyers = names.filter((name, n) => n % (assignArm(design, name) === "treatment" ? 2 : 8) === 0)
    await module.run(
      `insert into behavior_event (id, type, product_id, visitor_id, source, occurred_at)
       select 'bought-' || v, ${PURCHASE}, 'p1', v, 'order', now() from unnest(?::text[]) v`,
      [`{${buyers.join(",")}}`],
    )
    const { uplift, arms, needed_per_arm: goal } = await infoOf(id)
    expect(Math.max(...arms.map(({ shoppers }) => shoppers))).toBeLessThan(goal)
    expect(uplift).toMatchObject({ enough: true })
    expect(uplift?.words).toMatch(/bring more shoppers to buy/)
  })

  test("experiments: what one would need is known before it starts", async () => {
    await events(VIEW, { from: 1, to: 500 }, 60 * 24 * 3)
    await events(PURCHASE, { from: 1, to: 50 }, 60 * 24 * 2)
    const [even, small] = [await experiments.plan(0.5), await experiments.plan(0.05)]
    expect(small.needed_per_arm).toBeLessThan(even.needed_per_arm)
    expect(small.expected_days).toBeGreaterThan(even.expected_days ?? 0)
    const started = await experiments.start({ name: "planned", holdoutShare: 0.5, isAA: false })
    expect(started).toMatchObject(even)
  })

  test("experiments: twenty thousand shoppers, or as many as asked for, are counted in one pass", async () => {
    const id = await startAnHourAgo({ share: 0.2 })
    const shoppers = Number(process.env.SVM_EXPERIMENT_SHOPPERS ?? 20_000)
    await events(VIEW, { from: 1, to: shoppers }, 30)
    await events(PURCHASE, { from: 1, to: shoppers / 10 }, 10)
    const begun = performance.now()
    expect(totals(await infoOf(id))).toEqual({ shoppers, conversions: shoppers / 10 })
    process.stderr.write(
      `${shoppers} shoppers of an experiment counted in ${Math.round(performance.now() - begun)} ms\n`,
    )
  })
})
