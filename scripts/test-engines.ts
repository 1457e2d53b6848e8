import { setTimeout as pause } from "node:timers/promises"
import type { Client } from "pg"
import { z } from "zod"
import { BEHAVIOR_TYPES } from "../src/core/contract"
import { chromium } from "./lib/engines/chromium"
import { withDemo } from "./lib/engines/demo-shop"
import { EngineAbsent } from "./lib/engines/engine"
import type { Engine } from "./lib/engines/engine"
import { firefox } from "./lib/engines/firefox"
import { walkStorefront } from "./lib/engines/storefront-walk"
import { webkit } from "./lib/engines/webkit"

/*
 * `npm run test:engines`: a guest walks through the demo's storefront in Chromium, Firefox and WebKit, and what the shop
 * stored of each is compared. An engine that the machine lacks is named and passed over. Minutes long, and no part of
 * `npm test`. The last line is JSON; it fails where a walk stopped or stored something else than Chromium's.
 */

const ENGINES = { chromium, firefox, webkit }
/** Milliseconds after which the last event has arrived. */
const ARRIVED_MS = 5_000
/** Of these one walk makes as many in every engine; how many products come in sight hangs on how fast it scrolls. */
const EXACT = ["click", "add_to_cart"] as const

interface EngineResult {
  readonly name: string
  readonly version: string | null
  /** Why it was passed over. */
  readonly absent?: string
  readonly events: Readonly<Record<string, number>>
  readonly faults: string[]
}

const rows = z.array(z.object({ type: z.number(), count: z.coerce.number() }))

async function eventsOf(client: Client, visitorId: string): Promise<Record<string, number>> {
  const found = await client.query(
    "select type, count(*) as count from behavior_event where visitor_id = $1 group by 1 order by 1",
    [visitorId],
  )
  return Object.fromEntries(rows.parse(found.rows).map(({ type, count }) => [BEHAVIOR_TYPES[type] ?? type, count]))
}

async function tryEngine(
  [name, start]: readonly [string, () => Promise<Engine>],
  { storefront, client }: { readonly storefront: string; readonly client: Client },
): Promise<EngineResult> {
  let engine: Engine
  try {
    engine = await start()
  } catch (error) {
    if (!(error instanceof EngineAbsent)) throw error
    return { name, version: null, absent: error.message, events: {}, faults: [] }
  }
  try {
    const { visitorId, faults } = await walkStorefront(await engine.open(), storefront)
    await pause(ARRIVED_MS)
    return { name, version: engine.version, events: await eventsOf(client, visitorId), faults: [...faults] }
  } catch (error) {
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { name, version: engine.version, events: {}, faults: [`stopped: ${fault}`] }
  } finally {
    await engine.close()
  }
}

/** What an engine stored beside the first. */
function differences(first: EngineResult, other: EngineResult): string[] {
  const faults: string[] = []
  for (const type of EXACT) {
    const [wanted, got] = [first.events[type] ?? 0, other.events[type] ?? 0]
    if (wanted !== got) faults.push(`${got} of ${type}, ${wanted} in ${first.name}`)
  }
  for (const type of ["impression", "view"] as const) {
    if (!other.events[type]) faults.push(`no ${type} was stored`)
  }
  return faults
}

async function main(): Promise<void> {
  await withDemo(async (demo) => {
    const results: EngineResult[] = []
    for (const entry of Object.entries(ENGINES)) {
      const result = await tryEngine(entry, demo)
      if (result.absent === undefined) result.faults.push(...differences(results[0] ?? result, result))
      results.push(result)
      console.log(`${result.name} ${result.version ?? ""}: ${result.absent ?? JSON.stringify(result.events)}`)
      for (const fault of result.faults) console.log(`  ${fault}`)
    }
    const isOk = results.every(({ faults }) => faults.length === 0)
    if (!isOk) process.exitCode = 1
    console.log(JSON.stringify({ ok: isOk, engines: results }))
  })
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
