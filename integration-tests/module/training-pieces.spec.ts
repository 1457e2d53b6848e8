import { randomBytes } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import type { Lease } from "../../src/modules/recommendation/learning/lease"
import { RunStore } from "../../src/modules/recommendation/learning/run-store"
import { TrainingPieces } from "../../src/modules/recommendation/learning/training-pieces"
import { RunGoneError } from "../../src/training/machines/piece-store"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

describe("what instances hand each other in a run", () => {
  let module: TestModule
  let runs: RunStore
  let pieces: TrainingPieces
  let lease: Lease

  const rowCount = async (): Promise<number> =>
    z
      .object({ rows: z.tuple([z.object({ n: z.number() })]) })
      .parse(await module.run("select count(*)::int as n from recommendation_training_piece")).rows[0].n

  beforeAll(async () => {
    module = await startTestModule(`svm_training_pieces_${process.env.JEST_WORKER_ID ?? "1"}`)
    runs = new RunStore(module.context)
    pieces = new TrainingPieces(module.context)
  })

  beforeEach(async () => {
    await module.empty()
    const opened = await runs.open({ trigger: "admin", detail: null, by: null })
    if (!opened) throw new Error("no run was opened")
    lease = opened
  })

  afterAll(() => module.close())

  test("training pieces: bytes come back as they went, whatever their size", async () => {
    for (const size of [0, 1, 512 * 1024, 1_300_000]) {
      const bytes = randomBytes(size)
      await pieces.put(lease, `result/${size}`, bytes)
      const kept = await pieces.get(lease, `result/${size}`)
      expect(kept !== null && bytes.equals(kept)).toBe(true)
    }
    expect(await pieces.get(lease, "result/unknown")).toBeNull()
  })

  test.each([
    ["closed", () => runs.close(lease, "failed", null)],
    ["silent for longer than its lease", () => expireLease()],
    ["another's by now", () => module.run("update recommendation_training_run set fencing = fencing + 1")],
  ])("training pieces: nothing is kept for a run that is %s", async (_, end) => {
    expect(await pieces.isOpen(lease)).toBe(true)
    await end()
    expect(await pieces.isOpen(lease)).toBe(false)
    await expect(pieces.put(lease, "result/late", randomBytes(8))).rejects.toThrow(RunGoneError)
    expect(await rowCount()).toBe(0)
  })

  test("training pieces: a run's are forgotten by name, and all of them once it is over", async () => {
    for (const name of ["snapshot/0", "result/a/0", "result/a/1", "result/b/0"]) {
      await pieces.put(lease, name, randomBytes(8))
    }
    await pieces.drop(lease, "result/a")
    expect(await rowCount()).toBe(2)
    await pieces.dropClosed()
    expect(await rowCount()).toBe(2)
    await runs.close(lease, "succeeded", null)
    await pieces.dropClosed()
    expect(await rowCount()).toBe(0)
  })

  const expireLease = (): Promise<unknown> =>
    module.run("update recommendation_training_run set lease_expires_at = now() - interval '1 second'")
})
