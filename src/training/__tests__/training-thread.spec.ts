import { z } from "zod"
import type { TrainingOutcome } from "../protocol"
import { startTrainingThread } from "../training-thread"
import type { TrainingSession } from "../training-session"
import { behavior, TRAINING_REQUEST } from "./training-input"

/** What three trainings may take on a busy machine, threads that compile their own code included. */
const TRAININGS_MS = 300_000

describe("training thread", () => {
  let session: TrainingSession | null = null
  const start = (maxMemoryMb: number): TrainingSession => (session = startTrainingThread({ maxMemoryMb }))

  afterEach(async () => {
    await session?.stop()
    session = null
  })

  test("thread: the same rows give the same bytes, with progress on the way", async () => {
    const phases = new Set<string>()
    const once = async (): Promise<Uint8Array> => {
      const thread = start(1_024)
      await thread.add("items", JSON.stringify([["prod_1", "One", "cat", 10, ["tag"], Date.UTC(2025, 0, 1)]]))
      await thread.add("segments", JSON.stringify([["cus_1", 30, "f", "de"]]))
      await thread.add("behavior", behavior())
      const outcome = await thread.train(TRAINING_REQUEST, ({ phase }) => phases.add(phase))
      await thread.stop()
      if (outcome.type !== "trained") throw new Error(outcome.type)
      expect(outcome.weights.length).toBeGreaterThan(0)
      expect(outcome.memoryMb).toBeGreaterThan(0)
      return outcome.bytes
    }
    expect(Buffer.from(await once()).equals(Buffer.from(await once()))).toBe(true)
    expect([...phases]).toEqual(expect.arrayContaining(["candidates", "features", "fit", "evaluate", "refit", "store"]))
  })

  test(
    "thread: two and four threads give the bytes of one",
    async () => {
      const bytesOf = async (threads: number): Promise<Buffer> => {
        const thread = start(2_048)
        await thread.add("behavior", behavior())
        const phases: string[] = []
        const outcome = await thread.train({ ...TRAINING_REQUEST, threads }, ({ phase }) => phases.push(phase))
        await thread.stop()
        if (outcome.type !== "trained") throw new Error(outcome.type)
        expect(phases).toContain("evaluate")
        return Buffer.from(outcome.bytes)
      }
      const one = await bytesOf(1)
      for (const threads of [2, 4]) expect((await bytesOf(threads)).equals(one)).toBe(true)
    },
    TRAININGS_MS,
  )

  test("thread: absurd values are left out, each product named, and training goes on as if they were unknown", async () => {
    const train = async (changed: (row: unknown[]) => unknown[], price: unknown): Promise<TrainingOutcome> => {
      const thread = start(1_024)
      const rows = z.array(z.array(z.unknown())).parse(JSON.parse(behavior()))
      await thread.add("items", JSON.stringify([["prod_1", "Blue plate", "cat", price, [], Date.UTC(2025, 0, 1)]]))
      await thread.add("behavior", JSON.stringify(rows.map((row, at) => (at % 50 === 0 ? changed(row) : row))))
      const outcome = await thread.train(TRAINING_REQUEST, () => undefined)
      await thread.stop()
      return outcome
    }
    const absurd = await train((row) => [...row.slice(0, 4), "Infinity", 1e39, ...row.slice(6)], 1e300)
    const unknown = await train((row) => [...row.slice(0, 4), 1, null, ...row.slice(6)], null)
    if (absurd.type !== "trained" || unknown.type !== "trained") throw new Error("not trained")
    expect(Buffer.from(absurd.bytes).equals(Buffer.from(unknown.bytes))).toBe(true)
    expect(unknown.leftOut).toEqual([])
    expect(absurd.leftOut).toContainEqual(
      expect.stringMatching(/product prod_1 \("Blue plate"\): 1 price in the catalog/),
    )
    expect(absurd.leftOut).toContainEqual(expect.stringMatching(/events with a price outside/))
    expect(absurd.leftOut).toContainEqual(expect.stringMatching(/events with a quantity outside/))
  })

  test("thread: too little behavior is an answer, not an error", async () => {
    const outcome = await start(1_024).train(TRAINING_REQUEST, () => undefined)
    expect(outcome).toMatchObject({ type: "not_ready", readiness: { ready: false, has: { purchases: 0 } } })
  })

  test("thread: over its memory it ends with words that say what to change", async () => {
    const thread = start(1)
    await expect(thread.add("behavior", behavior())).rejects.toThrow(/training.max_memory_mb/)
  })

  test("thread: a row that is none ends the training with its reason", async () => {
    await expect(start(1_024).add("behavior", "[[1]]")).rejects.toThrow()
  })

  test("thread: stopped in the middle, what waits for it rejects", async () => {
    const thread = start(1_024)
    await thread.add("behavior", behavior())
    const outcome = thread.train(TRAINING_REQUEST, () => undefined)
    const rejected = expect(outcome).rejects.toThrow(/ended before/)
    await thread.stop()
    await rejected
    await expect(thread.add("items", "[]")).rejects.toThrow(/ended before/)
  })
})
