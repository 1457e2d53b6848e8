import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import type { Browser, Page } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { SOLD_OUT } from "../../demo/lib/plan-gift-shop"
import { databaseUrl, dropDatabase, root } from "../helpers/database"
import { freePort } from "../helpers/shop-process"
import { DESKTOP, PHONE, settled } from "./helpers/admin-page"
import { launchBrowser } from "./helpers/launch-browser"
import { walkByKeyboard } from "./helpers/keyboard-walk"
import { NO_FAULTS, createInspector, shiftOf, watchShifts } from "./helpers/storefront-page"

const DATABASE = `svm_demo_smoke_${process.env.JEST_WORKER_ID ?? "1"}`
/**
 * So many that the first model is better than best sellers by more than chance on any day: with 60 the hold-out has some
 * 40 cases, where the promotion gate refuses it now and then; with 140 it has 90 to 100.
 */
const SIMULATED_SHOPPERS = 140
const START_LIMIT_MS = 600_000
const TRAINING_LIMIT_MS = 240_000
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

const rankedSchema = z.object({ recommendation_id: z.string().startsWith("rec_") })
const searchedSchema = z.object({
  results: z.tuple([z.object({ provider_metadata: z.object({ recommended: rankedSchema }) })]),
})
const soldSchema = z.object({ products: z.array(z.object({ id: z.string(), handle: z.string() })) })
const bundleSchema = z.object({ bundle: z.looseObject({}).nullable() })
const eventsSchema = z.object({ events: z.array(z.looseObject({ type: z.string() })) })

let folder: string
let demo: ChildProcess
let printed = ""
let storefront: string
let config: z.output<typeof configSchema>
let browser: Browser

function startDemo(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ["scripts/ts-run.js", "demo/main.ts", "--folder", folder, ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl(DATABASE), REDIS_URL: "", NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  })
  printed = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()))
  }
  return child
}

/** A window of its own: shopper and admin know nothing of each other's cookies. */
async function openWindow(viewport = DESKTOP): Promise<Page> {
  const context = await browser.newContext({ locale: "en-US", viewport })
  context.setDefaultTimeout(60_000)
  return context.newPage()
}

/** A window of the first of the demo's shoppers, who may be remembered. */
async function signInAsShopper(viewport = DESKTOP): Promise<Page> {
  const shopper = await openWindow(viewport)
  await shopper.goto(`${storefront}/account`)
  await shopper.getByRole("button", { name: "Yes, remember" }).click()
  await shopper
    .getByRole("button", { name: /^Sign in as/ })
    .first()
    .click()
  await shopper.getByRole("heading", { name: /^Good to see you/ }).waitFor()
  return shopper
}

const adminPassword = (): string => /admin@demo\.shop {2}(\S+)/.exec(printed)?.[1] ?? ""

/** The products that the list of that name shows, in order, once it stands. */
async function shown(page: Page, name: string): Promise<string[]> {
  const links = page.getByRole("region", { name }).locator(".svmr-link[href]")
  await links.first().waitFor()
  return links.evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""))
}

/** Waits until the list of that name stands without a product: the shop hears of an order a moment after it. */
async function shownWithout(page: Page, name: string, product: string): Promise<string[]> {
  await page.getByRole("region", { name }).locator(".svmr-link[href]").first().waitFor()
  await page.getByRole("region", { name }).locator(`.svmr-list:not(:has([href="${product}"]))`).waitFor()
  return shown(page, name)
}

/** Puts all of the set of that name into the cart, and says how many they are. */
async function addSet(page: Page, name: string): Promise<number> {
  const set = page.getByRole("region", { name })
  const button = set.getByRole("button", { name: /to cart$/ })
  await button.waitFor()
  const count = await set.getByRole("checkbox").count()
  await button.click()
  return count
}

/** Lines of the cart's page once it has more than so many. */
async function linesAfter(page: Page, count: number): Promise<number> {
  const lines = page.locator(".lines > li")
  await lines.nth(count).waitFor()
  return lines.count()
}

