import fc from "fast-check"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { databaseUrl, postgresAddress } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { StruckKnex } from "../helpers/struck-knex"
import { TcpProxy } from "../helpers/tcp-proxy"
import { tried } from "../helpers/trials"
import { rounds } from "./rounds"
import { behind, CHANNEL, reportsBehind, troubles } from "./simulated-trouble"
import { A_VERSION, ACCURACY, command, outcomeOf, Rules, states } from "./simulated-rules"
import type { ModelRun, Real } from "./simulated-rules"
import { SIMULATED } from "./states"

const DATABASE = "svm_simulation"
const RUNS = rounds(40, 600)
/** `SIMULATION="SEED PATH REPLAY"`, as a failure prints it, tries the one history that it shrank to. */
const [SEED = 20_261_125, PATH = "", REPLAY = ""] = ((only) => (only ? [Number(only[0]), only[1], only[2]] : []))(
  process.env.SIMULATION?.split(" "),
)
const EVENTS = 12
const SHOPPERS = 6
const INSTANCES = 3
/** Tries of a write before it is given up. */
const TRIES = 3

/** A batch of somebody who may be kept. */
function markRecorded(
  rules: Rules,
  batch: { readonly ids: readonly string[]; readonly known: readonly string[]; customerId: string; at: number },
): void {
  const { ids, known, customerId, at } = batch
  const isNew = (id: string): boolean => !rules.owners.has(id)
  states.mark("an event is new", ids.some(isNew))
  states.mark("an event comes again", known.length > 0)
  states.mark("an event comes again in its batch", new Set(ids).size < ids.length)
  states.mark(
    "an event comes again from another instance",
    known.some((id) => rules.recordedAt.get(id) !== at),
  )
  states.mark(
    "an event comes again in another customer's name",
    known.some((id) => rules.owners.get(id) !== customerId),
  )
  states.mark("a batch is new in part", known.length > 0 && ids.some(isNew))
  states.mark("an event of another customer comes after an erasure", rules.erased.size > 0 && ids.some(isNew))
  states.mark(
    "an event's number is free again after its owner was erased",
    ids.some((id) => isNew(id) && rules.freed.has(id)),
  )
}

/** A run's promotion of its own version, before it counts. */
function markPromoted(rules: Rules, run: ModelRun, outcome: string): void {
  const isFileless = rules.fileless.has(run.version ?? 0)
  states.mark("a run promotes the first version", outcome === "done" && rules.serving === null)
  states.mark("a run promotes what serves already", outcome === "done" && rules.serving?.version === run.version)
  states.mark(
    "a run promotes over an older one",
    outcome === "done" && rules.serving !== null && rules.serving.version !== run.version,
  )
  states.mark("a silent holder is refused to promote", run.status === "running" && run.lapsed)
  states.mark("a closed run is refused to promote", run.status === "over" && !run.replaced)
  states.mark("a replaced run is refused to promote", run.replaced)
  states.mark("a run is refused to promote over an admin's later choice", outcome === "PromotionError" && !isFileless)
  states.mark("a run is refused to promote what holds the erased", outcome === "PromotionError" && isFileless)
}

