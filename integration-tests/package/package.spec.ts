import { execFile, spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import { checkOut } from "../helpers/checkout"
import { commandsOfDocs } from "../helpers/docs-commands"
import { createEmptyDatabase, databaseUrl, dropDatabase, root, shopEnvironment, withClient } from "../helpers/database"
import { ADMIN, call, logInAdmin, seedShop } from "../helpers/shop-client"
import type { SeededShop } from "../helpers/shop-client"
import { freePort } from "../helpers/shop-process"
import { tracesOfPlugin, uninstallStatements } from "../helpers/uninstall"
import { launchBrowser } from "../browser/helpers/launch-browser"
import { buildPackage, installPackage, NAME, openShop, SHOP_CONFIG } from "./fresh-shop"
import type { Built } from "./fresh-shop"

const run = promisify(execFile)

const DATABASE = "svm_package_test"
const MINUTES = 60_000
/** A tenth or so above what they were: whoever adds more has a reason. */
const [PLUGIN_BYTES, WIDGET_BYTES] = [3_400_000, 115_000]

jest.setTimeout(10 * MINUTES)

describe("the package in a fresh Medusa app", () => {
  const work = mkdtempSync(path.join(tmpdir(), "svm-package-"))
  const shop = path.join(work, "shop")
  let built: Built
  let shopServer: ChildProcess | null = null
  let url = ""
  let seeded: SeededShop
  // Another NODE_ENV than the tests' own: the shop runs as a shop does.
  const env: NodeJS.ProcessEnv = {
    ...shopEnvironment(),
    DISABLE_ADMIN: "false",
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl(DATABASE),
  }

  const medusa = (...args: string[]): Promise<unknown> =>
    run(path.join(shop, "node_modules", ".bin", "medusa"), args, { cwd: shop, env, maxBuffer: 1 << 26 })

  const start = async (folder: string): Promise<void> => {
    // A test that is tried again has left one behind.
    endShop(shopServer)
    const port = await freePort()
    url = `http://localhost:${port}`
    shopServer = spawn(path.join(shop, "node_modules", ".bin", "medusa"), ["start", "--port", String(port)], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    })
    await waitForHealth(url, shopServer)
  }

  beforeAll(async () => {
    // Two cores: what does not wait for the tarball goes beside it.
    ;[built] = await Promise.all([buildPackage(work), openShop(shop), createEmptyDatabase(DATABASE)])
    await installPackage(shop, built.tarball)
  })

  afterAll(async () => {
    endShop(shopServer)
    await dropDatabase(DATABASE)
    rmSync(work, { recursive: true, force: true })
  })

  test("package: holds what a shop needs and nothing else", () => {
    const allowed =
      /^(package\.json|(AGENTS|README|ARCHITECTURE|CONTRIBUTING|CHANGELOG)\.md|LICENSE|docs\/([\w-]+\.md|openapi\.json|images\/[\w.-]+)|\.medusa\/server\/(src|packages\/linear-svm\/src)\/.+\.(js|mjs|d\.ts|json))$/
    const { files } = built
    expect(files.filter((file) => !allowed.test(file))).toEqual([])
    expect(
      files.filter((file) => /__tests__|\.spec\.|integration-tests|storefront-widget|\/demo\//.test(file)),
    ).toEqual([])
    const needed = [
      "modules/recommendation/index.js",
      "admin/index.mjs",
      "workflows/index.js",
      "training/training-worker.js",
      "training/training-child.js",
    ]
    for (const file of needed) expect(files).toContain(`.medusa/server/src/${file}`)
  })

  test.each([
    ["the plugin", () => built.tarball, PLUGIN_BYTES],
    ["the widget", () => built.widget, WIDGET_BYTES],
  ])("package: %s brings its licence, and is no larger than it should be", async (_what, tarball, bytes) => {
    const { stdout } = await run("tar", ["-xzOf", tarball(), "package/package.json", "package/LICENSE"])
    expect(stdout).toMatch(/"license": "MIT"/)
    expect(stdout).toMatch(/Permission is hereby granted, free of charge/)
    expect(statSync(tarball()).size).toBeLessThan(bytes)
  })

  test("package: has what shops run of the solver, and none of its command line", () => {
    const solver = ".medusa/server/packages/linear-svm/src/"
    const rooms = built.files.filter((file) => file.startsWith(solver)).map((file) => file.slice(solver.length))
    expect(rooms).toEqual(expect.arrayContaining(["ranking/rank-svm.js", "wasm/kernel-bytes.js"]))
    expect(rooms.filter((file) => /^(cli|classification|formats)\//.test(file))).toEqual([])
  })

  test("package: nothing for publint and arethetypeswrong to say of either", async () => {
    const lint = path.join(root, "scripts", "lint-packages.mjs")
    // With a fault it ends with 1, and its error tells the faults.
    const lints = run(process.execPath, [lint, built.tarball, built.widget], { env: shopEnvironment() })
    await expect(lints).resolves.toMatchObject({ stderr: "" })
  })

  test("package: migrates, builds and serves its routes in the shop", async () => {
    await Promise.all([medusa("db:migrate"), medusa("build")])
    await start(path.join(shop, ".medusa", "server"))
    const store = await fetch(`${url}/store/recommendations`)
    expect(store.status).toBe(400)
    expect(await store.text()).toMatch(/publishable/i)
    const outsider = await fetch(`${url}/admin/recommendations/model`)
    expect(outsider.status).toBe(401)

    seeded = await seedShop(url, DATABASE, 1)
    const model = await call(`${url}/admin/recommendations/model`, { headers: seeded.adminHeaders })
    expect(model).toMatchObject({ status: 200, body: { serving: null } })
    const answer = await call(`${url}/store/recommendations?region_id=${seeded.regionId}`, {
      headers: seeded.storeHeaders,
    })
    expect(answer).toMatchObject({
      status: 200,
      body: { recommendations: [{ product: { id: seeded.products[0]?.id } }], model_version: null },
    })
  })

  test("package: its page opens in the shop's dashboard", async () => {
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage({ locale: "en-US" })
      page.setDefaultTimeout(MINUTES)
      const faults: string[] = []
      page.on("pageerror", (error) => faults.push(error.message))
      await page.goto(`${url}/app/login`)
      await page.locator("input[name=email]").fill(ADMIN.email)
      await page.locator("input[name=password]").fill(ADMIN.password)
      await page.locator("button[type=submit]").click()
      await page.waitForURL((address) => !address.pathname.endsWith("/login"))
      await page.goto(`${url}/app/recommendations`)
      await page
        .getByRole("heading", { name: /recommendations/i })
        .first()
        .waitFor()
      expect(faults).toEqual([])
    } finally {
      await browser.close()
    }
  })

  test("package: every command that the docs give a shop's owner runs in the shop", async () => {
    endShop(shopServer)
    const config = path.join(shop, "medusa-config.ts")
    const history = path.join(work, "interactions.csv")
    writeFileSync(history, "user_id,item_id,behavior_type,timestamp\nu-1,old-1,view,2026-01-02T03:04:05Z\n")
    await withClient(DATABASE, async (client) => {
      await client.query("update product set external_id = 'old-1' where id = $1", [seeded.products[0]?.id])
      await client.query(`create table user_behavior_log (id bigint primary key, user_id text, product_id text,
        behavior_type text, additional_data text, created_at timestamptz)`)
      await client.query("insert into user_behavior_log values (1, 'u-1', 'old-1', 'view', null, now())")
    })
    const given = {
      " PATH": ` ${history}`,
      "mysql://USER:PASSWORD@HOST/DATABASE": databaseUrl(DATABASE),
    }
    const ask = async (command: string): Promise<string> => {
      const own = Object.entries(given).reduce((text, [name, value]) => text.replace(name, value), command)
      return (await run("sh", ["-c", own], { cwd: shop, env, maxBuffer: 1 << 26 })).stdout
    }
    // As before the plugin came; a database that is one version back is brought up again at the end.
    writeFileSync(config, SHOP_CONFIG.replace(/ {2}plugins: .*\n/, ""))
    const [migrate, back] = ["npx medusa db:migrate", "npx medusa db:rollback recommendation"]
    const [accepted = "", asked = "", ...others] = commandsOfDocs().sort(
      (a, b) => Number(b.includes(" init")) - Number(a.includes(" init")) || b.length - a.length,
    )
    expect([accepted, asked]).toEqual([`npx ${NAME} init --yes`, `npx ${NAME} init`])
    expect(others).toEqual(expect.arrayContaining([migrate, back]))
    expect(await ask(accepted)).toContain("Done.")
    expect(readFileSync(config, "utf8")).toContain(`resolve: "${NAME}"`)
    expect(await ask(asked)).toContain("Nothing to change.")
    for (const command of others.filter((one) => one !== migrate && one !== back)) await ask(command)
    const imported = await withClient(DATABASE, (client) =>
      client.query("select product_id from behavior_event where source = 'import'"),
    )
    expect(imported.rows).toEqual([{ product_id: seeded.products[0]?.id }, { product_id: seeded.products[0]?.id }])
    const whole = await withClient(DATABASE, tracesOfPlugin)
    await ask(back)
    const older = await withClient(DATABASE, tracesOfPlugin)
    // The newest migration's row is gone, and what else it brought.
    expect(older.length).toBeLessThan(whole.length)
    expect(whole).toEqual(expect.arrayContaining(older))
    await ask(migrate)
    expect(await withClient(DATABASE, tracesOfPlugin)).toEqual(whole)
  })

  test("package: taken out again, with its tables, the shop goes on and sells", async () => {
    endShop(shopServer)
    writeFileSync(
      path.join(shop, "medusa-config.ts"),
      SHOP_CONFIG.replace(/plugins: .*\n/, "admin: { disable: true },\n"),
    )
    const traces = await withClient(DATABASE, tracesOfPlugin)
    expect(traces).toContain("behavior_event")
    await withClient(DATABASE, (client) => client.query(uninstallStatements()))
    expect(await withClient(DATABASE, tracesOfPlugin)).toEqual([])
    await start(shop)
    const adminHeaders = await logInAdmin(url, DATABASE)
    expect((await call(`${url}/admin/products`, { headers: adminHeaders })).status).toBe(200)
    expect((await call(`${url}/admin/recommendations/model`, { headers: adminHeaders })).status).toBe(404)
    expect((await call(`${url}/store/recommendations`, { headers: seeded.storeHeaders })).status).toBe(404)
    expect(await checkOut(url, seeded)).toMatch(/^order_/)
  })
})

/** Ends the whole group, for Medusa forks; one that has ended by itself is fine. */
function endShop(child: ChildProcess | null): void {
  if (child?.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL")
}

async function waitForHealth(url: string, child: ChildProcess): Promise<void> {
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk.toString()))
  for (const until = Date.now() + 2 * MINUTES; Date.now() < until;) {
    if (child.exitCode !== null) throw new Error(`the shop ended:\n${output.slice(-4_000)}`)
    const healthy = await fetch(`${url}/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (healthy) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`the shop did not come up:\n${output.slice(-4_000)}`)
}
