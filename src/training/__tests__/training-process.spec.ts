import { fork } from "node:child_process"
import type * as processes from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { startTrainingProcess } from "../training-process"
import { startTrainingThread } from "../training-thread"
import type { StartTraining, TrainingSession } from "../training-session"
import { behavior, TRAINING_REQUEST } from "./training-input"

jest.mock("node:child_process", () => {
  const actual = jest.requireActual<typeof processes>("node:child_process")
  return { ...actual, fork: jest.fn(actual.fork) }
})

/** What processes that compile their own code may take to begin on a busy machine. */
const TRAINING_MS = 300_000

/** Nice values of a process's threads, as Linux has them. */
const priorities = (pid: number): Set<number> =>
  new Set(
    readdirSync(`/proc/${pid}/task`).map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8").split(") ").at(-1)?.split(" ")[16]),
    ),
  )

describe("training process", () => {
  const sessions: TrainingSession[] = []
  const start = (how: StartTraining, maxMemoryMb = 1_024): TrainingSession => {
    const session = how({ maxMemoryMb })
    sessions.push(session)
    return session
  }
  const child = (): processes.ChildProcess => {
    const { value: started } = jest.mocked(fork).mock.results.at(-1) ?? {}
    if (!started) throw new Error("no process was started")
    return started
  }

  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.stop()))
  })

  test(
    "process: the same rows give the bytes of a thread, with progress on the way",
    async () => {
      const bytesOf = async (how: StartTraining): Promise<Buffer> => {
        const session = start(how)
        await session.add("behavior", behavior())
        const phases = new Set<string>()
        const outcome = await session.train({ ...TRAINING_REQUEST, threads: 2 }, ({ phase }) => phases.add(phase))
        if (outcome.type !== "trained") throw new Error(outcome.type)
        expect([...phases]).toEqual(expect.arrayContaining(["features", "fit", "evaluate", "store"]))
        expect(outcome.memoryMb).toBeGreaterThan(0)
        return Buffer.from(outcome.bytes)
      }
      expect((await bytesOf(startTrainingProcess)).equals(await bytesOf(startTrainingThread))).toBe(true)
    },
    TRAINING_MS,
  )

  test("process: all others of the machine go first, for the processor and for memory, and no secret is in it", async () => {
    const session = start(startTrainingProcess)
    await session.add("behavior", behavior())
    const pid = child().pid ?? 0
    expect([...priorities(pid)]).toEqual([19])
    expect(readFileSync(`/proc/${pid}/oom_score_adj`, "utf8").trim()).toBe("1000")
    const names = readFileSync(`/proc/${pid}/environ`, "utf8")
      .split("\0")
      .map((one) => one.split("=")[0])
    expect(names).not.toContain("HOME")
    expect(names).not.toContain("DB_PASSWORD")
  })

  test("process: killed in the middle, the training ends with what to change, and what comes later too", async () => {
    const session = start(startTrainingProcess)
    await session.add("behavior", behavior())
    const rejected = expect(session.train(TRAINING_REQUEST, () => undefined)).rejects.toThrow(
      /killed, as the kernel does .* training\.max_memory_mb/,
    )
    child().kill("SIGKILL")
    await rejected
    await expect(session.add("items", "[]")).rejects.toThrow(/killed/)
  })

  test("process: out of heap it ends with words that say what to change", async () => {
    await expect(start(startTrainingProcess, 1).add("behavior", behavior())).rejects.toThrow(/training.max_memory_mb/)
  })

  test("process: a row that is none ends the training with its reason", async () => {
    await expect(start(startTrainingProcess).add("behavior", "[[1]]")).rejects.toThrow(/expected/i)
  })

  test("process: stopped in the middle it is gone, and what waits for it rejects", async () => {
    const session = start(startTrainingProcess)
    await session.add("behavior", behavior())
    const rejected = expect(session.train(TRAINING_REQUEST, () => undefined)).rejects.toThrow(/was stopped/)
    await session.stop()
    expect(child().signalCode).toBe("SIGKILL")
    await rejected
  })

  test("process: it ends by itself when whoever started it is gone", async () => {
    await start(startTrainingProcess).add("behavior", behavior())
    const ended = new Promise<number | null>((resolve) => child().on("exit", resolve))
    child().disconnect()
    expect(await ended).toBe(0)
  })
})