const instance = fc.nat(INSTANCES - 1)
/** How many runs back: what a run may and may not do, it mostly does while it is among the newest. */
const holder = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) })
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
        const known = ids.filter((id) => rules.owners.has(id))
        const isErased = rules.erased.has(customerId)
        states.mark("an event of an erased customer comes late", isErased)
        if (!isErased) markRecorded(rules, { ids, known, customerId, at })
        const fresh = rules.erased.has(customerId) ? [] : [...new Set(ids)].filter((id) => !rules.owners.has(id))
        expect([...accepted].sort()).toEqual([...fresh].sort())
        for (const id of fresh) {
          rules.owners.set(id, customerId)
          rules.recordedAt.set(id, at)
        }
      }),
    ),
  fc.tuple(instance, shopper).map(([at, customerId]) =>
    command(`erase ${customerId} at ${at}`, async (rules, { behaviors }) => {
      const theirs = [...rules.owners].filter(([, owner]) => owner === customerId)
      expect(await behaviors[at].rights.erase({ customerId })).toBe(theirs.length)
      states.mark("a customer with a past is erased", theirs.length > 0)
      states.mark("a customer without a past is erased", theirs.length === 0 && !rules.erased.has(customerId))
      states.mark("a customer is erased again", rules.erased.has(customerId))
      states.mark("a customer is erased while a training goes on", theirs.length > 0 && rules.running !== undefined)
      rules.erasureWaits ||= theirs.length > 0
      for (const [id] of theirs) {
        rules.owners.delete(id)
        rules.freed.add(id)
      }
      rules.erased.add(customerId)
    }),
  ),
  instance.map((at) =>
    command(`open at ${at}`, async (rules, { learnings, leases }) => {
      const lease = await learnings[at].runs.open({ trigger: "admin", detail: null, by: null })
      const dead = rules.running
      if (dead?.lapsed) Object.assign(dead, { status: "over", replaced: true })
      expect(lease === null).toBe(rules.running !== undefined)
      states.mark("a run is refused while another goes on", lease === null)
      if (!lease) return
      states.mark("the first run opens", rules.runs.length === 0)
      states.mark("a run opens after another ended", rules.runs.length > 0 && !dead)
      states.mark("a run takes over from a silent holder", dead !== undefined)
      leases.push(lease)
      rules.erasureWaits = false
      const run = { status: "running" as const, replaced: false, at, lapsed: false, version: null }
      rules.runs.push({ fencing: ++rules.fencing, ...run })
    }),
  ),
  fc.constant(
    command("the holder falls silent", async (rules, { run }) => {
      await run(
        "update recommendation_training_run set lease_expires_at = now() - interval '1 second' where status = 'running'",
      )
      states.mark("a holder falls silent", rules.running !== undefined)
      states.mark("nobody is there to fall silent", rules.running === undefined)
      if (rules.running) rules.running.lapsed = true
    }),
  ),
  fc.tuple(instance, holder).map(([at, nth]) =>
    command(`the run ${nth} back beats at ${at}`, async (rules, { learnings, leases }) => {
      const [run, lease] = [rules.runs.at(-1 - nth), leases.at(-1 - nth)]
      if (!run || !lease) return
      const outcome = await outcomeOf(learnings[at].runs.beat(lease, { phase: "fit", percent: 50 }))
      expect(outcome).toBe(run.status === "running" ? "done" : "LeaseLostError")
      states.mark("a holder beats", outcome === "done" && !run.lapsed)
      states.mark("a silent holder beats before anybody took over", outcome === "done" && run.lapsed)
      states.mark("a holder's lease is used on another instance", outcome === "done" && at !== run.at)
      states.mark("a holder whose run was closed is refused its beat", outcome !== "done" && !run.replaced)
      states.mark("a holder who was replaced is refused its beat", outcome !== "done" && run.replaced)
      if (outcome === "done") run.lapsed = false
    }),
  ),
  fc.tuple(instance, holder).map(([at, nth]) =>
    command(`the run ${nth} back stores at ${at}`, async (rules, { learnings, leases, versionIds }) => {
      const [run, lease] = [rules.runs.at(-1 - nth), leases.at(-1 - nth)]
      if (!run || !lease) return
      const stored = learnings[at].versions.store(lease, A_VERSION)
      const outcome = await outcomeOf(stored)
      expect(outcome).toBe(run.status === "running" && !run.lapsed ? "done" : "LeaseLostError")
      states.mark("a silent holder is refused to store", run.status === "running" && run.lapsed)
      states.mark("a closed run is refused to store", run.status === "over" && !run.replaced)
      states.mark("a replaced run is refused to store", run.replaced)
      if (outcome !== "done") return
      states.mark("a run stores its version", run.version === null)
      states.mark("a run stores its version again", run.version !== null)
      if (run.version === null && rules.erasureWaits) {
        states.mark("a run stores while an erasure waits for the next training")
        rules.fileless.add(rules.versions + 1)
      }
      run.version ??= ++rules.versions
      const { id, number } = await stored
      expect(number).toBe(run.version)
      versionIds[number] = id
    }),
  ),
  fc.tuple(instance, holder).map(([at, nth]) =>
    command(`the run ${nth} back promotes its own at ${at}`, async (rules, { learnings, leases, versionIds }) => {
      const [run, lease] = [rules.runs.at(-1 - nth), leases.at(-1 - nth)]
      const versionId = versionIds[run?.version ?? 0]
      if (!run || !lease || run.version === null || versionId === undefined || rules.refused.has(run.version)) return
      const promotion = { versionId, by: null, forced: false, accuracy: ACCURACY }
      const isNewest = rules.serving === null || rules.serving.fencing <= run.fencing
      const mayServe = isNewest && !rules.fileless.has(run.version)
      const expected = run.status !== "running" || run.lapsed ? "LeaseLostError" : mayServe ? "done" : "PromotionError"
      expect(await outcomeOf(learnings[at].activation.promoteTrained(lease, promotion))).toBe(expected)
      markPromoted(rules, run, expected)
      if (expected === "done") rules.serving = { version: run.version, fencing: run.fencing }
    }),
  ),
  fc.tuple(instance, fc.nat(2)).map(([at, back]) =>
    command(`an admin promotes the version ${back} back at ${at}`, async (rules, { learnings, versionIds }) => {
      const nth = rules.versions - 1 - back
      const versionId = versionIds[nth + 1]
      if (versionId === undefined) return
      const promotion = { versionId, by: "user_1", forced: false, accuracy: ACCURACY }
      const outcome = await outcomeOf(learnings[at].activation.promote(promotion))
      expect(outcome).toBe(rules.fileless.has(nth + 1) ? "PromotionError" : "done")
      states.mark("an admin is refused to promote what holds the erased", outcome !== "done")
      if (outcome !== "done") return
      const before = rules.serving?.version ?? 0
      states.mark("an admin promotes with nothing serving", before === 0)
      states.mark("an admin promotes a newer version", before > 0 && nth + 1 > before)
      states.mark("an admin goes back to an older version", nth + 1 < before)
      states.mark("an admin promotes what serves", nth + 1 === before)
      states.mark("an admin promotes while a training goes on", rules.running !== undefined)
      rules.serving = { version: nth + 1, fencing: ++rules.fencing }
    }),
  ),
  fc.tuple(instance, holder).map(([at, nth]) =>
    command(`the run ${nth} back closes at ${at}`, async (rules, { learnings, leases }) => {
      const [run, lease] = [rules.runs.at(-1 - nth), leases.at(-1 - nth)]
      if (!run || !lease) return
      await learnings[at].runs.close(lease, "succeeded", null)
      states.mark("a run is closed", run.status === "running" && !run.lapsed)
      states.mark("a silent run is closed", run.status === "running" && run.lapsed)
      states.mark("a run is closed again", run.status === "over")
      run.status = "over"
    }),
  ),
]

