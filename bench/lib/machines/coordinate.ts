import { randomUUID } from "node:crypto"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "zod"
import { TrainingPieces } from "../../../src/modules/recommendation/learning/training-pieces"
import { MachinesRelay } from "../../../src/training/machines/machines-relay"
import { RemoteTasks } from "../../../src/training/machines/remote-tasks"
import { TaskQueue } from "../../../src/training/machines/task-queue"

/** Where the machines of a benchmark meet, as MACHINES says to its processes. */
export const meetingPlace = z.object({ databaseUrl: z.string(), redisUrl: z.string(), queueName: z.string() })

export type MeetingPlace = z.output<typeof meetingPlace>

const POOL = { min: 0, max: 4 }

const OPEN_RUN = `
  insert into recommendation_training_run (id, status, trigger, lease_owner, lease_expires_at, fencing)
  values (?, 'running', 'admin', 'bench', now() + interval '1 day', ?)`

/** Runs a training with the other machines of MACHINES; without it, and where none waits, alone. */
export async function withMachines<T>(
  train: (remote: RemoteTasks | undefined) => Promise<T>,
): Promise<{ readonly trained: T; readonly remoteTasks: number }> {
  const { MACHINES } = process.env
  if (MACHINES === undefined) return { trained: await train(undefined), remoteTasks: 0 }
  const { databaseUrl, redisUrl, queueName } = meetingPlace.parse(JSON.parse(MACHINES))
  const connection = knex({ client: "pg", connection: databaseUrl, pool: POOL })
  const run = { runId: randomUUID(), fencing: 1 }
  await connection.raw(OPEN_RUN, [run.runId, run.fencing])
  const store = new TrainingPieces({ knex: () => connection })
  const redis = { url: redisUrl, prefix: "", options: {} }
  const queue = await TaskQueue.open({ redis, run, store, instance: "coordinator", queueName })
  let remote: RemoteTasks | undefined
  const thread = { send: (message: Parameters<RemoteTasks["take"]>[0]) => remote?.take(message) }
  const fail = (error: Error): never => {
    throw error
  }
  const relay = new MachinesRelay(queue, thread, fail)
  if (queue.lanes > 0) remote = new RemoteTasks(queue.lanes, (message) => relay.pass(message))
  try {
    return { trained: await train(remote), remoteTasks: queue.report().tasks }
  } finally {
    await queue.close()
    await connection.raw("delete from recommendation_training_run where id = ?", [run.runId])
    await store.dropClosed()
    await connection.destroy()
  }
}
