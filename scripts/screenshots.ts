import { mkdirSync } from "node:fs"
import path from "node:path"
import { parseArgs } from "node:util"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { launchBrowser } from "../integration-tests/browser/helpers/launch-browser"
import { readDemoShop, visitDemo } from "./lib/visit-demo"
import type { DemoShop } from "./lib/visit-demo"

/**
 * The README's pictures, taken of a running shop so that they stay true:
 *
 *     npm run demo                     # leave it running
 *     npm run screenshots -- --url http://localhost:9000 --storefront http://localhost:8000 --email … --password …
 *
 * Guests visit the storefront first (`--visits 0`: none), so that there are results to show.
 */

const OUT = path.join(__dirname, "..", "docs", "images")
const DESKTOP = { width: 1_280, height: 860 }
const PHONE = { width: 390, height: 844 }
/** Taller than this and a picture says less, not more. */
const TALLEST = 1_300
const VISITS = 60

interface Shot {
  readonly name: string
  readonly path: string
  readonly dark?: boolean
  readonly phone?: boolean
  /** What is done on the page before the picture. */
  readonly prepare?: (page: Page) => Promise<void>
}

const SHOTS: readonly Shot[] = [
  { name: "recommendations", path: "/recommendations" },
  { name: "recommendations-dark", path: "/recommendations", dark: true },
  { name: "recommendations-phone", path: "/recommendations", phone: true },
  { name: "versions", path: "/recommendations/versions" },
  { name: "weights", path: "/recommendations/versions", prepare: openFirstVersion },
  { name: "behavior", path: "/recommendations/behavior" },
  { name: "results", path: "/recommendations/results" },
  { name: "shopper", path: "/recommendations/shoppers", prepare: pickFirstCustomer },
  { name: "rules", path: "/recommendations/rules" },
  { name: "settings", path: "/settings/recommendations" },
]

async function openFirstVersion(page: Page): Promise<void> {
  await page.locator("main table a").first().click()
  // The page that is left has a heading and lists too: its height would be that of the picture.
  await page.waitForURL(/\/versions\/./)
  await settled(page)
  const weights = page.getByRole("region", { name: "What drives the ranking" })
  await weights.evaluate((region) => region.scrollIntoView({ block: "start" }))
}

async function pickFirstCustomer(page: Page): Promise<void> {
  await page.getByRole("combobox").first().focus()
  await page.getByRole("option").first().click()
  await page.locator("main ol > li").first().waitFor()
}

async function settled(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor()
  await page.waitForFunction(() => document.querySelector("[data-state=loading]") === null)
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"))
}

async function logIn(context: BrowserContext, url: string, who: { email: string; password: string }): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${url}/app/login`)
  await page.locator("input[name=email]").fill(who.email)
  await page.locator("input[name=password]").fill(who.password)
  await page.locator("button[type=submit]").click()
  await page.waitForURL((address) => !address.pathname.endsWith("/login"))
  await page.close()
}

const rulesAnswer = z.object({ rules: z.array(z.unknown()) })
const productsAnswer = z.object({ products: z.array(z.object({ id: z.string(), title: z.string() })) })

/** Two rules as a shop would have them, so that their screen shows more than that there are none. */
async function addRules({ request }: BrowserContext, url: string): Promise<void> {
  const api = `${url}/admin/recommendations/rules`
  if (rulesAnswer.parse(await (await request.get(api)).json()).rules.length > 0) return
  const answer = await request.get(`${url}/admin/products?limit=2&fields=id,title`)
  const [first, second] = productsAnswer.parse(await answer.json()).products
  if (!first || !second) throw new Error("the shop has no two products to make rules of")
  for (const rule of [
    { name: `Show ${first.title} first`, action: "pin", value: 1, product_ids: [first.id], placements: ["home-top"] },
    { name: `More of ${second.title}`, action: "boost", value: 0.5, product_ids: [second.id] },
  ]) {
    const made = await request.post(api, { data: rule })
    if (!made.ok()) throw new Error(`a rule was refused: ${await made.text()}`)
  }
}

async function take(context: BrowserContext, url: string, shot: Shot): Promise<void> {
  const page = await context.newPage()
  const size = shot.phone ? PHONE : DESKTOP
  await page.addInitScript((theme) => localStorage.setItem("medusa_admin_theme", theme), shot.dark ? "dark" : "light")
  await page.setViewportSize(size)
  await page.goto(`${url}/app${shot.path}`)
  await settled(page)
  await shot.prepare?.(page)
  await settled(page)
  // The page scrolls within its frame: the window grows to what there is to see.
  const content = await page.evaluate(() => (document.querySelector("main")?.scrollHeight ?? 0) + 60)
  await page.setViewportSize({ width: size.width, height: Math.min(TALLEST, Math.max(size.height, content)) })
  await settled(page)
  await page.screenshot({ path: path.join(OUT, `${shot.name}.png`) })
  await page.close()
  console.log(`docs/images/${shot.name}.png`)
}

/** The shop's first page as one of its shoppers sees it, with a list made for them. */
async function takeStorefront(browser: Browser, url: string, { shoppers }: DemoShop): Promise<void> {
  const [shopper] = shoppers
  if (!shopper) throw new Error("the demo has no shopper to sign in as")
  for (const [name, viewport] of [
    ["storefront", DESKTOP],
    ["storefront-phone", PHONE],
  ] as const) {
    const context = await browser.newContext({ locale: "en-US", viewport })
    await context.addInitScript(() => localStorage.setItem("demo.consent", "yes"))
    const page = await context.newPage()
    await page.goto(`${url}/account`)
    await page.getByRole("button", { name: `Sign in as ${shopper.name}` }).click()
    await page.getByRole("heading", { name: "For you" }).waitFor()
    await page.waitForLoadState("networkidle")
    await page.screenshot({ path: path.join(OUT, `${name}.png`) })
    await context.close()
    console.log(`docs/images/${name}.png`)
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: "string", default: "http://localhost:9000" },
      email: { type: "string" },
      password: { type: "string" },
      storefront: { type: "string", default: "http://localhost:8000" },
      visits: { type: "string", default: String(VISITS) },
    },
  })
  const { url, email, password, storefront } = values
  if (email === undefined || password === undefined) throw new Error("--email and --password of an admin are needed")
  mkdirSync(OUT, { recursive: true })
  const shop = await readDemoShop(storefront)
  await visitDemo(shop, Number(values.visits))
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", viewport: DESKTOP })
    await logIn(context, url, { email, password })
    await addRules(context, url)
    for (const shot of SHOTS) await take(context, url, shot)
    await takeStorefront(browser, storefront, shop)
  } finally {
    await browser.close()
  }
}

void main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
