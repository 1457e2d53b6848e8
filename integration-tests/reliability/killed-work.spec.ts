import { createHash } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { createRandom } from "../../src/core/random/seeded-random"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { databaseUrl } from "../helpers/database"
import { aTraining, FakeTraining } from "../helpers/fake-training"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { tasteEvents } from "../helpers/taste-shop"
import { tried } from "../helpers/trials"
import { startChild } from "./child-process"
import type { Child } from "./child-process"
import { rounds } from "./rounds"

const DATABASE = "svm_killed_work"
const ORDERS = 4_000
/** Milliseconds after its beginning within which a blow falls. */
const BLOW_WITHIN_MS = 400
const TIME_LIMIT_MS = rounds(300_000, 3_600_000)

describe("kill -9 and pauses in the middle of work", () => {
  let module: TestModule
  let learning: LearningStore
  const training = new FakeTraining()
  const random = createRandom(20_261_124)

  const rowsOf = async <Row extends z.ZodType>(row: Row, sql: string): Promise<z.output<Row>[]> =>
    z.object({ rows: z.array(row) }).parse(await module.run(sql)).rows
  const count = async (what: string): Promise<number> =>
    (await rowsOf(z.object({ n: z.number() }), `select count(*)::int as n from ${what}`))[0]?.n ?? 0

  const start = (work: "import" | "promote" | "train"): Child =>
    startChild("work-child.ts", { DATABASE_URL: databaseUrl(DATABASE), WORK: work })

  /** Kills a process somewhere in its work; whether it was still at it. */
  const killSomewhere = async (child: Child): Promise<void> => {
    expect(await child.heard("BEGUN")).not.toBeNull()
    await new Promise((resolve) => setTimeout(resolve, random.next() * BLOW_WITHIN_MS))
    await child.kill()
  }

  /** An hour passes over runs, leases and imports. */
  const rest = async (): Promise<void> => {
    await module.run(
      `update recommendation_training_run set started_at = started_at - interval '1 hour',
         lease_expires_at = lease_expires_at - interval '1 hour', finished_at = finished_at - interval '1 hour'`,
    )
    await module.run("update recommendation_import set heartbeat_at = heartbeat_at - interval '1 hour'")
  }

  const trainHere = async (): Promise<number | null> => {
    await learning.requestRetrain("admin")
    await learning.openDueRun().then(async (opened) => {
      if (!opened) throw new Error((await learning.decide()).reason)
      const { versionId, accuracy } = await learning.train(opened)
      if (versionId && accuracy)
        await learning.activation.promoteTrained(opened.lease, { versionId, by: null, forced: false, accuracy })
      await learning.finish(opened.lease, null)
    })
    await rest()
    return (await learning.activeModel())?.version ?? null
  }

  beforeAll(async () => {
    module = await startTestModule(DATABASE, { retrain: { min_pause_minutes: 0, min_interactions: 1_000_000 } })
    const behavior = new BehaviorStore(module.context)
    learning = new LearningStore(module.context, { behavior, startTraining: training.start })
    await behavior.record(tasteEvents({ shoppers: 30, products: 20, tastes: 2, days: 8, seed: 3, until: Date.now() }))
    training.outcome = () =>
      Promise.resolve({
        ...aTraining({ challenger: 0.5 }),
        bytes: Uint8Array.from({ length: 300_000 }, (_, at) => at % 251),
      })
    await trainHere()
    await trainHere()
  })

  afterAll(() => module.close())

  test(
    "promoting and reading models: whoever is killed, one whole model serves",
    async () => {
      const times = rounds(2, 40)
      const whole = createHash("sha256").update(
        await training.outcome().then((one) => ("bytes" in one ? one.bytes : "")),
      )
      const digest = whole.digest("hex")
      for (let round = 0; round < times; round += 1) {
        await killSomewhere(start("promote"))
        const active = await learning.activeModel()
        expect(await count("recommendation_model_activation")).toBe(1)
        const file = await learning.modelFile(active?.id ?? "")
        expect(createHash("sha256").update(file).digest("hex")).toBe(digest)
      }
      // An admin elsewhere is not kept from it by whoever died.
      const [newest] = await learning.versions.list(1)
      const accuracy = { pairwise: 0.8, hit_rate: 0.5, sample: 40, source: "holdout" as const }
      await learning.activation.promote({ versionId: newest?.id ?? "", by: "user_2", forced: false, accuracy })
      expect((await learning.activeModel())?.id).toBe(newest?.id)
      tried({
        items: ["R5", "R11"],
        what: "kill -9 while models are promoted and read",
        times,
        outcome: "1 whole model served each time",
      })
    },
    TIME_LIMIT_MS,
  )

  test(
    "a trainer that sleeps past its lease: what it brings later is refused, and what was trained meanwhile serves",
    async () => {
      const times = rounds(1, 20)
      for (let round = 0; round < times; round += 1) {
        await learning.requestRetrain("admin")
        const sleeper = start("train")
        expect(await sleeper.heard("BEGUN")).not.toBeNull()
        sleeper.signal("SIGSTOP")
        await rest()
        await learning.runs.closeDead()
        await rest()
        const meanwhile = await trainHere()
        const versions = await count("recommendation_model_version")
        sleeper.signal("SIGCONT")
        sleeper.send("go")
        expect(await sleeper.heard("LeaseLostError")).not.toBeNull()
        await sleeper.kill()
        expect((await learning.activeModel())?.version).toBe(meanwhile)
        expect(await count("recommendation_model_version")).toBe(versions)
        expect(await count("recommendation_training_run where status = 'running'")).toBe(0)
      }
      tried({ items: ["R10"], what: "SIGSTOP past the lease, then SIGCONT", times, outcome: "0 stale activations" })
    },
    TIME_LIMIT_MS,
  )

  test(
    "import of history: killed again and again it goes on, and each line is there once",
    async () => {
      await module.run(
        `insert into "order" (id, customer_id, version, status, is_draft_order, currency_code, created_at)
         select 'order_' || n, 'cus_1', 1, 'pending', false, 'eur', now() - interval '1 day'
           from generate_series(1, ?::int) n`,
        [ORDERS],
      )
      await module.run(
        `insert into order_line_item (id, title, product_id, variant_id, unit_price, raw_unit_price)
         select 'line_' || n, 'Line', 'prod_1', 'variant_1', 7.5, '{"value":"7.5"}' from generate_series(1, ?::int) n`,
        [ORDERS],
      )
      await module.run(
        `insert into order_item (id, order_id, version, item_id, quantity, raw_quantity, fulfilled_quantity,
           raw_fulfilled_quantity, shipped_quantity, raw_shipped_quantity, return_requested_quantity,
           raw_return_requested_quantity, return_received_quantity, raw_return_received_quantity,
           return_dismissed_quantity, raw_return_dismissed_quantity, written_off_quantity, raw_written_off_quantity)
         select 'item_' || n, 'order_' || n, 1, 'line_' || n, 2, '{}', 0, '{}', 0, '{}', 0, '{}', 0, '{}', 0, '{}', 0, '{}'
           from generate_series(1, ?::int) n`,
        [ORDERS],
      )
      const lines = "behavior_event where id like 'line\\_%'"
      const times = rounds(2, 15)
      const stages: number[] = []
      for (let round = 0; round < times; round += 1) {
        await killSomewhere(start("import"))
        stages.push(await count(lines))
        await rest()
      }
      const behavior = new BehaviorStore(module.context)
      const held = await behavior.orderImport.begin()
      if (held) await behavior.orderImport.run(held)
      expect(await count(lines)).toBe(ORDERS)
      expect(await count("(select id from behavior_event group by id having count(*) > 1) as twice")).toBe(0)
      expect((await behavior.imports.find())?.status).toBe("done")
      tried({
        items: ["R5"],
        what: "kill -9 in an import of 4,000 orders",
        times,
        outcome: `it stood at ${stages.join(", ")} lines; gone on with, each line was there once`,
      })
    },
    TIME_LIMIT_MS,
  )
})
