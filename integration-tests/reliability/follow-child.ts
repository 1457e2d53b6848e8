import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { STORED_COLUMNS, storedEventRow } from "../../src/modules/recommendation/behavior/event"
import { LogReader } from "../../src/modules/recommendation/database/log-reader"
import { parseOptions } from "../../src/modules/recommendation/options"

/** An instance that writes behavior and follows everybody's at the same time; says what it was handed over. */
const { DATABASE_URL, NAME, OWN, TOTAL } = z
  .object({ DATABASE_URL: z.string(), NAME: z.string(), OWN: z.coerce.number(), TOTAL: z.coerce.number() })
  .parse(process.env)

const BATCH = 50
/** Milliseconds without news after which it gives up. */
const SILENCE_MS = 20_000

const connection = knex({ client: "pg", connection: DATABASE_URL, pool: { min: 0, max: 6 } })
const context = { knex: () => connection, options: parseOptions({}), logger: undefined }
const behavior = new BehaviorStore(context)
const log = new LogReader(context, {
  table: "behavior_event",
  columns: STORED_COLUMNS,
  writtenAt: "received_at",
  row: storedEventRow,
})

async function write(): Promise<void> {
  const batch = (from: number): Promise<unknown> =>
    behavior.record(
      Array.from({ length: Math.min(BATCH, OWN - from) }, (_, at) => ({
        ...{ id: `${NAME}-${from + at}`, type: "view" as const, productId: `prod_${at}`, source: "import" as const },
        ...{ occurredAt: new Date(), visitorId: `${NAME}-${at}` },
      })),
    )
  // Several at once: their numbers are drawn in one order, and committed in another.
  for (let from = 0; from < OWN; from += 3 * BATCH)
    await Promise.all([0, 1, 2].map((n) => from + n * BATCH).flatMap((at) => (at < OWN ? [batch(at)] : [])))
}

async function follow(): Promise<{ handed: number; different: number }> {
  const seen = new Set<string>()
  let handed = 0
  for (let newsAt = Date.now(); seen.size < TOTAL && Date.now() - newsAt < SILENCE_MS;) {
    await log.follow((events) => {
      for (const { id } of events) seen.add(id)
      handed += events.length
      if (events.length > 0) newsAt = Date.now()
    })
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { handed, different: seen.size }
}

void (async () => {
  await log.begin()
  console.log("READY")
  await new Promise((resolve) => process.stdin.once("data", resolve))
  const [found] = await Promise.all([follow(), write()])
  console.log(`FOLLOWED ${JSON.stringify(found)}`)
})().finally(() => process.exit())
