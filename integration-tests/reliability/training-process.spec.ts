import { readdirSync, readFileSync } from "node:fs"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"
import { tasteEvents } from "../helpers/taste-shop"
import { tried } from "../helpers/trials"

const DATABASE = "svm_training_process"
const OPTIONS = JSON.stringify({ retrain: { min_interactions: 1_000_000, min_pause_minutes: 0 } })

interface FoundProcess {
  readonly pid: number
  readonly parent: number
}

/** Processes of a group that train. */
function trainingProcesses(group: number): FoundProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [parent, ofGroup] = (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "")
          .split(" ")
          .slice(1, 3)
          .map(Number)
        const isTraining = readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("training-child")
        return isTraining && ofGroup === group ? [{ pid: Number(pid), parent: parent ?? 0 }] : []
      } catch {
        // Gone since the folder was read.
        return []
      }
    })
}

describe("Medusa in worker mode trains in a process of its own", () => {
  let module: TestModule
  let shop: ShopProcess

  const until = async <Found>(look: () => Promise<Found | null> | Found | null): Promise<Found> => {
    for (;;) {
      const found = await look()
      if (found !== null) return found
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  const rowsOf = async <Row extends z.ZodType>(sql: string, row: Row): Promise<z.output<Row>[]> =>
    z.object({ rows: z.array(row) }).parse(await module.run(sql)).rows

  const endOfRun = (number: number): Promise<{ status: string; cause: string | null }> =>
    until(async () => {
      const runs = await rowsOf(
        "select status, cause from recommendation_training_run order by started_at",
        z.object({ status: z.string(), cause: z.string().nullable() }),
      )
      const run = runs[number - 1]
      return run && run.status !== "running" ? run : null
    })

  const serving = async (): Promise<number | undefined> =>
    (
      await rowsOf(
        `select v.number from recommendation_model_activation a join recommendation_model_version v on v.id = a.version_id`,
        z.object({ number: z.number() }),
      )
    )[0]?.number

  const request = (): Promise<unknown> =>
    module.run("insert into recommendation_retrain_request (trigger, detail) values ('admin', 'test')")
  const trainingOf = ({ child }: ShopProcess): Promise<FoundProcess> =>
    until(() => trainingProcesses(child.pid ?? 0)[0] ?? null)

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    const taste = { shoppers: 40, products: 16, tastes: 4, days: 10, seed: 5, until: Date.now() - 3_600_000 }
    await new BehaviorStore(module.context).record(tasteEvents(taste))
    shop = await startShopProcess({
      ...{ DATABASE_URL: databaseUrl(DATABASE), WORKER_MODE: "worker" },
      RECOMMENDATION_OPTIONS: OPTIONS,
    })
  }, 300_000)

  afterAll(async () => {
    await shop.end("SIGKILL")
    await module.close()
  })

  test("worker: a training goes its way in a process that is gone afterwards", async () => {
    await request()
    await trainingOf(shop)
    expect(await endOfRun(1)).toMatchObject({ status: "succeeded" })
    expect(await serving()).toBe(1)
    expect(await until(() => (trainingProcesses(shop.child.pid ?? 0).length === 0 ? "none" : null))).toBe("none")
  })

  test("worker: its training is killed, the run fails with its cause, and shop and model stay", async () => {
    await request()
    const { pid } = await trainingOf(shop)
    process.kill(pid, "SIGKILL")
    const { status, cause } = await endOfRun(2)
    expect([status, cause]).toEqual(["failed", "training_killed"])
    expect(await serving()).toBe(1)
    expect((await fetch(`${shop.url}/health`)).status).toBe(200)
    tried({
      items: ["R12"],
      what: "the training's own process killed from without, as the kernel does for want of memory",
      times: 1,
      outcome: "a failed run with its cause; shop and model stayed",
    })
  })

  test("worker: where the shop is killed, its training does not outlive it", async () => {
    await request()
    const { parent } = await trainingOf(shop)
    process.kill(parent, "SIGKILL")
    expect(await until(() => (trainingProcesses(shop.child.pid ?? 0).length === 0 ? "none" : null))).toBe("none")
  })
})
