import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { InsightsStore } from "../../src/modules/recommendation/insights/insights-store"
import { LeaseLostError } from "../../src/modules/recommendation/learning/lease"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import type { OpenedRun } from "../../src/modules/recommendation/learning/learning-store"
import { StaleSettingsError } from "../../src/modules/recommendation/settings/settings-store"
import type { TrainedVersion } from "../../src/modules/recommendation/learning/train-run"
import { aTraining, FakeTraining } from "../helpers/fake-training"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { addOrder, removeOrders } from "../helpers/shop-orders"
import { tasteEvents } from "../helpers/taste-shop"

const NOW = Date.now()
const ACCURACY = { pairwise: 0.5, hit_rate: 0.5, sample: 1, source: "holdout" as const }
/** A short lease: a cancel is heard with the next heartbeat. */
const OPTIONS = { retrain: { min_pause_minutes: 0 }, training: { lease_seconds: 8 } }

describe("learning", () => {
  let module: TestModule
  let behavior: BehaviorStore
  let learning: LearningStore
  let training: FakeTraining

  beforeAll(async () => {
    module = await startTestModule("svm_learning", OPTIONS)
  })

  beforeEach(async () => {
    await module.empty()
    training = new FakeTraining()
    behavior = new BehaviorStore(module.context)
    learning = new LearningStore(module.context, { behavior, startTraining: training.start })
  })

  afterAll(() => module.close())

  const instance = (): LearningStore => new LearningStore(module.context, { behavior, startTraining: training.start })

  const someEvents = (prefix: string, days: number): ReturnType<typeof tasteEvents> =>
    tasteEvents({ shoppers: 30, products: 20, tastes: 2, days, seed: 3, until: NOW - 3_600_000, prefix })

  const open = async (): Promise<OpenedRun> => {
    const opened = await learning.openDueRun()
    if (!opened) throw new Error(`no run was due: ${(await learning.decide()).reason}`)
    return opened
  }

  /** What the workflow does, without Medusa round it. */
  const finish = async (opened: OpenedRun): Promise<TrainedVersion> => {
    const trained = await learning.train(opened)
    const { refusal } = await learning.serve(opened.lease, trained)
    await learning.finish(opened.lease, refusal)
    await rest()
    return trained
  }

  /** Lets an hour pass since the runs that have ended. */
  const rest = (): Promise<unknown> =>
    module.run(
      `update recommendation_training_run set started_at = started_at - interval '1 hour',
         finished_at = finished_at - interval '1 hour' where status <> 'running'`,
    )

  const learnOnce = async (): Promise<TrainedVersion> => {
    await behavior.record(someEvents("a", 8))
    return finish(await open())
  }

  const ended = async (): Promise<unknown> => (await learning.runs.latest()).last

  describe("triggers", () => {
    test("interactions: too little behavior starts nothing, the threshold starts a run, below it none", async () => {
      await behavior.record(someEvents("few", 1).slice(0, 9))
      expect(await learning.openDueRun()).toBeNull()
      expect((await learning.decide()).reason).toMatch(/of 60 purchases/)
      await learnOnce()
      expect(await ended()).toMatchObject({ trigger: "interactions", status: "succeeded" })
      const fresh = someEvents("b", 8)
      await behavior.record(fresh.slice(0, 9))
      expect(await learning.openDueRun()).toBeNull()
      await behavior.record(fresh.slice(9, 10))
      expect((await open()).trigger).toBe("interactions")
    })

    test.each(["erasure", "import", "admin"] as const)(
      "%s: asks for a run, and the run bears its name",
      async (trigger) => {
        await learnOnce()
        await learning.requestRetrain(trigger, "because")
        const opened = await open()
        expect(opened.trigger).toBe(trigger)
        await finish(opened)
        expect(await ended()).toMatchObject({ trigger })
        expect(await learning.openDueRun()).toBeNull()
      },
    )

    test("schedule: due once over many instances, also when its instant passed while nothing ran", async () => {
      await learnOnce()
      await module.run("update recommendation_schedule set next_at = date_trunc('second', now()) - interval '3 days'")
      const opened = (await Promise.all([instance(), instance(), instance()].map((one) => one.openDueRun()))).filter(
        (run) => run !== null,
      )
      expect(opened.map((run) => run.trigger)).toEqual(["schedule"])
      const asked = await module.run("select count(*)::int as n from recommendation_retrain_request")
      expect(asked).toMatchObject({ rows: [{ n: 1 }] })
    })

    test("schedule: an edit counts at once, and one that is switched off is never due", async () => {
      await learnOnce()
      const { version } = await learning.settings()
      const schedule = { cron: "0 5 * * *", time_zone: "Asia/Tokyo" }
      await learning.settingsStore.update({ settings: { retrain: { schedule } }, version, by: "user_1" })
      expect((await learning.describe()).next_scheduled_at).toMatch(/T20:00:00.000Z$/)
      await learning.settingsStore.update({
        settings: { retrain: { schedule: { enabled: false } } },
        version: version + 1,
        by: "user_1",
      })
      expect((await learning.describe()).next_scheduled_at).toBeNull()
      expect(await learning.openDueRun()).toBeNull()
    })

    test("readiness: an order from before behavior is kept waits for nobody to learn from it", async () => {
      await addOrder(module, "order_new", { lines: 1 })
      await addOrder(module, "order_old", { lines: 1 })
      await module.run(`update "order" set created_at = now() - interval '401 days' where id = 'order_old'`)
      expect((await learning.describe()).readiness.orders_not_imported).toBe(1)
      await removeOrders(module)
    })

    test("catalog: more than a fifth of it added since the training starts a run", async () => {
      const add = (from: number, to: number): Promise<unknown> =>
        module.run(
          `insert into product (id, title, handle, status, created_at)
           select 'prod_c' || i, 'Product', 'c' || i, 'published', clock_timestamp() from generate_series(?::int, ?::int) i`,
          [from, to],
        )
      await module.run("delete from product")
      await add(1, 20)
      await learnOnce()
      await add(21, 24)
      expect(await instance().openDueRun()).toBeNull()
      await add(25, 25)
      expect((await instance().openDueRun())?.trigger).toBe("catalog")
      await module.run("delete from product")
    })

    test("pause: what is not urgent waits for it; an erasure does not", async () => {
      await learnOnce()
      const { version } = await learning.settings()
      await learning.settingsStore.update({ settings: { retrain: { min_pause_minutes: 90 } }, version, by: null })
      await learning.requestRetrain("import")
      expect(await learning.openDueRun()).toBeNull()
      expect((await learning.decide()).reason).toMatch(/pause/)
      await learning.requestRetrain("erasure")
      expect((await open()).trigger).toBe("erasure")
    })
  })

  describe("runs", () => {
    test("lease: of twenty instances at once one trains, and the others learn that nothing is due", async () => {
      await behavior.record(someEvents("a", 8))
      const opened = await Promise.all(Array.from({ length: 20 }, () => instance().openDueRun()))
      expect(opened.filter((run) => run !== null)).toHaveLength(1)
      expect(await learning.runs.list()).toHaveLength(1)
    })

    test("lease: a silent holder is replaced, its request stands, and nothing it brings later is kept", async () => {
      await learnOnce()
      await learning.requestRetrain("import", "orders")
      const dead = await open()
      await module.run(
        "update recommendation_training_run set lease_expires_at = now() - interval '1 second' where status = 'running'",
      )
      const next = instance()
      expect(await next.openDueRun()).toBeNull()
      await expect(learning.train(dead)).rejects.toThrow(LeaseLostError)
      expect(await ended()).toMatchObject({ status: "failed", cause: expect.stringMatching(/silent/) })
      await rest()
      const taken = await next.openDueRun()
      expect(taken).toMatchObject({ trigger: "import" })
      expect(taken?.lease.fencing).toBeGreaterThan(dead.lease.fencing)
      expect(await learning.versions.list()).toHaveLength(1)
    })

    test("failure: a thread that dies fails the run with its cause, the model serves on, retries back off", async () => {
      await learnOnce()
      const before = await learning.activeModel()
      training.outcome = () => Promise.reject(new Error("The training thread ended before it was done."))
      await learning.requestRetrain("import")
      const opened = await open()
      await expect(learning.train(opened)).rejects.toThrow(/ended before/)
      await learning.fail(opened.lease, new Error("The training thread ended before it was done."))
      expect(await ended()).toMatchObject({ status: "failed", cause: expect.stringMatching(/ended before/) })
      expect(await learning.activeModel()).toEqual(before)
      expect(await learning.openDueRun()).toBeNull()
      expect((await learning.decide()).reason).toMatch(/next attempt is in/)
      await rest()
      expect((await open()).trigger).toBe("import")
    })

    test("failure: of the database's own words only the code reaches the admin", async () => {
      await behavior.record(someEvents("a", 8))
      const opened = await open()
      const error = Object.assign(new Error("select secret from vault - connection lost"), { code: "57P01" })
      await learning.fail(opened.lease, error)
      expect(await ended()).toMatchObject({
        cause: "The database failed (57P01); the details are in the server's log.",
      })
    })

    test("cancel: ends a run that trains, wherever it trains", async () => {
      await behavior.record(someEvents("a", 8))
      const opened = await open()
      training.outcome = () => new Promise(() => undefined)
      const result = learning.train(opened)
      result.catch(() => undefined)
      while (training.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      expect(await instance().runs.requestCancel(opened.lease.runId)).toBe(true)
      await expect(result).rejects.toThrow("An admin ended the run.")
      await learning.fail(opened.lease, await result.catch((error: unknown) => error))
      expect(await ended()).toMatchObject({ status: "canceled" })
      expect(training.stopped).toBe(1)
    }, 60_000)

    test("not ready: too little in the snapshot ends the run as refused, in words", async () => {
      await behavior.record(someEvents("a", 8))
      const opened = await open()
      const has = { purchases: 3, shoppers: 30, products: 20, baskets: 2 }
      const needs = { purchases: 60, shoppers: 20, products: 10, baskets: 40 }
      training.outcome = () => Promise.resolve({ type: "not_ready", readiness: { ready: false, has, needs } })
      expect(await finish(opened)).toMatchObject({ versionId: null })
      expect(await ended()).toMatchObject({
        status: "refused",
        cause: "Too little behavior to learn from. 3 of 60 purchases. 2 of 40 baskets.",
      })
    })

    test("sampled: a version has how many of how many rows it was trained on, and why not on all", async () => {
      const events = someEvents("a", 8)
      await behavior.record(events)
      const { options } = module.context
      const context = { ...module.context, options: { ...options, training: { ...options.training, max_rows: 200 } } }
      const small = new LearningStore(context, { behavior, startTraining: training.start })
      const { versionId } = await small.train(await open())
      const { sampled } = (await learning.versions.describe(versionId ?? "")) ?? {}
      expect(sampled).toMatchObject({ of: events.length, for: "max_rows" })
      expect(sampled?.rows).toBeLessThan(events.length)
      expect(sampled?.rows).toBeGreaterThan(0)
    })

    test("sampled: a version that was trained on all rows has no sample", async () => {
      const { versionId } = await learnOnce()
      expect((await learning.versions.describe(versionId ?? ""))?.sampled).toBeNull()
    })

    test("snapshot: bots and later arrivals are left out, gifts are nobody's taste, visitors are their customers", async () => {
      await behavior.record(someEvents("a", 8))
      const at = new Date(NOW - 60_000)
      const one = { productId: "prod_1", occurredAt: at, source: "order" } as const
      await module.run("insert into recommendation_visitor (visitor_id, customer_id) values ('vis_1', 'cus_linked')")
      await behavior.record([
        { ...one, id: "x_bot", type: "view", visitorId: "vis_bot", isBot: true },
        { ...one, id: "x_gift", type: "purchase", customerId: "cus_giver", isGift: true, basketId: "order_gift" },
        { ...one, id: "x_look", type: "click", customerId: "cus_looker", isGift: true },
        { ...one, id: "x_linked", type: "view", visitorId: "vis_1" },
      ])
      await learning.train(await open())
      const texts = training.parts.filter(([kind]) => kind === "behavior").map(([, text]) => text)
      const rows: unknown[][] = texts.flatMap((text): unknown[][] => JSON.parse(text))
      const whom = new Set(rows.map(([shopper]) => shopper))
      expect(whom.has("vis_bot")).toBe(false)
      expect(whom.has("cus_giver")).toBe(false)
      expect(whom.has("cus_looker")).toBe(false)
      expect(whom.has("cus_linked")).toBe(true)
      expect(rows.find((row) => row[6] === "order_gift")?.[0]).toBe("")
      expect(rows).toHaveLength(someEvents("a", 8).length + 3)
    })
  })

  describe("money in the snapshot", () => {
    test("snapshot: a price in another currency than the shop's own is read as unknown", async () => {
      await behavior.record(someEvents("a", 8))
      await module.run("insert into store (id, name) values ('store_1', 'Shop') on conflict do nothing")
      await module.run(
        "insert into store_currency (id, currency_code, is_default, store_id) values ('stocur_1', 'eur', true, 'store_1')",
      )
      const one = {
        productId: "prod_1",
        occurredAt: new Date(NOW - 60_000),
        source: "order",
        type: "purchase",
      } as const
      await behavior.record([
        { ...one, id: "in_eur", customerId: "cus_eur", price: 20, currencyCode: "EUR" },
        { ...one, id: "in_jpy", customerId: "cus_jpy", price: 3200, currencyCode: "jpy" },
        { ...one, id: "in_none", customerId: "cus_none", price: 19 },
      ])
      try {
        await learning.train(await open())
      } finally {
        await module.run("delete from store_currency")
      }
      const texts = training.parts.filter(([kind]) => kind === "behavior").map(([, text]) => text)
      const rows: unknown[][] = texts.flatMap((text): unknown[][] => JSON.parse(text))
      const priceOf = (customer: string): unknown => rows.find(([shopper]) => shopper === customer)?.[5]
      expect(["cus_eur", "cus_jpy", "cus_none"].map(priceOf)).toEqual([20, null, 19])
    })
  })

  describe("gate and versions", () => {
    test("gate: a first model that does not beat popularity is a version, refused, and the ladder serves", async () => {
      training.outcome = () => Promise.resolve(aTraining({ challenger: 0.1, popularity: 0.1 }))
      const trained = await learnOnce()
      expect(trained.refusal?.text).toMatch(/does not beat popularity/)
      expect(await learning.activeModel()).toBeNull()
      expect(await learning.versions.list()).toMatchObject([{ number: 1, refusal: trained.refusal?.text }])
      expect(await ended()).toMatchObject({ status: "refused", cause: trained.refusal?.text })
      const code = "not_above_popularity"
      const versions = () => module.context.knex()("recommendation_model_version")
      expect(await versions().select("refusal", "gate_reason")).toEqual([{ refusal: code, gate_reason: code }])
      // A row of an older release has its English.
      await versions().update({ refusal: "Not good enough." })
      expect(await learning.versions.list()).toMatchObject([{ refusal: "Not good enough." }])
    })

    test("gate: within the tolerance of the champion it serves, below it the champion serves on", async () => {
      await learnOnce()
      const retrain = async (challenger: number): Promise<TrainedVersion> => {
        training.outcome = () => Promise.resolve(aTraining({ challenger, champion: 0.5 }))
        await learning.requestRetrain("admin")
        return finish(await open())
      }
      expect((await retrain(0.495)).refusal).toBeNull()
      expect(await learning.activeModel()).toMatchObject({ version: 2 })
      expect((await retrain(0.45)).refusal?.text).toMatch(/below the serving model with 0.5/)
      expect(await learning.activeModel()).toMatchObject({ version: 2 })
      expect(training.requests.at(-1)?.champion).not.toBeNull()
    })

    test("force: what the gate refuses serves where the admin who asked wanted it so, and is shown as forced", async () => {
      await learnOnce()
      training.outcome = () => Promise.resolve(aTraining({ challenger: 0.4, champion: 0.5 }))
      await learning.requests.add("admin", null, { by: "user_1" })
      await finish(await open())
      expect(await ended()).toMatchObject({ status: "refused" })
      expect(await learning.activeModel()).toMatchObject({ version: 1 })
      await learning.requests.add("admin", null, { by: "user_1", promote: true })
      await finish(await open())
      expect(await ended()).toMatchObject({ status: "succeeded", cause: null })
      const { serving, gate_history: history } = await learning.describe()
      expect(serving).toMatchObject({ number: 3, forced: true, refusal: expect.stringMatching(/NDCG@10/) })
      expect(history[0]).toMatchObject({ version: 3, promoted: true, forced: true })
    })

    test("force: not where a shopper was erased meanwhile", async () => {
      await learnOnce()
      await learning.requests.add("admin", null, { by: "user_1", promote: true })
      const opened = await open()
      await learning.requestRetrain("erasure")
      await finish(opened)
      expect(await ended()).toMatchObject({ status: "refused" })
      expect(await learning.activeModel()).toMatchObject({ version: 1 })
    })

    test.each(["canceled", "refused"] as const)(
      "erasure: a run that was %s does not swallow its request",
      async (how) => {
        await learnOnce()
        await learning.requestRetrain("erasure")
        const opened = await open()
        if (how === "refused") {
          training.outcome = () => Promise.resolve(aTraining({ challenger: 0.1, champion: 0.5 }))
          await finish(opened)
        } else {
          await learning.runs.requestCancel(opened.lease.runId)
          await learning.runs.close(opened.lease, "canceled", null)
          await rest()
        }
        expect(await ended()).toMatchObject({ status: how })
        expect(await learning.requests.pending()).toMatchObject([{ trigger: "erasure", attempts: 1 }])
        expect((await open()).trigger).toBe("erasure")
      },
    )

    test("erasure: a run whose version serves has answered the request", async () => {
      await learnOnce()
      await learning.requestRetrain("erasure")
      training.outcome = () => Promise.resolve(aTraining({ challenger: 0.9, champion: 0.5 }))
      await finish(await open())
      expect(await learning.requests.pending()).toEqual([])
    })

    test("erasure: an admin's request that was refused stays answered", async () => {
      await learnOnce()
      await learning.requestRetrain("admin")
      training.outcome = () => Promise.resolve(aTraining({ challenger: 0.1, champion: 0.5 }))
      await finish(await open())
      expect(await learning.requests.pending()).toEqual([])
    })

    test("erasure while training: the version has no file, so that neither force nor promotion can let it serve", async () => {
      await learnOnce()
      await learning.requestRetrain("admin")
      const opened = await open()
      training.outcome = async () => {
        // As an erasure that began before the run and is committed during it.
        await module.run(
          `insert into recommendation_retrain_request (trigger, requested_at) values ('erasure', now() - interval '1 day')`,
        )
        return aTraining({ challenger: 0.9, champion: 0.5 })
      }
      const { versionId } = await finish(opened)
      expect(await learning.versions.file(versionId ?? "")).toBeNull()
      const forced = { versionId: versionId ?? "", by: "user_1", forced: true, accuracy: ACCURACY }
      await expect(learning.activation.promote(forced)).rejects.toThrow()
      expect(await learning.activeModel()).toMatchObject({ version: 1 })
    })

    test("erasure while training: the version is refused and it is trained again", async () => {
      await learnOnce()
      await learning.requestRetrain("admin")
      const opened = await open()
      training.outcome = async () => {
        await learning.requestRetrain("erasure")
        return aTraining({ challenger: 0.9, champion: 0.5 })
      }
      expect((await finish(opened)).refusal?.text).toMatch(/erased while/)
      expect(await learning.activeModel()).toMatchObject({ version: 1 })
      expect((await open()).trigger).toBe("erasure")
    })

    test("promotion: an admin's choice during a run stands against the run's own version", async () => {
      const first = await learnOnce()
      await learning.requestRetrain("admin")
      const opened = await open()
      const accuracy = first.accuracy ?? { pairwise: null, hit_rate: null, sample: 0, source: "holdout" as const }
      await learning.activation.promote({ versionId: first.versionId ?? "", by: "user_1", forced: false, accuracy })
      await finish(opened)
      expect(await ended()).toMatchObject({ status: "refused", cause: expect.stringMatching(/promoted/) })
      expect(await learning.activeModel()).toMatchObject({ version: 1 })
    })

    test("promotion: fifty at once leave one serving, with a file", async () => {
      const first = await learnOnce()
      await learning.requestRetrain("admin")
      const second = await finish(await open())
      const accuracy = { pairwise: 0.8, hit_rate: 0.5, sample: 40, source: "holdout" as const }
      const ids = [first.versionId ?? "", second.versionId ?? ""]
      const promotions = Array.from({ length: 50 }, (_, i) =>
        learning.activation.promote({ versionId: ids[i % 2] ?? "", by: null, forced: false, accuracy }),
      )
      await Promise.all(promotions)
      const active = await learning.activeModel()
      expect(ids).toContain(active?.id)
      expect(await learning.modelFile(active?.id ?? "")).toHaveLength(4)
      const rows = await module.run("select count(*)::int as n from recommendation_model_activation")
      expect(rows).toMatchObject({ rows: [{ n: 1 }] })
    })

    test("undo: restoring puts back what served, and only over the run's own promotion", async () => {
      await learnOnce()
      const before = await learning.activation.current()
      await learning.requestRetrain("admin")
      const opened = await open()
      await finish(opened)
      expect(await learning.activeModel()).toMatchObject({ version: 2 })
      await learning.activation.restore(opened.lease, before)
      expect(await learning.activeModel()).toMatchObject({ version: 1 })
    })

    test("files: one of several pieces is read whole, byte for byte; of an unknown version there is none", async () => {
      const bytes = Uint8Array.from({ length: 1_300_001 }, (_, at) => (at * 31) % 251)
      training.outcome = () => Promise.resolve({ ...aTraining({ challenger: 0.5 }), bytes })
      await learnOnce()
      const [version] = await learning.versions.list()
      expect(Buffer.compare(await learning.modelFile(version?.id ?? ""), bytes)).toBe(0)
      expect(await learning.versions.file("recmod_unknown")).toBeNull()
    })

    test("policy: files of old versions go, figures stay, what serves and served before keeps its file", async () => {
      await learnOnce()
      for (let i = 0; i < 4; i++) {
        training.outcome = () => Promise.resolve(aTraining({ challenger: i === 0 ? 0.6 : 0.05, champion: 0.5 }))
        await learning.requestRetrain("admin")
        await finish(await open())
      }
      const { experiments } = new InsightsStore(module.context)
      const comparison = { kind: "version", version: 3 } as const
      const { id } = await experiments.start({ name: "An old one", holdoutShare: 0.5, isAA: false, comparison })
      await learning.versions.prune(1)
      expect(await Promise.all([3, 4].map((number) => learning.modelOf(number)))).toMatchObject([{ version: 3 }, null])
      await experiments.stop(id)
      await learning.versions.prune(1)
      expect(await learning.modelOf(3)).toBeNull()
      const versions = await learning.versions.list()
      const files = await Promise.all(versions.map(async ({ id }) => (await learning.versions.file(id)) !== null))
      expect(versions.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1])
      expect(files).toEqual([true, false, false, true, true])
      const accuracy = { pairwise: 0.8, hit_rate: 0.5, sample: 40, source: "holdout" as const }
      const gone = { versionId: versions[1]?.id ?? "", by: null, forced: true, accuracy }
      await expect(learning.activation.promote(gone)).rejects.toThrow(/no longer kept/)
    })
  })

  describe("settings", () => {
    test("settings: the options hold until an admin changes something, which every instance sees", async () => {
      expect(await learning.settings()).toMatchObject({ version: 0, settings: { retrain: { min_interactions: 10 } } })
      await learning.settingsStore.update({ settings: { gate: { tolerance: 0.1 } }, version: 0, by: "user_1" })
      expect(await instance().settings()).toMatchObject({
        version: 1,
        settings: { gate: { tolerance: 0.1 }, retrain: { min_pause_minutes: 0 } },
      })
      expect(await learning.settingsStore.history()).toMatchObject([
        { version: 1, by: "user_1", changes: [{ path: "gate.tolerance", from: 0.02, to: 0.1 }] },
      ])
    })

    test("settings: of two admins at once one learns that the other was faster", async () => {
      const updates = [0.1, 0.2, 0.3].map((tolerance) =>
        learning.settingsStore.update({ settings: { gate: { tolerance } }, version: 0, by: null }),
      )
      const results = await Promise.allSettled(updates)
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
      for (const result of results)
        if (result.status === "rejected") expect(result.reason).toBeInstanceOf(StaleSettingsError)
    })

    test("settings: what is not allowed changes nothing, not even a prototype", async () => {
      const wrong: unknown[] = [
        { retrain: { min_interactions: 0 } },
        { nonsense: true },
        JSON.parse('{"__proto__": {"polluted": true}}'),
        { retrain: { schedule: { time_zone: "Nowhere/At_all" } } },
      ]
      for (const settings of wrong)
        await expect(learning.settingsStore.update({ settings, version: 0, by: null })).rejects.toThrow()
      expect(await learning.settings()).toMatchObject({ version: 0 })
      expect(Object.keys(Object.prototype)).toEqual([])
    })
  })
})
