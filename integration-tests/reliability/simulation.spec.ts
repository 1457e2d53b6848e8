import fc from "fast-check"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { PromotionError } from "../../src/modules/recommendation/learning/activation-store"
import { LeaseLostError } from "../../src/modules/recommendation/learning/lease"
import type { Lease } from "../../src/modules/recommendation/learning/lease"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import type { NewVersion } from "../../src/modules/recommendation/learning/version-store"
import { aReport } from "../helpers/fake-training"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { tried } from "../helpers/trials"
import { rounds } from "./rounds"

const DATABASE = "svm_simulation"
const RUNS = rounds(12, 600)
const SEED = 20_261_125
const EVENTS = 12
const SHOPPERS = 3
const INSTANCES = 3
const ACCURACY = { pairwise: 0.8, hit_rate: 0.5, sample: 40, source: "holdout" as const }

const A_VERSION: NewVersion = {
  trigger: "admin",
  isRefused: false,
  gate: { text: "", said: [] },
  bytes: new Uint8Array([1, 2, 3]),
  report: aReport({ challenger: 0.5 }),
  weights: [],
  durationMs: 1,
  memoryMb: 1,
  snapshotSeq: 0,
  catalogSize: 1,
}

/** A run as the rules have it. */
interface ModelRun {
  /** Order of leases and promotions. */
  readonly fencing: number
  status: "running" | "over"
  lapsed: boolean
  version: number | null
}

/** The rules of the plugin in memory: what must be true of the database after any commands. */
class Rules {
  readonly owners = new Map<string, string>()
  /** Customers whose past is erased: all events are of before. */
  readonly erased = new Set<string>()
  readonly runs: ModelRun[] = []
  versions = 0
  serving: { version: number; fencing: number } | null = null
  fencing = 0

  get running(): ModelRun | undefined {
    return this.runs.find(({ status }) => status === "running")
  }
}

/** The plugin itself: several instances on one database. */
interface Real {
  readonly behaviors: readonly BehaviorStore[]
  readonly learnings: readonly LearningStore[]
  readonly leases: Lease[]
  readonly versionIds: string[]
  run: TestModule["run"]
}

interface Command extends fc.AsyncCommand<Rules, Real> {
  toString(): string
}

const command = (name: string, run: (rules: Rules, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
})

/** What the work did, by the name of its error. */
const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof LeaseLostError || error instanceof PromotionError) return error.name
      throw error
    },
  )

const instance = fc.nat(INSTANCES - 1)
const holder = fc.nat(4)
const shopper = fc.nat(SHOPPERS - 1).map((n) => `cus_${n}`)

