import { execFile, spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { shopEnvironment } from "../helpers/database"
import { freePort } from "../helpers/shop-process"
import { launchBrowser } from "../browser/helpers/launch-browser"

const run = promisify(execFile)

const root = path.join(__dirname, "..", "..")
const NAME = "medusa-plugin-svm-recommendations"
const DATABASE = "svm_package_test"
const ADMIN = { email: "admin@package.test", password: "package-test-1" }
const MINUTES = 60_000

jest.setTimeout(10 * MINUTES)

const packed = z.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
const rootPackage = z
  .object({ version: z.string(), devDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")))

const server = {
  host: process.env.DB_HOST ?? "127.0.0.1",
  port: Number(process.env.DB_PORT ?? 5432),
  user: process.env.DB_USERNAME ?? "postgres",
  password: process.env.DB_PASSWORD ?? "postgres",
}
const databaseUrl = `postgres://${server.user}:${server.password}@${server.host}:${server.port}/${DATABASE}`

/** A shop as `create-medusa-app` leaves it, with the one block that the README asks for. */
const CONFIG = `
import { defineConfig } from "@medusajs/framework/utils"
module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    http: { storeCors: "*", adminCors: "*", authCors: "*", jwtSecret: "j", cookieSecret: "c" },
    cookieOptions: { secure: false },
  },
  plugins: [{ resolve: "${NAME}", options: {} }],
})
`

/** As `create-medusa-app` writes it, in what matters here. */
const TSCONFIG = {
  compilerOptions: {
    target: "ES2021",
    module: "Node16",
    moduleResolution: "Node16",
    esModuleInterop: true,
    skipLibCheck: true,
    emitDecoratorMetadata: true,
    experimentalDecorators: true,
    outDir: "./.medusa/server",
    rootDir: "./",
  },
  "ts-node": { swc: true },
  include: ["**/*"],
  exclude: ["node_modules", ".medusa/server", ".medusa/admin", ".cache"],
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ ...server, database: "postgres" })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

describe("the package in a fresh Medusa app", () => {
  const work = mkdtempSync(path.join(tmpdir(), "svm-package-"))
  const shop = path.join(work, "shop")
  let files: string[] = []
  let shopServer: ChildProcess | null = null
  let url = ""
  let env: NodeJS.ProcessEnv = {}

  const medusa = (...args: string[]): Promise<unknown> =>
    run(path.join(shop, "node_modules", ".bin", "medusa"), args, { cwd: shop, env, maxBuffer: 1 << 26 })

  beforeAll(async () => {
    // Another NODE_ENV than the tests' own: the shop runs as a shop does.
    env = {
      ...shopEnvironment(),
      DISABLE_ADMIN: "false",
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      MEDUSA_DISABLE_TELEMETRY: "true",
    }
    await run("npx", ["medusa", "plugin:build"], { cwd: root, env: { ...env, NODE_ENV: "development" } })
    const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", work], { cwd: root })
    const [tarball] = packed.parse(JSON.parse(stdout))
    if (!tarball) throw new Error("npm pack made nothing")
    files = tarball.files.map((file) => file.path)

    mkdirSync(shop)
    const version = (name: string): string => rootPackage.devDependencies[name] ?? "*"
    const medusaPackages = ["medusa", "framework", "cli", "admin-sdk"].map((name) => `@medusajs/${name}`)
    writeFileSync(
      path.join(shop, "package.json"),
      JSON.stringify({
        name: "fresh-shop",
        private: true,
        dependencies: {
          ...Object.fromEntries(medusaPackages.map((name) => [name, version(name)])),
          ...Object.fromEntries(
            ["react", "react-dom", "@swc/core", "ts-node", "typescript", "vite"].map((n) => [n, version(n)]),
          ),
          [NAME]: `file:../${tarball.filename}`,
        },
      }),
    )
    writeFileSync(path.join(shop, "medusa-config.ts"), CONFIG)
    writeFileSync(path.join(shop, "tsconfig.json"), JSON.stringify(TSCONFIG))
    await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"], {
      cwd: shop,
      env: { ...env, NODE_ENV: "development" },
    })
    await administer(`drop database if exists ${DATABASE}`)
    await administer(`create database ${DATABASE}`)
  })

  afterAll(async () => {
    endShop(shopServer)
    await administer(`drop database if exists ${DATABASE} with (force)`)
    rmSync(work, { recursive: true, force: true })
  })

  test("package: holds what a shop needs and nothing else", () => {
    const allowed = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|\.medusa\/server\/src\/.+\.(js|mjs|d\.ts|json))$/
    expect(files.filter((file) => !allowed.test(file))).toEqual([])
    expect(
      files.filter((file) => /__tests__|\.spec\.|integration-tests|storefront-widget|\/demo\//.test(file)),
    ).toEqual([])
    const needed = [
      "modules/recommendation/index.js",
      "admin/index.mjs",
      "workflows/index.js",
      "training/training-worker.js",
    ]
    for (const file of needed) expect(files).toContain(`.medusa/server/src/${file}`)
  })

  test("package: migrates, builds and serves its routes in the shop", async () => {
    await medusa("db:migrate")
    await medusa("user", "-e", ADMIN.email, "-p", ADMIN.password)
    await medusa("build")
    const port = await freePort()
    url = `http://localhost:${port}`
    shopServer = spawn(path.join(shop, "node_modules", ".bin", "medusa"), ["start", "--port", String(port)], {
      cwd: path.join(shop, ".medusa", "server"),
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    })
    await waitForHealth(url, shopServer)
    const store = await fetch(`${url}/store/recommendations`)
    expect(store.status).toBe(400)
    expect(await store.text()).toMatch(/publishable/i)
    const outsider = await fetch(`${url}/admin/recommendations/model`)
    expect(outsider.status).toBe(401)

    const token = await logIn(url)
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
    const model = await fetch(`${url}/admin/recommendations/model`, { headers })
    expect(model.status).toBe(200)
    expect(await model.json()).toMatchObject({ serving: null })
    const key = await publishableKey(url, headers)
    const answer = await fetch(`${url}/store/recommendations`, { headers: { "x-publishable-api-key": key } })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ recommendations: [], model_version: null })
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

  test("package: taken out again, the shop goes on", async () => {
    endShop(shopServer)
    writeFileSync(path.join(shop, "medusa-config.ts"), CONFIG.replace(/plugins: .*\n/, "admin: { disable: true },\n"))
    const port = await freePort()
    url = `http://localhost:${port}`
    shopServer = spawn(path.join(shop, "node_modules", ".bin", "medusa"), ["start", "--port", String(port)], {
      cwd: shop,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    })
    await waitForHealth(url, shopServer)
    const token = await logIn(url)
    const products = await fetch(`${url}/admin/products`, { headers: { authorization: `Bearer ${token}` } })
    expect(products.status).toBe(200)
    const gone = await fetch(`${url}/admin/recommendations/model`, { headers: { authorization: `Bearer ${token}` } })
    expect(gone.status).toBe(404)
  })
})

