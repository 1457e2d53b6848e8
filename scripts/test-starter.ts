import { writeFileSync } from "node:fs"
import path from "node:path"
import { freePort } from "../integration-tests/helpers/shop-process"
import { ADMIN, CUSTOMER, TrialBackend } from "./lib/shop-trial/backend"
import { creditedLists, learnFromOrders } from "./lib/shop-trial/learn"
import { initOf } from "./lib/shop-trial/packages"
import { runTrial } from "./lib/shop-trial/run-trial"
import type { Trial, TrialResult } from "./lib/shop-trial/run-trial"
import { sourcesOf } from "./lib/shop-trial/starter"
import { walkStorefront } from "./lib/shop-trial/walk"
import type { Walk } from "./lib/shop-trial/walk"

/*
 * `npm run test:starter`: both packages in Medusa's own starter, put there as a new user does and walked through in a
 * browser as a guest and as a customer. Minutes long, and no part of `npm test`. The last line is JSON. Options:
 *
 *   --starter FILE   archive of the starter; the pinned one by default, from git where that is absent
 *   --tarballs DIR   both packages, packed already
 *   --folder DIR     where to work, kept afterwards
 */

/** Parts of the clock that are this plugin's own. */
const OURS = ["install", "init", "migrate", "learn"]
const ORDERS = 300
const OWN_LIMIT_S = 90
const WHOLE_LIMIT_S = 300

async function tryStarter(trial: Trial): Promise<TrialResult> {
  const { clock, commands, starter } = trial
  const faults: string[] = []
  const expect = (isTrue: boolean, fault: string): void => {
    if (!isTrue) faults.push(fault)
  }
  const backend = await openShop(trial)
  const untouched = sourcesOf(starter)
  const seeded = await backend.seed(ORDERS)
  await putIn(trial, backend)
  const once = sourcesOf(starter)
  const output = await initOf(commands, starter, "--yes")
  expect(output.at(-1) === "Nothing to change.", `init run twice: ${output.join(" / ")}`)
  expect(sourcesOf(starter) === once, "init run twice changed a file")
  await learn(trial, backend, seeded.region_id)
  const [ours, whole] = [clock.sum(...OURS), clock.sum()]
  const { url, types } = await openStorefront(trial, backend)
  const login = { ...CUSTOMER, bought: seeded.bought }
  const walks = await clock.time("walks", () => walkStorefront(url, login, trial.folder))
  faults.push(
    ...types,
    ...walks.flatMap(({ who, screen, faults: all }) => all.map((one) => `${who}, ${screen}: ${one}`)),
  )
  faults.push(...(await uncredited(backend, walks)))
  const { clicks, views, visitors } = await backend.behaviorOf(seeded.customer_id)
  expect(
    clicks > 0 && views > 0 && visitors > 0,
    `of the customer: ${clicks} clicks, ${views} views, ${visitors} visits`,
  )
  for (const fault of faults) console.log(fault)
  await commands.stop()
  await initOf(commands, starter, "--remove", "--yes").catch((error: unknown) => faults.push(String(error)))
  expect(sourcesOf(starter) === untouched, "init --remove left something in the sources")
  return {
    ...{ ok: faults.length === 0, date: new Date().toISOString(), orders: seeded.orders },
    ...{ first_list_s: whole, own_part_s: ours, in_time: ours <= OWN_LIMIT_S && whole <= WHOLE_LIMIT_S },
    ...{ clock, walks: walks.map(({ who, screen }) => `${who}, ${screen}`), faults },
  }
}

/** The starter with its own data, as a shop that does not know the plugin yet. */
async function openShop({ clock, commands, starter, postgres }: Trial): Promise<TrialBackend> {
  const install = ["pnpm", "install", "--frozen-lockfile"]
  await clock.time("starter: install", () => commands.run(install, { cwd: starter.root, name: "pnpm-install" }))
  const backend = await TrialBackend.prepare(commands, starter.backend, postgres)
  await clock.time("starter: migrate and seed", () => backend.medusa("db:migrate"))
  await backend.medusa("user", "-e", ADMIN.email, "-p", ADMIN.password)
  return backend
}

/** Adds both packages, runs `init`, migrates. */
async function putIn({ clock, commands, starter, packed }: Trial, backend: TrialBackend): Promise<void> {
  const add = (cwd: string, tarball: string): Promise<unknown> =>
    commands.run(["pnpm", "add", tarball], { cwd, name: "pnpm-add" })
  await clock.time("install", async () => {
    await add(starter.backend, packed.plugin)
    await add(starter.storefront, packed.widget)
  })
  await clock.time("init", () => initOf(commands, starter, "--yes"))
  await clock.time("migrate", () => backend.medusa("db:migrate"))
}

/** Builds and serves the backend, and learns until a list comes from the model. */
async function learn({ clock }: Trial, backend: TrialBackend, regionId: string): Promise<void> {
  await clock.time("backend: build", () => backend.medusa("build"))
  await clock.time("backend: start", () => backend.start())
  const publishableKey = await backend.publishableKey()
  await clock.time("learn", () => learnFromOrders(backend.url, { publishableKey, regionId }))
}

/** Builds and serves the storefront; gives its address, and what the compiler finds wrong. */
async function openStorefront(trial: Trial, backend: TrialBackend): Promise<{ url: string; types: string[] }> {
  const { clock, commands, starter } = trial
  const port = await freePort()
  const url = `http://localhost:${port}`
  const lines = [
    `NEXT_PUBLIC_MEDUSA_PUBLISHABLE_KEY=${await backend.publishableKey()}`,
    `NEXT_PUBLIC_MEDUSA_BACKEND_URL=${backend.url}`,
    ...["NEXT_PUBLIC_DEFAULT_REGION=dk", `NEXT_PUBLIC_BASE_URL=${url}`, "NEXT_TELEMETRY_DISABLED=1"],
  ]
  writeFileSync(path.join(starter.storefront, ".env.local"), `${lines.join("\n")}\n`)
  const bin = (name: string): string => path.join(starter.storefront, "node_modules", ".bin", name)
  const at = { cwd: starter.storefront, env: { NODE_ENV: "production" } }
  await clock.time("storefront: build", () => commands.run([bin("next"), "build"], { ...at, name: "storefront-build" }))
  const { code, lines: types } = await commands.try([bin("tsc"), "--noEmit", "-p", "."], {
    ...at,
    name: "storefront-tsc",
  })
  const serve = [bin("next"), "start", "-p", String(port)]
  await clock.time("storefront: start", () => commands.serve(serve, { ...at, name: "storefront", health: `${url}/dk` }))
  return { url, types: code === 0 ? [] : types.map((line) => `tsc: ${line}`) }
}

/** Guests' orders that the list of the home page is not credited with. */
async function uncredited(backend: TrialBackend, walks: readonly Walk[]): Promise<string[]> {
  const faults: string[] = []
  for (const { orderId, screen } of walks) {
    if (orderId === undefined) continue
    const lists = await creditedLists(backend.url, orderId)
    if (!lists.includes("home")) faults.push(`guest, ${screen}: the order is credited to ${lists.join() || "no list"}`)
  }
  return faults
}

runTrial(tryStarter)