const commands = [
  fc
    .tuple(instance, shopper, fc.array(fc.nat(EVENTS - 1), { minLength: 1, maxLength: 6 }))
    .map(([at, customerId, numbers]) =>
      command(`record ${numbers.join(",")} of ${customerId} at ${at}`, async (rules, { behaviors }) => {
        // What an event is, its id says: the same again from another instance, in any order, is the same event.
        const ids = numbers.map((n) => `event_${n}`)
        const { accepted } = await behaviors[at].record(
          ids.map((id) => ({
            ...{ id, type: "view" as const, productId: "prod_1", customerId, source: "storefront" as const },
            occurredAt: new Date(1_760_000_000_000),
          })),
        )
        const fresh = rules.erased.has(customerId) ? [] : [...new Set(ids)].filter((id) => !rules.owners.has(id))
        expect([...accepted].sort()).toEqual([...fresh].sort())
        for (const id of fresh) rules.owners.set(id, customerId)
      }),
    ),
  fc.tuple(instance, shopper).map(([at, customerId]) =>
    command(`erase ${customerId} at ${at}`, async (rules, { behaviors }) => {
      const theirs = [...rules.owners].filter(([, owner]) => owner === customerId)
      expect(await behaviors[at].rights.erase({ customerId })).toBe(theirs.length)
      for (const [id] of theirs) rules.owners.delete(id)
      rules.erased.add(customerId)
    }),
  ),
  instance.map((at) =>
    command(`open at ${at}`, async (rules, { learnings, leases }) => {
      const lease = await learnings[at].runs.open({ trigger: "admin", detail: null, by: null })
      const dead = rules.running
      if (dead?.lapsed) dead.status = "over"
      expect(lease === null).toBe(rules.running !== undefined)
      if (!lease) return
      leases.push(lease)
      rules.runs.push({ fencing: ++rules.fencing, status: "running", lapsed: false, version: null })
    }),
  ),
  fc.constant(
    command("the holder falls silent", async (rules, { run }) => {
      await run(
        "update recommendation_training_run set lease_expires_at = now() - interval '1 second' where status = 'running'",
      )
      if (rules.running) rules.running.lapsed = true
    }),
  ),
  fc.tuple(instance, holder).map(([at, nth]) =>
    command(`run ${nth} beats at ${at}`, async (rules, { learnings, leases }) => {
      const [run, lease] = [rules.runs[nth], leases[nth]]
      if (!run || !lease) return
      const outcome = await outcomeOf(learnings[at].runs.beat(lease, { phase: "fit", percent: 50 }))
      expect(outcome).toBe(run.status === "running" ? "done" : "LeaseLostError")
      if (outcome === "done") run.lapsed = false
    }),
  ),
  fc.tuple(instance, holder).map(([at, nth]) =>
    command(`run ${nth} stores at ${at}`, async (rules, { learnings, leases, versionIds }) => {
      const [run, lease] = [rules.runs[nth], leases[nth]]
      if (!run || !lease) return
      const stored = learnings[at].versions.store(lease, A_VERSION)
      const outcome = await outcomeOf(stored)
      expect(outcome).toBe(run.status === "running" && !run.lapsed ? "done" : "LeaseLostError")
      if (outcome !== "done") return
      run.version ??= ++rules.versions
      const { id, number } = await stored
      expect(number).toBe(run.version)
      versionIds[number] = id
    }),
  ),
  fc.tuple(instance, holder).map(([at, nth]) =>
    command(`run ${nth} promotes its own at ${at}`, async (rules, { learnings, leases, versionIds }) => {
      const [run, lease] = [rules.runs[nth], leases[nth]]
      const versionId = versionIds[run?.version ?? 0]
      if (!run || !lease || run.version === null || versionId === undefined) return
      const promotion = { versionId, by: null, forced: false, accuracy: ACCURACY }
      const isNewest = rules.serving === null || rules.serving.fencing <= run.fencing
      const expected = run.status !== "running" || run.lapsed ? "LeaseLostError" : isNewest ? "done" : "PromotionError"
      expect(await outcomeOf(learnings[at].activation.promoteTrained(lease, promotion))).toBe(expected)
      if (expected === "done") rules.serving = { version: run.version, fencing: run.fencing }
    }),
  ),
  fc.tuple(instance, fc.nat(3)).map(([at, nth]) =>
    command(`an admin promotes version ${nth + 1} at ${at}`, async (rules, { learnings, versionIds }) => {
      const versionId = versionIds[nth + 1]
      if (versionId === undefined) return
      await learnings[at].activation.promote({ versionId, by: "user_1", forced: false, accuracy: ACCURACY })
      rules.serving = { version: nth + 1, fencing: ++rules.fencing }
    }),
  ),
  fc.tuple(instance, holder).map(([at, nth]) =>
    command(`run ${nth} closes at ${at}`, async (rules, { learnings, leases }) => {
      const [run, lease] = [rules.runs[nth], leases[nth]]
      if (!run || !lease) return
      await learnings[at].runs.close(lease, "succeeded", null)
      run.status = "over"
    }),
  ),
]