/** Ends the whole group, for Medusa forks; one that has ended by itself is fine. */
function endShop(child: ChildProcess | null): void {
  if (child?.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL")
}

async function waitForHealth(url: string, child: ChildProcess): Promise<void> {
  let said = ""
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk.toString()))
  for (const until = Date.now() + 2 * MINUTES; Date.now() < until;) {
    if (child.exitCode !== null) throw new Error(`the shop ended:\n${said.slice(-4_000)}`)
    const healthy = await fetch(`${url}/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (healthy) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`the shop did not come up:\n${said.slice(-4_000)}`)
}

async function logIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/auth/user/emailpass`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(ADMIN),
  })
  return z.object({ token: z.string() }).parse(await answer.json()).token
}

async function publishableKey(url: string, headers: Record<string, string>): Promise<string> {
  const post = async (route: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${route}`, { method: "POST", headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const channel = z
    .object({ sales_channel: z.object({ id: z.string() }) })
    .parse(await post("/admin/sales-channels", { name: "Package test" }))
  const key = z
    .object({ api_key: z.object({ id: z.string(), token: z.string() }) })
    .parse(await post("/admin/api-keys", { title: "Package test", type: "publishable" }))
  await post(`/admin/api-keys/${key.api_key.id}/sales-channels`, { add: [channel.sales_channel.id] })
  return key.api_key.token
}
