import { behaviorCode } from "../../src/core/contract"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { NewBehaviorEvent } from "../../src/modules/recommendation/behavior/event"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { withClient } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { tasteEvents } from "../helpers/taste-shop"

const NOW = Date.now()
const DAY = 86_400_000
/** Only a fall of accuracy may start a run here. */
const OPTIONS = { retrain: { min_interactions: 1_000_000, min_pause_minutes: 0, accuracy_min_sample: 40 } }

describe("accuracy on fresh behavior", () => {
  let module: TestModule
  let behavior: BehaviorStore
  let learning: LearningStore

  const stretch = (
    prefix: string,
    days: number,
    more: { until: number; seed: number; shift?: number },
  ): NewBehaviorEvent[] => tasteEvents({ shoppers: 40, products: 60, tastes: 4, days, prefix, ...more })

  const isPurchase = (event: NewBehaviorEvent): boolean => event.type === "purchase"

  /** Rounds of the job until all that came is scored. */
  const measured = async (events: readonly NewBehaviorEvent[]): Promise<number> => {
    let scored = 0
    for (let start = 0; start < events.length; start += 60) {
      await behavior.record(events.slice(start, start + 60))
      scored += await learning.accuracy.measure()
    }
    return scored
  }

  beforeAll(async () => {
    module = await startTestModule("svm_learning_accuracy", OPTIONS)
    behavior = new BehaviorStore(module.context)
    learning = new LearningStore(module.context, { behavior })
    await behavior.record(stretch("past", 30, { until: NOW - 2 * DAY, seed: 1 }))
    await learning.requestRetrain("admin")
    const opened = await learning.openDueRun()
    if (!opened) throw new Error((await learning.decide()).reason)
    // The real thread, on real rows.
    const { versionId, accuracy, refusal } = await learning.train(opened)
    if (!versionId || !accuracy || refusal !== null) throw new Error(refusal?.text ?? "no version")
    await learning.activation.promoteTrained(opened.lease, { versionId, by: null, forced: false, accuracy })
    await learning.runs.close(opened.lease, "succeeded", null)
    await module.run(
      `update recommendation_training_run set started_at = started_at - interval '1 day', finished_at = finished_at - interval '1 day'`,
    )
    // The choices of the tests lie between the promotion and now.
    await module.run("update recommendation_model_activation set activated_at = now() - interval '2 days'")
    await learning.accuracy.measure()
  })

  afterAll(() => module.close())

  test("before the minimum sample there is no figure, and promotion's is the hold-out's", async () => {
    const { accuracy, drift } = await learning.describe()
    expect(accuracy.now).toBeNull()
    expect(accuracy.at_promotion?.pairwise).toBeGreaterThan(0.5)
    expect(drift.every(({ alarm }) => !alarm)).toBe(true)
  })

  test("while shoppers choose as they did, accuracy holds, and asks for nothing", async () => {
    const scored = await measured(stretch("same", 1, { until: NOW, seed: 2 }).filter(isPurchase))
    expect(scored).toBeGreaterThan(30)
    await measured(stretch("same2", 1, { until: NOW - 1_000, seed: 3 }).filter(isPurchase))
    const { accuracy, next_retrain: next } = await learning.describe()
    expect(accuracy.now?.pairwise).toBeGreaterThan(0.7)
    expect(accuracy.now?.hit_rate).toBeGreaterThan(0.3)
    expect(next).toMatchObject({ would_run: false })
  })

  test("when tastes change, the fall asks for one run, by its name", async () => {
    for (const seed of [4, 5, 6, 7, 8, 9])
      await measured(stretch(`other${seed}`, 1, { until: NOW - seed, seed, shift: 2 }).filter(isPurchase))
    const { accuracy, next_retrain: next } = await learning.describe()
    expect(accuracy.now?.pairwise).toBeLessThan((accuracy.at_promotion?.pairwise ?? 0) * 0.9)
    expect(next).toMatchObject({
      would_run: true,
      trigger: "accuracy",
      said: [{ code: "asked_for", values: { trigger: "accuracy" } }],
    })
    const requests = await module.run("select trigger from recommendation_retrain_request where run_id is null")
    expect(requests).toMatchObject({ rows: [{ trigger: "accuracy" }] })
    const opened = await learning.openDueRun()
    expect(opened?.trigger).toBe("accuracy")
    expect(accuracy.trend.length).toBeGreaterThan(1)
  })

  test("a choice that is committed after later ones were scored is scored with the next", async () => {
    const [one, two, three] = stretch("late", 1, { until: NOW - 2_000, seed: 11 }).filter(isPurchase)
    const samples = (): Promise<unknown> =>
      module.run("select event_id from recommendation_accuracy_sample where event_id = 'slow'")
    await withClient("svm_learning_accuracy", async (slow) => {
      await slow.query("begin")
      await slow.query(
        `insert into behavior_event (id, type, product_id, customer_id, source, occurred_at)
         values ('slow', $1, $2, $3, 'order', now())`,
        [behaviorCode("purchase"), one.productId, one.customerId],
      )
      await measured([two])
      await slow.query("commit")
    })
    expect(await samples()).toMatchObject({ rows: [] })
    await measured([three])
    expect(await samples()).toMatchObject({ rows: [{ event_id: "slow" }] })
  })

  test("a choice is scored once, however many instances measure", async () => {
    const counted = await module.run(
      "select count(*)::int as n, count(distinct event_id)::int as events from recommendation_accuracy_sample",
    )
    const before = counted
    await Promise.all([learning.accuracy.measure(), learning.accuracy.measure()])
    const after = await module.run(
      "select count(*)::int as n, count(distinct event_id)::int as events from recommendation_accuracy_sample",
    )
    expect(JSON.stringify(after)).toBe(JSON.stringify(before))
  })
})
