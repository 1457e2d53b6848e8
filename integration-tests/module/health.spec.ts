import type { HealthPart, HealthResponse } from "../../src/types/http"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { describeHealth } from "../../src/modules/recommendation/health"
import type { HealthParts } from "../../src/modules/recommendation/health"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import type { TrainingOutcome } from "../../src/training/protocol"
import { aReport, aTraining, FakeTraining } from "../helpers/fake-training"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { tasteEvents } from "../helpers/taste-shop"

const HOUR = 3_600_000

describe("health", () => {
  let module: TestModule
  let learning: LearningStore
  let training: FakeTraining

  beforeAll(async () => {
    module = await startTestModule("svm_health", { retrain: { min_pause_minutes: 0 } })
  })

  beforeEach(async () => {
    await module.empty()
    training = new FakeTraining()
    const behavior = new BehaviorStore(module.context)
    learning = new LearningStore(module.context, { behavior, startTraining: training.start })
    await behavior.record(
      tasteEvents({ shoppers: 30, products: 20, tastes: 2, days: 8, seed: 3, until: Date.now() - HOUR }),
    )
  })

  afterAll(() => module.close())

  const health = (over: Partial<HealthParts> = {}): Promise<HealthResponse> =>
    describeHealth({
      ...{ context: module.context, learning },
      servingVersion: async () => (await learning.activeModel())?.version ?? null,
      listsRefused: () => 0,
      recentLists: () => ({ asked: 0, failed: 0 }),
      extensionsFailed: () => null,
      lastReconciliation: () => Promise.resolve(new Date()),
      ...over,
    })
  const partOf = async (name: HealthPart["part"], over: Partial<HealthParts> = {}): Promise<HealthPart | undefined> =>
    (await health(over)).parts.find(({ part }) => part === name)

  /** A run from its request to its end, whatever comes of it. */
  const learn = async (outcome: () => Promise<TrainingOutcome>): Promise<void> => {
    training.outcome = outcome
    await learning.requestRetrain("admin")
    const opened = await learning.openDueRun()
    if (!opened) throw new Error("no run was due")
    try {
      const trained = await learning.train(opened)
      const { refusal } = await learning.serve(opened.lease, trained)
      await learning.finish(opened.lease, refusal)
    } catch (error) {
      await learning.fail(opened.lease, error)
    }
  }
  const learnWell = (): Promise<void> => learn(() => Promise.resolve(aTraining({ challenger: 0.5 })))

  test("health: ok is said of each part, and of the whole, where nothing is wrong", async () => {
    await learnWell()
    const { status, parts } = await health()
    expect(parts.map(({ part, reason }) => [part, reason])).toEqual(
      ["capture", "database", "model", "training", "serving", "reconciliation"].map((part) => [part, null]),
    )
    expect(status).toBe("ok")
  })

  test("health, model: a shop that has not learnt yet is neither ok nor degraded", async () => {
    expect(await health()).toMatchObject({ status: "not_learnt" })
    expect(await partOf("model")).toMatchObject({ status: "not_learnt", said: [{ code: "no_model" }] })
  })

  test("health, model: degraded where the gate refused the first, with the gate's words", async () => {
    await learn(() => Promise.resolve(aTraining({ challenger: 0.1, popularity: 0.2 })))
    expect(await partOf("model")).toMatchObject({
      status: "degraded",
      said: [{ code: "no_model_refused", values: { number: 1 } }, { code: "below_popularity" }],
    })
  })

  test("health, model: degraded when accuracy has fallen", async () => {
    await learnWell()
    await module.run("update recommendation_model_activation set accuracy_alarm = true")
    expect(await partOf("model")).toMatchObject({ status: "degraded", said: [{ code: "accuracy_fallen" }] })
  })

  test("health, model: degraded when a feature has drifted since what serves was trained", async () => {
    await learnWell()
    const featureQuantiles = { "any.recency.value": [11, 12, 13, 14, 15, 16, 17, 18, 19] }
    const report = { ...aReport({ challenger: 0.2, champion: 0.5 }), featureQuantiles }
    await learn(() =>
      Promise.resolve({ type: "trained", bytes: Uint8Array.from([1]), report, weights: [], memoryMb: 1, leftOut: [] }),
    )
    expect(await partOf("model")).toMatchObject({
      status: "degraded",
      said: [
        { code: "drifted", values: { count: 1, feature: "any.recency.value" } },
        { code: "drift_activate", values: { number: 1, newest: 2 } },
      ],
    })
  })

  test("health, training: degraded after a run that failed, with its cause; ok after the next that did not", async () => {
    await learnWell()
    await learn(() => Promise.reject(new Error("the thread is gone")))
    expect(await partOf("training")).toMatchObject({
      status: "degraded",
      reason: expect.stringContaining("the thread is gone"),
    })
    await learnWell()
    expect(await partOf("training")).toMatchObject({ status: "ok" })
  })

  test("health, serving: degraded where more lists were asked for than it makes", async () => {
    await learnWell()
    expect(await partOf("serving", { listsRefused: () => 3 })).toMatchObject({
      status: "degraded",
      said: [{ code: "lists_refused", values: { count: 3 } }],
    })
  })

  test("health, serving: degraded where lists end in errors, with their share; without any it tells of how many", async () => {
    await learnWell()
    expect(await partOf("serving", { recentLists: () => ({ asked: 8, failed: 2 }) })).toMatchObject({
      status: "degraded",
      said: [{ code: "lists_failed", values: { count: 2, asked: 8, share: 0.25 } }],
    })
    expect(await partOf("serving", { recentLists: () => ({ asked: 8, failed: 0 }) })).toMatchObject({
      status: "ok",
      said: [{ code: "lists_well", values: { asked: 8 } }],
    })
  })

  test("health, serving: degraded where an instance does not follow a promotion", async () => {
    await learnWell()
    const servingVersion = (): Promise<null> => Promise.resolve(null)
    expect(await partOf("serving", { servingVersion })).toMatchObject({ status: "ok" })
    await module.run("update recommendation_model_activation set activated_at = now() - interval '1 minute'")
    expect(await partOf("serving", { servingVersion })).toMatchObject({
      status: "degraded",
      said: [{ code: "serves_none", values: { promoted: 1 } }],
    })
  })

  test("health, reconciliation: degraded when purchases were not compared with the orders for an hour", async () => {
    const lastReconciliation = (): Promise<Date> => Promise.resolve(new Date(Date.now() - 2 * HOUR))
    expect(await partOf("reconciliation", { lastReconciliation })).toMatchObject({
      status: "degraded",
      said: [{ code: "not_compared_since" }],
    })
  })

  test("health, capture: degraded when more than a fifth of today's reports are refused", async () => {
    await module.run(
      `insert into recommendation_capture_count (day, kind, count)
       values ((now() at time zone 'UTC')::date, 'rejected/wrong_type', 5000)`,
    )
    expect(await partOf("capture")).toMatchObject({ status: "degraded", said: [{ code: "reports_refused" }] })
  })

  test("health: what fails or does not answer is down, and its cause goes to the log alone", async () => {
    const knex = (): never => {
      throw new Error("password of the database")
    }
    const never = new Promise<never>(() => undefined)
    const answer = await health({ context: { ...module.context, knex }, servingVersion: () => never })
    expect(answer.status).toBe("down")
    const down = answer.parts.filter(({ status }) => status === "down").map(({ part }) => part)
    expect(down).toEqual(["capture", "database", "serving"])
    expect(JSON.stringify(answer)).not.toContain("password")
  })
})