describe("simulation", () => {
  let module: TestModule

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
  })

  afterAll(() => module.close())

  const rowsOf = async <Row extends z.ZodType>(row: Row, sql: string): Promise<z.output<Row>[]> =>
    z.object({ rows: z.array(row) }).parse(await module.run(sql)).rows

  const real = (): Real => {
    const behaviors = Array.from({ length: INSTANCES }, () => new BehaviorStore(module.context))
    const learnings = behaviors.map((behavior) => new LearningStore(module.context, { behavior }))
    return { behaviors, learnings, leases: [], versionIds: [], run: (sql, bindings) => module.run(sql, bindings) }
  }

  const empty = async (): Promise<void> => {
    for (const table of [
      "training_run",
      "model_version",
      "model_file",
      "model_activation",
      "retrain_request",
      "tombstone",
    ])
      await module.run(`delete from recommendation_${table}`)
    await module.run("delete from behavior_event")
  }

  /** The database says what the rules say. */
  const compare = async (rules: Rules): Promise<void> => {
    const events = await rowsOf(
      z.object({ id: z.string(), customer_id: z.string() }),
      "select id, customer_id from behavior_event order by id",
    )
    expect(events.map(({ id, customer_id: owner }) => [id, owner])).toEqual([...rules.owners].sort())
    const serving = await rowsOf(
      z.object({ number: z.number() }),
      `select v.number from recommendation_model_activation a
         join recommendation_model_version v on v.id = a.version_id join recommendation_model_file f on f.version_id = v.id`,
    )
    expect(serving.map(({ number }) => number)).toEqual(rules.serving ? [rules.serving.version] : [])
    const [{ live }] = z
      .tuple([z.object({ live: z.number() })])
      .parse(
        await rowsOf(
          z.object({ live: z.number() }),
          "select count(*)::int as live from recommendation_training_run where status = 'running' and lease_expires_at > now()",
        ),
      )
    expect(live).toBe(rules.running && !rules.running.lapsed ? 1 : 0)
  }

  test(`${RUNS} random histories of three instances from one seed: the database is what the rules say`, async () => {
    let steps = 0
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: "+1" }), async (history) => {
        await empty()
        const rules = new Rules()
        await fc.asyncModelRun(() => ({ model: rules, real: real() }), history)
        steps += [...history].length
        await compare(rules)
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    )
    tried({
      items: ["R21"],
      what: "random histories of three instances on one database",
      times: RUNS,
      outcome: `${steps} commands from seed ${SEED}, 0 differences from the rules`,
    })
  })

  test("fifty at once promote, go back and erase: one version serves, with its file", async () => {
    const times = rounds(2, 40)
    for (let round = 0; round < times; round += 1) {
      await empty()
      const { behaviors, learnings } = real()
      const ids: string[] = []
      while (ids.length < 3) {
        const lease = await learnings[0].runs.open({ trigger: "admin", detail: null, by: null })
        if (!lease) throw new Error("no lease")
        ids.push((await learnings[0].versions.store(lease, A_VERSION)).id)
        await learnings[0].runs.close(lease, "succeeded", null)
      }
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          n % 5 === 4
            ? outcomeOf(behaviors[n % INSTANCES].rights.erase({ customerId: `cus_${n}` }))
            : outcomeOf(
                learnings[n % INSTANCES].activation.promote({
                  ...{ versionId: ids[n % ids.length], by: `user_${n}`, forced: false, accuracy: ACCURACY },
                }),
              ),
        ),
      )
      expect(outcomes.filter((outcome) => outcome !== "done")).toEqual([])
      const serving = await rowsOf(
        z.object({ version_id: z.string() }),
        `select a.version_id from recommendation_model_activation a
           join recommendation_model_file f on f.version_id = a.version_id`,
      )
      expect(serving).toHaveLength(1)
      expect(ids).toContain(serving[0]?.version_id)
    }
    tried({
      items: ["R18"],
      what: "fifty promotions, rollbacks and erasures at once",
      times,
      outcome: "1 version served each time",
    })
  })
})
