import { rmSync } from "node:fs"
import { ADMIN, TrialBackend } from "./lib/shop-trial/backend"
import { askEveryRefusal, askEveryStoreRoute } from "./lib/shop-trial/every-route"
import { adminHeaders, learnFromOrders } from "./lib/shop-trial/learn"
import { initOf } from "./lib/shop-trial/packages"
import { OPTIONS_IN_WORDS, runTrial } from "./lib/shop-trial/run-trial"
import type { Trial, TrialResult } from "./lib/shop-trial/run-trial"
import { setMedusaVersion } from "./lib/shop-trial/starter"

/*
 * `npm run test:medusa -- --version X`: the packed plugin in the backend of Medusa's starter at that version of Medusa:
 * migrates, seeds, builds the dashboard, starts, learns from orders, asks every route. An older version than the plugin
 * works on must be refused in words. The last line is JSON.
 */

const USAGE = `npm run test:medusa -- --version X [OPTIONS]
  --version X      version of Medusa, or "latest"${OPTIONS_IN_WORDS}`

const REFUSED = /works on Medusa [\d.]+ and later versions of Medusa 2; this shop has/
/** Enough to learn from. */
const ORDERS = 120
const FIRST_THAT_WORKS = 17

async function tryVersion(trial: Trial, version: string | undefined): Promise<TrialResult> {
  if (version === undefined) throw new Error(USAGE)
  const { commands, clock, starter, packed, postgres } = trial
  // The storefront is another test's; without it the installation takes half the time.
  rmSync(starter.storefront, { recursive: true, force: true })
  const medusa = await setMedusaVersion(commands, starter, version)
  const pnpm = (...args: readonly string[]): Promise<unknown> =>
    commands.run(["pnpm", ...args], { cwd: starter.backend, name: `pnpm-${args[0]}` })
  await clock.time("install", async () => {
    await pnpm("install", "--no-frozen-lockfile")
    await pnpm("add", packed.plugin)
  })
  await initOf(commands, starter, "--yes")
  const backend = await TrialBackend.prepare(commands, starter.backend, postgres)
  const facts = { medusa, date: new Date().toISOString().slice(0, 10) }
  if (Number(medusa.split(".")[1]) < FIRST_THAT_WORKS) {
    const { code, lines } = await backend.tryMedusa("db:migrate")
    const words = lines.find((line) => REFUSED.test(line))
    return { ok: code !== 0 && words !== undefined, ...facts, refused: words ?? lines.slice(-5) }
  }
  await clock.time("migrate and seed", () => backend.medusa("db:migrate"))
  await backend.medusa("user", "-e", ADMIN.email, "-p", ADMIN.password)
  const { region_id: regionId } = await clock.time("orders", () => backend.seed(ORDERS))
  await clock.time("build", () => backend.medusa("build"))
  await clock.time("start", () => backend.start())
  const publishableKey = await backend.publishableKey()
  await clock.time("learn", () => learnFromOrders(backend.url, { publishableKey, regionId }))
  const shop = { url: backend.url, adminHeaders: await adminHeaders(backend.url), publishableKey, regionId }
  const store = await askEveryStoreRoute(shop)
  const refusals = await askEveryRefusal(shop)
  const faults = [...store.faults, ...refusals.faults]
  return { ok: faults.length === 0, ...facts, store: store.asked, refusals: refusals.asked, clock, faults }
}

runTrial(tryVersion)