/** The handle of a product on whose page there is a set, which the demo's orders have often held, or none. */
async function handleWhere(hasSet: boolean): Promise<string> {
  const ask = async (path: string): Promise<unknown> => {
    const headers = { "x-publishable-api-key": config.publishableKey }
    return (await fetch(config.backendUrl + path, { headers })).json()
  }
  const { products } = soldSchema.parse(await ask("/store/products?limit=300&fields=id,handle"))
  for (const { id, handle } of products) {
    const query = `product_id=${id}&region_id=${config.regionId}`
    const { bundle } = bundleSchema.parse(await ask(`/store/recommendations/bundle?${query}`))
    if ((bundle !== null) === hasSet && !SOLD_OUT.includes(handle)) return handle
  }
  throw new Error(`no product of the demo has ${hasSet ? "a" : "no"} set`)
}

async function untilPrinted(words: string): Promise<void> {
  while (!printed.includes(words)) {
    if (demo.exitCode !== null) throw new Error(`the demo ended:\n${printed}`)
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
  demo = startDemo([...ports, "--reset", "--shoppers", String(SIMULATED_SHOPPERS)])
  await untilPrinted("Ctrl-C stops everything")
  const script = await (await fetch(`${storefront}/config.js`)).text()
  config = configSchema.parse(JSON.parse(script.replace("window.__SHOP__ = ", "")))
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  if (demo.exitCode === null) {
    demo.kill("SIGKILL")
    await once(demo, "exit")
  }
  rmSync(folder, { recursive: true, force: true })
  await dropDatabase(DATABASE)
})

