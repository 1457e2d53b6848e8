import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../src/core/contract"
import { assignArm } from "../../src/core/evaluation/experiment"
import type { ExperimentArm } from "../../src/core/evaluation/experiment"
import type { AssignedShopper } from "../../src/modules/recommendation/insights/experiment-counts"
import { ExperimentRunningError, Experiments } from "../../src/modules/recommendation/insights/experiments"
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
      `update recommendation_experiment set started_at = now() - interval '1 hour', counted_at = null where id = ?`,
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

  test("experiments: arms of other sizes than assigned are told of", async () => {
    const id = await startAnHourAgo()
    await events(VIEW, { from: 1, to: 400 }, 30)
    expect((await infoOf(id)).ratio_mismatch).toBe(false)
    const { rows } = salts.parse(await module.run("select salt from recommendation_experiment"))
    const design = { salt: rows[0]?.salt ?? "", holdoutShare: 0.5 }
    const control = Array.from({ length: 400 }, (_, n) => `visitor_${n + 1}`).filter(
      (name) => assignArm(design, name) === "control",
    )
    await module.run("delete from behavior_event where visitor_id = any(?::text[])", [
      `{${control.slice(60).join(",")}}`,
    ])
    await module.run("update recommendation_experiment set counted_at = null")
    expect((await infoOf(id)).ratio_mismatch).toBe(true)
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
