import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import type { Lease } from "../../src/modules/recommendation/learning/lease"
import { RunStore } from "../../src/modules/recommendation/learning/run-store"
import { TrainingMachines } from "../../src/modules/recommendation/learning/training-machines"
import { TrainingPieces } from "../../src/modules/recommendation/learning/training-pieces"
import { behavior, TRAINING_REQUEST } from "../../src/training/__tests__/training-input"
import type { Machines } from "../../src/training/machines/machines"
import { taskQueueName } from "../../src/training/machines/queue-protocol"
import { TaskQueue } from "../../src/training/machines/task-queue"
import { startTrainingThread } from "../../src/training/training-thread"
import { databaseUrl } from "../helpers/database"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { redisAddress, redisAnswers } from "../helpers/redis"
import { tasteEvents } from "../helpers/taste-shop"
import { TcpProxy } from "../helpers/tcp-proxy"
import { tried } from "../helpers/trials"
import { startChild } from "./child-process"
import type { Child } from "./child-process"

const DATABASE = "svm_training_machines"
/** A number of Redis's that nobody else in these tests uses. */
const REDIS_DATABASE = 12
const REDIS_URL = `redis://${redisAddress.host}:${redisAddress.port}/${REDIS_DATABASE}`
/** What threads that compile their own code may take on a busy machine. */
const TIME_LIMIT_MS = 300_000
/** Other runs of these tests may share the Redis: each has a queue of its own. */
const QUEUE_NAME = `${taskQueueName()}-${randomUUID()}`