/** A history needs a run that opens, stores and promotes before most of its corners exist: these come oftener. */
const LIKELY = [0, 0, 1, 1, 1, 2, 2, 2, 3, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 8]
/** Commands that are also tried by a clock that is behind: to open, beat, store and promote. */
const BEHIND = [2, 4, 5, 6, 7]
const CHOICES = { instance, shopper, holder }

describe("simulation", () => {
  let module: TestModule

  let proxy: TcpProxy
  let remote: ReturnType<typeof knex>

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    proxy = await TcpProxy.start(postgresAddress)
    remote = knex({ client: "pg", connection: databaseUrl(DATABASE, proxy.port), pool: { min: 0, max: 4 } })
    await module.run(
      `insert into product (id, title, handle, status, is_giftcard, discountable)
       values ('prod_1', 'Product', 'product', 'published', false, true)`,
    )
    await module.run(
      "insert into product_sales_channel (id, product_id, sales_channel_id) values ('p1', 'prod_1', ?)",
      [CHANNEL],
    )
  })

  afterAll(async () => {
    await remote.destroy()
    await proxy.close()
    await module.close()
  })

  const rowsOf = async <Row extends z.ZodType>(row: Row, sql: string): Promise<z.output<Row>[]> =>
    z.object({ rows: z.array(row) }).parse(await module.run(sql)).rows

  const real = (): Real => {
    const behaviors = Array.from({ length: INSTANCES }, () => new BehaviorStore(module.context))
    const learnings = behaviors.map((behavior) => new LearningStore(module.context, { behavior }))
    const struck = new StruckKnex(module.context)
    return {
      ...{ behaviors, learnings, leases: [], versionIds: [], run: (sql, bindings) => module.run(sql, bindings) },
      failing: {
        behavior: new BehaviorStore(struck.context),
        fail: () => {
          for (let time = 0; time < TRIES; time++) struck.failNext("insert into behavior_event", "08006")
        },
      },
      remote: {
        behavior: new BehaviorStore({ ...module.context, knex: () => remote }),
        silence: async () => {
          // One connection at least is open, and is what falls silent.
          await remote.raw("select 1")
          proxy.mute()
        },
        wake: () => proxy.cut(),
      },
    }
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
    const property = fc.asyncProperty(
      fc.commands(
        [
          ...LIKELY.flatMap((nth) => commands.slice(nth, nth + 1)),
          ...BEHIND.flatMap((nth) => commands.slice(nth, nth + 1)).map((late) => late.map(behind)),
          ...troubles(CHOICES),
          reportsBehind(CHOICES),
        ],
        { maxCommands: 60, size: "max", ...(REPLAY === "" ? {} : { replayPath: REPLAY }) },
      ),
      async (history) => {
        await empty()
        const rules = new Rules()
        await fc.asyncModelRun(() => ({ model: rules, real: real() }), history)
        steps += [...history].length
        await compare(rules)
      },
    )
    const found = await fc.check(property, { numRuns: RUNS, seed: SEED, ...(PATH === "" ? {} : { path: PATH }) })
    if (found.failed) {
      const history = fc.stringify(found.counterexample?.[0])
      const replay = /replayPath="([^"]+)"/.exec(history)?.[1] ?? ""
      const only = `SIMULATION="${found.seed} ${found.counterexamplePath ?? ""} ${replay}"`
      throw new Error(`${history}\nagain: ${only} npm test -- reliability\n${fc.defaultReportMessage(found)}`)
    }
    if (process.env.SIMULATION !== undefined) return
    expect(states.missed).toEqual([])
    const [rarest, times] = states.rarest
    tried({
      items: ["R21"],
      what: "random histories of three instances on one database",
      times: RUNS,
      outcome: `${steps} commands from seed ${SEED}, 0 differences from the rules; all ${SIMULATED.length} states reached, the rarest ${times} times ("${rarest}")`,
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
