import { once } from "node:events"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "@medusajs/framework/zod"
import { TrainingPieces } from "../../src/modules/recommendation/learning/training-pieces"
import { RunGoneError } from "../../src/training/machines/piece-store"
import type { PieceStore } from "../../src/training/machines/piece-store"
import { startTaskThread } from "../../src/training/machines/task-host"
import type { StartTaskHost } from "../../src/training/machines/task-host"
import { TaskMachine } from "../../src/training/machines/task-machine"

/**
 * An instance that runs tasks of other instances' trainings, to be killed in the middle. Says on standard output where it
 * is. `hold`: it keeps its first result until a line comes in; `poison`: every task of it fails; `small`: it has no memory.
 */
const { DATABASE_URL, QUEUE_REDIS_URL, QUEUE_NAME, MODE } = z
  .object({
    DATABASE_URL: z.string(),
    QUEUE_REDIS_URL: z.string(),
    QUEUE_NAME: z.string().optional(),
    MODE: z.enum(["help", "hold", "poison", "small"]),
  })
  .parse(process.env)

const say = (words: string): void => console.log(words)
const connection = knex({ client: "pg", connection: DATABASE_URL, pool: { min: 0, max: 5 } })
const pieces = new TrainingPieces({ knex: () => connection })

let isHeld = MODE === "hold"
const store: PieceStore = {
  get: (run, name) => pieces.get(run, name),
  drop: (run, prefix) => pieces.drop(run, prefix),
  isOpen: (run) => pieces.isOpen(run),
  put: async (run, name, bytes) => {
    if (isHeld) {
      isHeld = false
      say("HOLDING")
      await once(process.stdin, "data")
    }
    try {
      await pieces.put(run, name, bytes)
      say("STORED")
    } catch (error) {
      say(error instanceof RunGoneError ? "GONE" : "NOT STORED")
      throw error
    }
  },
}

const startHost: StartTaskHost = (options) => {
  const host = startTaskThread(options)
  if (MODE !== "poison") return host
  return {
    add: (part) => host.add(part),
    begin: (tasks) => host.begin(tasks),
    stop: () => host.stop(),
    next: () => {
      say("POISONED")
      return Promise.reject(new Error("a task that no machine survives"))
    },
  }
}

void TaskMachine.start({
  redis: { url: QUEUE_REDIS_URL, prefix: "", options: {} },
  ...{ store, startHost, instance: String(process.pid), lanes: 1, maxMemoryMb: MODE === "small" ? 1 : 1_024 },
  ...(QUEUE_NAME === undefined ? {} : { queueName: QUEUE_NAME }),
  warn: (words) => say(`WARNED ${words}`),
})
  .then((machine) => machine.ready())
  .then(() => say("READY"))