describe("demo", () => {
  test("demo: says where storefront, dashboard and logins are, and that shoppers are simulated", () => {
    expect(printed).toContain(`Storefront   ${storefront}`)
    expect(printed).toContain(`Dashboard    ${config.backendUrl}/app`)
    expect(printed).toContain("simulated")
    expect(printed).toMatch(/Model version 1 serves/)
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

  test("demo: a shopper sees the mail that the shop would send them, as HTML and as plain text", async () => {
    const shopper = await signInAsShopper()
    await shopper.goto(`${storefront}/account`)
    await shopper.getByRole("link", { name: "See the mail you would get" }).click()
    const mail = shopper.frameLocator("iframe.mail")
    await mail.getByRole("img").first().waitFor()
    expect(await mail.getByRole("img").count()).toBe(6)
    await shopper.getByRole("button", { name: "As plain text" }).click()
    await mail.getByText("/recommendation-mail/click?token=").first().waitFor()
    await shopper.close()
  })

  test("demo: what is due again says when it was last bought", async () => {
    const shopper = await signInAsShopper()
    await shopper.goto(`${storefront}/account`)
    const reasons = shopper.getByRole("region", { name: "Buy again" }).locator("[data-product] .svmr-why")
    await reasons.first().waitFor()
    for (const words of await reasons.allInnerTexts()) expect(words).toMatch(/^Last bought in [A-Z][a-z]+ \d{4}$/)
    await shopper.context().close()
  })

  test.each([
    ["category", "/categories/tea-coffee", "/store/recommendations/rank"],
    ["search", "/search?q=tea", "/store/search"],
  ])(
    "demo: a %s page stands in the shopper's order, and a press in it counts for that list",
    async (name, at, asked) => {
      const shopper = await signInAsShopper()
      const answer = shopper.waitForResponse((response) => response.url().includes(asked))
      await shopper.goto(storefront + at)
      const answered: unknown = await (await answer).json()
      const list = z
        .union([rankedSchema, searchedSchema.transform(({ results: [first] }) => first.provider_metadata.recommended)])
        .parse(answered).recommendation_id
      const tiles = shopper.locator(".grid .tile")
      await tiles.first().waitFor()
      expect(await tiles.count()).toBeGreaterThan(3)
      const sent = shopper.waitForRequest(
        (request) => request.url().endsWith("/store/behavior-events") && (request.postData() ?? "").includes('"click"'),
      )
      await tiles.nth(1).click()
      const { events } = eventsSchema.parse((await sent).postDataJSON())
      expect(events.find(({ type }) => type === "click")).toMatchObject({ recommendation_id: list, placement: name })
      await shopper.context().close()
    },
  )

  test.each([
    ["a desktop", DESKTOP],
    ["a phone", PHONE],
  ])(
    "demo: on %s a sold-out product shows others, and a set goes into the cart with one press",
    async (_what, viewport) => {
      const shopper = await openWindow(viewport)
      await shopper.goto(`${storefront}/products/${SOLD_OUT[0] ?? ""}`)
      await shopper.getByRole("button", { name: "Sold out" }).waitFor()
      expect((await shown(shopper, "Available now, and much like it")).length).toBeGreaterThan(1)
      const handle = await handleWhere(true)
      await shopper.goto(`${storefront}/products/${handle}`)
      await shopper.locator("article.product").getByRole("button", { name: "Add to cart" }).click()
      await shopper.getByText("It is in your cart.").waitFor()
      await shopper.goto(`${storefront}/cart`)
      expect(await linesAfter(shopper, await addSet(shopper, "Often ordered with these"))).toBeGreaterThan(1)
      await shopper.context().close()
      const other = await openWindow(viewport)
      await other.goto(`${storefront}/products/${handle}`)
      const count = await addSet(other, "Buy as a set")
      await other.getByText("Added to your cart").waitFor()
      await other.goto(`${storefront}/cart`)
      expect(await linesAfter(other, count - 1)).toBe(count)
      await other.context().close()
    },
  )

  test("demo: on a page without a set no product stands twice, and a late answer moves nothing", async () => {
    const shopper = await openWindow()
    await shopper.addInitScript(watchShifts)
    await shopper.route("**/store/recommendations/bundle?*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      await route.continue()
    })
    await shopper.goto(`${storefront}/products/${await handleWhere(false)}`)
    await shopper.getByRole("region", { name: "You may also like" }).waitFor()
    // As one who has scrolled to the end while the shop still looks for a set.
    await shopper.evaluate(() => scrollTo(0, document.body.scrollHeight))
    const together = await shown(shopper, "Frequently bought together")
    expect(together.length).toBeGreaterThan(1)
    const similar = await shown(shopper, "You may also like")
    expect(similar.filter((product) => together.includes(product))).toEqual([])
    expect(await shiftOf(shopper)).toBe(0)
    await shopper.context().close()
  })

  test("main job: a shopper browses, orders and sees another list; an admin sees it and retrains", async () => {
    const shopper = await signInAsShopper()
    const before = await shown(shopper, "For you")
    expect(before.length).toBeGreaterThan(3)

    // The first of the list is what this shopper looks at, buys and is then shown no more.
    const [wanted = ""] = before
    await shopper.getByRole("region", { name: "For you" }).locator(`.svmr-link[href="${wanted}"]`).click()
    const product = shopper.locator("article.product")
    await product.getByRole("button", { name: "Add to cart" }).click()
    await product.getByText("It is in your cart.").waitFor()
    await shopper.goto(`${storefront}/cart`)
    await shopper.getByRole("button", { name: "Place the order" }).click()
    await shopper.getByRole("heading", { name: "Thank you. It is on its way." }).waitFor()
    const after = await shownWithout(shopper, "For you", wanted)
    expect(after.length).toBeGreaterThan(3)
    await shopper.goto(storefront)
    expect(await shownWithout(shopper, "For you", wanted)).not.toContain(wanted)

    const admin = await openWindow()
    await admin.goto(`${config.backendUrl}/app/login`)
    await admin.locator("input[name=email]").fill("admin@demo.shop")
    await admin.locator("input[name=password]").fill(adminPassword())
    await admin.locator("button[type=submit]").click()
    await admin.waitForURL((url) => !url.pathname.endsWith("/login"))
    await admin.goto(`${config.backendUrl}/app/recommendations`)
    await settled(admin)
    // A view, a cart add and a purchase at the least: none of them was there when version 1 was trained.
    const since = admin.getByRole("progressbar", { name: "Interactions since the last training" })
    expect(Number(await since.getAttribute("aria-valuenow"))).toBeGreaterThan(0)
    await admin.getByRole("button", { name: "Retrain now" }).click()
    // The gate may refuse it: it is a version all the same.
    const made = admin.getByText(/^Created version (?!1\.)\d+\./)
    const outcome = made.or(admin.getByText("The active version stays, because"))
    await admin
      .getByRole("alertdialog")
      .getByRole("button", { name: /^Train/ })
      .click()
    await outcome.first().waitFor({ timeout: TRAINING_LIMIT_MS })
    await admin.goto(`${config.backendUrl}/app/recommendations/versions`)
    await admin.getByRole("link", { name: "Version 2", exact: true }).waitFor()
  })

  test.each([
    ["a desktop", DESKTOP],
    ["a phone", PHONE],
  ])("demo: on %s no page moves, none has a fault that axe finds, no list asks twice", async (_what, viewport) => {
    const shopper = await signInAsShopper(viewport)
    const [product = ""] = await shown(shopper, "For you")
    await shopper.goto(`${storefront}${product}`)
    await shopper.getByRole("button", { name: "Add to cart" }).first().click()
    await shopper.getByText("It is in your cart.").waitFor()
    const inspector = await createInspector(shopper)
    for (const path of ["/", product, "/cart", "/gifts", "/search?q=tea", "/account", "/nowhere"])
      expect({ path, ...(await inspector.inspect(storefront + path)) }).toEqual({ path, ...NO_FAULTS })
    await shopper.goto(`${storefront}/cart`)
    await shopper.getByRole("button", { name: "Place the order" }).click()
    await shopper.getByRole("heading", { name: "Thank you. It is on its way." }).waitFor()
    const order = new URL(shopper.url()).pathname
    expect({ order, ...(await inspector.inspect(shopper.url())) }).toEqual({ order, ...NO_FAULTS })
  })

  test("demo: an order that was looked up is not thanked for, and one that is not there is not found", async () => {
    const shopper = await signInAsShopper()
    await shopper.goto(`${storefront}/account`)
    await shopper
      .getByRole("link", { name: /^Order \d/ })
      .first()
      .click()
    await shopper.getByRole("heading", { level: 1, name: /^Your order \d/ }).waitFor()
    await shopper.goto(`${storefront}/orders/none`)
    await shopper.getByRole("heading", { level: 1, name: "Order not found" }).waitFor()
    await shopper.goto(`${storefront}/categories/none`)
    await shopper.getByRole("heading", { level: 1, name: "Page not found" }).waitFor()
    await shopper.context().close()
  })

  test.each([
    ["/categories/tea-coffee", "**/store/products?*", ".grid .tile"],
    ["/search?q=tea", "**/store/search?*", ".grid .tile"],
    ["/account", "**/store/orders?*", ".orders li"],
    ["/cart", "**/store/carts/*", ".lines li"],
  ])("demo: where the shop does not answer, %s says so and can be tried again", async (path, asked, shown) => {
    const shopper = await signInAsShopper()
    await shopper.goto(`${storefront}/categories/tea-coffee`)
    await shopper.locator(".grid .tile").first().click()
    await shopper.locator("article.product").getByRole("button", { name: "Add to cart" }).click()
    await shopper.getByText("It is in your cart.").waitFor()
    await shopper.route(asked, (route) => route.abort("connectionreset"))
    await shopper.goto(storefront + path)
    const failing = shopper.getByRole("alert").filter({ hasText: "The shop does not answer." })
    await failing.waitFor()
    await shopper.unroute(asked)
    await failing.getByRole("button", { name: "Try again" }).click()
    await shopper.locator(shown).first().waitFor()
    await shopper.context().close()
  })

  test.each([DESKTOP, PHONE])(
    "demo, $width px: the keyboard comes to the consent bar first, and the bar hides nothing that has the focus",
    async (viewport) => {
      const guest = await openWindow(viewport)
      await guest.goto(storefront, { waitUntil: "networkidle" })
      const stops = await walkByKeyboard(guest)
      expect(stops.slice(0, 3).map(({ name }) => name)).toEqual(["Skip to content", "Yes, remember", "No"])
      expect(stops.filter(({ isHidden }) => isHidden)).toEqual([])
      // Three lists of eight to ten, with two buttons on each card: it was 124 presses to the bar alone.
      expect(stops.length).toBeLessThan(100)
    },
  )

  test("demo: Ctrl-C ends everything, and the next start takes up where it stopped", async () => {
    demo.kill("SIGINT")
    const [code] = (await once(demo, "exit")) as [number]
    expect(code).toBe(0)
    await expect(fetch(`${config.backendUrl}/health`)).rejects.toThrow()
    await expect(fetch(storefront)).rejects.toThrow()

    const taken = Number(new URL(storefront).port)
    demo = startDemo(["--port", new URL(config.backendUrl).port, "--storefront-port", String(taken)])
    await untilPrinted("Ctrl-C stops everything")
    expect(printed).not.toContain("Filling the shop")
    expect(printed).not.toContain("Training")
    demo.kill("SIGINT")
    await once(demo, "exit")
  })
})