describe("instances share a training", () => {
  let module: TestModule
  let runs: RunStore
  let pieces: TrainingPieces
  let isThere = false
  let alone: Buffer
  let children: Child[] = []
  const proxies: TcpProxy[] = []

  const startMachine = async (mode: string, queueName = QUEUE_NAME): Promise<Child> => {
    const child = startChild("machine-child.ts", {
      ...{ DATABASE_URL: databaseUrl(DATABASE), QUEUE_REDIS_URL: REDIS_URL, QUEUE_NAME: queueName, MODE: mode },
    })
    children.push(child)
    expect(await child.heard("READY")).not.toBeNull()
    return child
  }

  const openRun = async (): Promise<Lease> => {
    const lease = await runs.open({ trigger: "admin", detail: null, by: null })
    if (!lease) throw new Error("a run is open already")
    return lease
  }

  const openQueue = (lease: Lease, url = REDIS_URL): Promise<TaskQueue> =>
    TaskQueue.open({
      ...{ redis: { url, prefix: "", options: {} }, run: lease, store: pieces, instance: "coordinator" },
      queueName: QUEUE_NAME,
    })

  /** Trains on the same rows at all times. */
  const train = async (machines: Machines | null): Promise<Buffer> => {
    const session = startTrainingThread({ maxMemoryMb: 2_048 })
    try {
      await session.add("behavior", behavior())
      const outcome = await session.train(TRAINING_REQUEST, () => undefined, machines)
      if (outcome.type !== "trained") throw new Error(outcome.type)
      return Buffer.from(outcome.bytes)
    } finally {
      await session.stop()
    }
  }

  /** Trains with whoever waits at the queue. */
  const trainShared = async (
    work: (queue: TaskQueue, lease: Lease) => Promise<void>,
    url = REDIS_URL,
  ): Promise<void> => {
    const lease = await openRun()
    try {
      const queue = await openQueue(lease, url)
      await work(queue, lease).finally(() => queue.close())
    } finally {
      await runs.close(lease, "failed", null)
    }
  }

  const count = async (what: string): Promise<number> =>
    z
      .object({ rows: z.array(z.object({ n: z.number() })) })
      .parse(await module.run(`select count(*)::int as n from ${what}`)).rows[0]?.n ?? 0

  beforeAll(async () => {
    isThere = await redisAnswers()
    if (!isThere) return
    module = await startTestModule(DATABASE, { training: { lease_seconds: 900, redis_url: REDIS_URL } })
    runs = new RunStore(module.context)
    pieces = new TrainingPieces(module.context)
    alone = await train(null)
  }, TIME_LIMIT_MS)

  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()))
    children = []
  })

  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.close()))
    if (isThere) await module.close()
  })

  test(
    "machines: two other instances run tasks, and the model is that of one alone, byte for byte",
    async () => {
      if (!isThere) return
      const helpers = await Promise.all([startMachine("help"), startMachine("help")])
      await trainShared(async (queue) => {
        expect(queue.lanes).toBe(2)
        expect((await train(queue)).equals(alone)).toBe(true)
        for (const helper of helpers) expect(await helper.heard("STORED")).not.toBeNull()
        const { instances, tasks, alone: why } = queue.report()
        expect([instances, why]).toEqual([2, null])
        expect(tasks).toBeGreaterThan(0)
        tried({
          items: ["R22"],
          what: "one training shared by three instances on one Redis",
          times: 1,
          outcome: `${tasks} tasks ran on two others; the same bytes`,
        })
      })
    },
    TIME_LIMIT_MS,
  )

  test.each([0, 1])(
    "machines: one is killed in a task with %i others there: its tasks run again elsewhere, to the same bytes",
    async (others) => {
      if (!isThere) return
      const victim = await startMachine("hold")
      await trainShared(async (queue) => {
        const trained = train(queue)
        expect(await victim.heard("HOLDING")).not.toBeNull()
        const helpers = await Promise.all(Array.from({ length: others }, () => startMachine("help")))
        await victim.kill()
        expect((await trained).equals(alone)).toBe(true)
        for (const helper of helpers) expect(await helper.heard("STORED")).not.toBeNull()
        expect(queue.report().alone).toBeNull()
      })
    },
    TIME_LIMIT_MS,
  )

  test(
    "machines: Redis is cut off in the middle: the run goes on alone and says so, and the next is shared again",
    async () => {
      if (!isThere) return
      const proxy = await TcpProxy.start(redisAddress)
      proxies.push(proxy)
      const url = `redis://127.0.0.1:${proxy.port}/${REDIS_DATABASE}`
      const helper = await startMachine("hold")
      await trainShared(async (queue) => {
        const trained = train(queue)
        expect(await helper.heard("HOLDING")).not.toBeNull()
        proxy.set("freeze")
        proxy.mute()
        expect((await trained).equals(alone)).toBe(true)
        expect(queue.report()).toMatchObject({
          tasks: 0,
          alone: expect.stringMatching(/has not answered for 10 seconds/),
        })
      }, url)
      await expect(trainShared(() => Promise.resolve(), url)).rejects.toThrow("did not answer within 5 seconds")
      proxy.set("pass")
      proxy.cut()
      helper.send("go on")
      expect(await helper.heard("GONE")).not.toBeNull()
      await trainShared(async (queue) => {
        expect((await train(queue)).equals(alone)).toBe(true)
        expect(queue.report().tasks).toBeGreaterThan(0)
      }, url)
    },
    TIME_LIMIT_MS,
  )

  test(
    "machines: an instance of another release leaves tasks that it does not know",
    async () => {
      if (!isThere) return
      const older = await startMachine("help", `svm-training-0.0.1-0-15-${randomUUID()}`)
      await trainShared(async (queue) => {
        expect(queue.lanes).toBe(0)
      })
      await startMachine("help")
      await trainShared(async (queue) => {
        expect(queue.lanes).toBe(1)
        expect((await train(queue)).equals(alone)).toBe(true)
        expect(queue.report()).toMatchObject({ instances: 1, alone: null })
      })
      await older.kill()
      expect(await older.heard("STORED")).toBeNull()
    },
    TIME_LIMIT_MS,
  )

  test(
    "machines: an instance without the memory for a task leaves it to others, and the run goes on",
    async () => {
      if (!isThere) return
      const small = await startMachine("small")
      await trainShared(async (queue) => {
        expect((await train(queue)).equals(alone)).toBe(true)
        expect(queue.report().tasks).toBe(0)
      })
      expect(await small.heard("WARNED")).toMatch(/training\.max_memory_mb/)
    },
    TIME_LIMIT_MS,
  )

  test(
    "machines: a result that comes after its run was fenced off is dropped",
    async () => {
      if (!isThere) return
      const late = await startMachine("hold")
      let runId = ""
      await trainShared(async (queue, lease) => {
        runId = lease.runId
        const trained = train(queue)
        expect(await late.heard("HOLDING")).not.toBeNull()
        // The coordinator was silent for as long as its lease is: another closed its run, and trains.
        await module.run(
          "update recommendation_training_run set lease_expires_at = now() - interval '1 second' where id = ?",
          [lease.runId],
        )
        const next = await openRun()
        late.send("go on")
        expect(await late.heard("GONE")).not.toBeNull()
        expect(await count(`recommendation_training_piece where run_id = '${runId}' and name like 'result/%'`)).toBe(0)
        // Told that the run is over, the one who lost it goes on alone; what it trains no store takes.
        expect((await trained).equals(alone)).toBe(true)
        await runs.close(next, "failed", null)
      })
    },
    TIME_LIMIT_MS,
  )

  describe("under the lease of a shop", () => {
    let learning: LearningStore
    let machines: TrainingMachines

    const trainShop = async (): Promise<void> => {
      await learning.requestRetrain("admin")
      const opened = await learning.openDueRun()
      if (!opened) throw new Error((await learning.decide()).reason)
      try {
        const trained = await learning.train(opened)
        await learning.serve(opened.lease, { ...trained, refusal: null })
        await learning.finish(opened.lease, null)
      } catch (error) {
        await learning.fail(opened.lease, error)
        throw error
      }
      // Past the pause between two runs.
      await module.run(
        "update recommendation_training_run set started_at = started_at - interval '2 hours', finished_at = finished_at - interval '2 hours'",
      )
    }

    /** No row of these names comes into the table: its disk is full. */
    const fillDisk = async (names: string): Promise<void> => {
      await module.run(`
        create or replace function full_disk() returns trigger language plpgsql as $$ begin
          if new.name like '${names}' then raise exception 'no space left on device' using errcode = '53100'; end if;
          return new;
        end $$`)
      await module.run(
        "create or replace trigger full_disk before insert on recommendation_training_piece for each row execute function full_disk()",
      )
    }

    const lastRun = async (): Promise<{ status: string; cause: string | null }> =>
      z.object({ rows: z.array(z.object({ status: z.string(), cause: z.string().nullable() })) }).parse(
        await module.run(
          `select status, cause_said::text as cause from recommendation_training_run
              order by started_at desc, created_at desc limit 1`,
        ),
      ).rows[0]

    beforeAll(async () => {
      if (!isThere) return
      await module.empty()
      const store = new BehaviorStore(module.context)
      await store.record(
        tasteEvents({ shoppers: 40, products: 16, tastes: 4, days: 10, seed: 5, until: Date.now() - 3_600_000 }),
      )
      machines = new TrainingMachines(module.context, { place: "thread", leastRows: 0, queueName: QUEUE_NAME })
      learning = new LearningStore(module.context, { behavior: store, machines })
      await machines.start()
      await trainShop()
    }, TIME_LIMIT_MS)

    afterAll(async () => {
      if (isThere) await machines.close()
    })

    test(
      "machines: the report of a version says who trained it, and nothing of the run is left",
      async () => {
        if (!isThere) return
        await startMachine("help")
        await trainShop()
        const [version] = await learning.versions.list(1)
        const detail = await learning.versions.describe(version?.id ?? "")
        // Its own threads are the training's: it is not among those that help.
        expect(detail?.machines).toEqual({ instances: 1, tasks: expect.any(Number), alone: null })
        expect(detail?.machines?.tasks).toBeGreaterThan(0)
        expect(await count("recommendation_training_piece")).toBe(0)
      },
      TIME_LIMIT_MS,
    )

    test(
      "machines: tasks that fail three times fail the run with their cause, and the model stays",
      async () => {
        if (!isThere) return
        const before = await learning.activeModel()
        const poison = await startMachine("poison")
        await expect(trainShop()).rejects.toThrow("a task that no machine survives")
        expect(await lastRun()).toEqual({
          status: "failed",
          cause: expect.stringMatching(/failed 3 times on other instances.*a task that no machine survives/),
        })
        expect(await learning.activeModel()).toEqual(before)
        expect(await count("recommendation_training_piece")).toBe(0)
        await poison.kill()
      },
      TIME_LIMIT_MS,
    )

    test.each([
      ["result/%", /a result could not be stored \(53100\)/],
      ["snapshot/%", /53100/],
    ])(
      "machines: no room for %s fails the run with the database's code, and the model stays",
      async (names, cause) => {
        if (!isThere) return
        const before = await learning.activeModel()
        await startMachine("help")
        await fillDisk(names)
        try {
          await expect(trainShop()).rejects.toThrow()
          expect(await lastRun()).toEqual({ status: "failed", cause: expect.stringMatching(cause) })
          expect(await learning.activeModel()).toEqual(before)
        } finally {
          await fillDisk("nothing")
        }
      },
      TIME_LIMIT_MS,
    )

    test("machines: what a coordinator left that died is forgotten with its run", async () => {
      if (!isThere) return
      await learning.requestRetrain("admin")
      const opened = await learning.openDueRun()
      if (!opened) throw new Error((await learning.decide()).reason)
      await pieces.put(opened.lease, "snapshot/0", Buffer.from("rows"))
      expect(await learning.openDueRun()).toBeNull()
      expect(await count("recommendation_training_piece")).toBe(1)
      await module.run(
        "update recommendation_training_run set lease_expires_at = now() - interval '1 second' where status = 'running'",
      )
      await learning.openDueRun()
      expect(await count("recommendation_training_piece")).toBe(0)
    })
  })
})
