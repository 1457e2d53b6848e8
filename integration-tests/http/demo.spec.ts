import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { databaseUrl, dropDatabase, root } from "../helpers/database"
import { freePort } from "../helpers/shop-process"

const DATABASE = `svm_demo_smoke_${process.env.JEST_WORKER_ID ?? "1"}`
const START_LIMIT_MS = 600_000
jest.setTimeout(START_LIMIT_MS)

const configSchema = z.object({
  backendUrl: z.string(),
  publishableKey: z.string(),
  regionId: z.string(),
  simulated: z.boolean(),
  shoppers: z.array(z.object({ email: z.string(), password: z.string() })),
})
const listSchema = z.object({
  recommendations: z.array(z.object({ product: z.object({ id: z.string(), thumbnail: z.string() }) })),
  rung: z.string(),
  model_version: z.number().nullable(),
})

let folder: string
let demo: ChildProcess
let said = ""
let storefront: string
let config: z.output<typeof configSchema>

function startDemo(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ["scripts/ts-run.js", "demo/main.ts", "--folder", folder, ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl(DATABASE), REDIS_URL: "", NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  })
  said = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (said += chunk.toString()))
  }
  return child
}

async function untilSaid(words: string): Promise<void> {
  while (!said.includes(words)) {
    if (demo.exitCode !== null) throw new Error(`the demo ended:\n${said}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function post(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response.json()
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "demo-smoke-"))
  const [backendPort, storefrontPort] = [await freePort(), await freePort()]
  storefront = `http://localhost:${storefrontPort}`
  const ports = ["--port", String(backendPort), "--storefront-port", String(storefrontPort)]
  demo = startDemo([...ports, "--reset", "--shoppers", "60"])
  await untilSaid("Ctrl-C stops everything")
  const script = await (await fetch(`${storefront}/config.js`)).text()
  config = configSchema.parse(JSON.parse(script.replace("window.__SHOP__ = ", "")))
})

afterAll(async () => {
  if (demo.exitCode === null) {
    demo.kill("SIGKILL")
    await once(demo, "exit")
  }
  rmSync(folder, { recursive: true, force: true })
  await dropDatabase(DATABASE)
})

describe("demo", () => {
  test("demo: says where storefront, dashboard and logins are, and that shoppers are simulated", () => {
    expect(said).toContain(`Storefront   ${storefront}`)
    expect(said).toContain(`Dashboard    ${config.backendUrl}/app`)
    expect(said).toContain("simulated")
    expect(said).toMatch(/Model version 1 serves/)
    expect(config.simulated).toBe(true)
  })

  test("demo: the storefront's page and the products' pictures are there", async () => {
    expect(await (await fetch(storefront)).text()).toContain("<!doctype html>")
    const response = await fetch(`${config.backendUrl}/store/products?limit=1&fields=thumbnail`, {
      headers: { "x-publishable-api-key": config.publishableKey },
    })
    const { products } = z
      .object({ products: z.array(z.object({ thumbnail: z.string() })) })
      .parse(await response.json())
    const picture = await fetch(products[0].thumbnail)
    expect(picture.headers.get("content-type")).toBe("image/svg+xml")
  })

  test("demo: a simulated shopper signs in and gets a list from the trained model", async () => {
    const [{ email, password }] = config.shoppers
    const { token } = z
      .object({ token: z.string() })
      .parse(await post(`${config.backendUrl}/auth/customer/emailpass`, { email, password }))
    const response = await fetch(`${config.backendUrl}/store/recommendations?region_id=${config.regionId}&limit=8`, {
      headers: { "x-publishable-api-key": config.publishableKey, Authorization: `Bearer ${token}` },
    })
    const list = listSchema.parse(await response.json())
    expect(list.recommendations).toHaveLength(8)
    expect(list).toMatchObject({ rung: "personal", model_version: 1 })
  })

  test("demo: the admin signs in with the password that was printed", async () => {
    const password = /admin@demo\.shop {2}(\S+)/.exec(said)?.[1]
    await post(`${config.backendUrl}/auth/user/emailpass`, { email: "admin@demo.shop", password })
  })

  test("demo: Ctrl-C ends everything, and the next start takes up where it stopped", async () => {
    demo.kill("SIGINT")
    const [code] = (await once(demo, "exit")) as [number]
    expect(code).toBe(0)
    await expect(fetch(`${config.backendUrl}/health`)).rejects.toThrow()
    await expect(fetch(storefront)).rejects.toThrow()

    const taken = Number(new URL(storefront).port)
    demo = startDemo(["--port", new URL(config.backendUrl).port, "--storefront-port", String(taken)])
    await untilSaid("Ctrl-C stops everything")
    expect(said).not.toContain("Filling the shop")
    expect(said).not.toContain("Training")
    demo.kill("SIGINT")
    await once(demo, "exit")
  })
})
