import { once } from "node:events"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { TrainingPieces } from "../../../src/modules/recommendation/learning/training-pieces"
import { startTaskThread } from "../../../src/training/machines/task-host"
import { TaskMachine } from "../../../src/training/machines/task-machine"
import { meetingPlace } from "./coordinate"

/** One machine of a benchmark: runs tasks until a line comes in, then says what processor time that took. */
async function main(): Promise<void> {
  const { databaseUrl, redisUrl, queueName } = meetingPlace.parse(JSON.parse(process.env.MACHINES ?? ""))
  const connection = knex({ client: "pg", connection: databaseUrl, pool: { min: 0, max: 4 } })
  const machine = await TaskMachine.start({
    redis: { url: redisUrl, prefix: "", options: {} },
    store: new TrainingPieces({ knex: () => connection }),
    ...{ instance: String(process.pid), lanes: 1, maxMemoryMb: 65_536, startHost: startTaskThread, queueName },
    warn: (words) => console.error(words),
  })
  await machine.ready()
  const before = process.cpuUsage()
  console.log("READY")
  await once(process.stdin, "data")
  const { user, system } = process.cpuUsage(before)
  console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMb: process.resourceUsage().maxRSS / 1024 }))
  await machine.close()
  await connection.destroy()
  process.exit()
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
