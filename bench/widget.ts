import type { Page } from "playwright-core"
import { launchBrowser } from "../integration-tests/browser/helpers/launch-browser"
import { bundlePage } from "../integration-tests/browser/widget-fixtures/bundle"
import { startStubShop } from "../integration-tests/browser/widget-fixtures/stub-shop"
import type { StubShop } from "../integration-tests/browser/widget-fixtures/stub-shop"
import { BUDGETS, weigh } from "../storefront-widget/build"

/**
 * What the widget costs a page, against a shop that answers at once: bytes, layout shift, and the time from a
 * press to the next paint (Event Timing, which rounds to 8 ms), with the CPU as it is and slowed down six times.
 * Production React, two lists of ten.
 *
 *     npm run bench:widget
 */

const PRESSES = 8
const SLOW_DOWN = 6

interface Kept {
  slowest: number
  shift: number
}

const keep = () => {
  const kept: Kept = { slowest: 0, shift: 0 }
  Object.assign(window, { kept })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) kept.slowest = Math.max(kept.slowest, duration)
  }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) kept.shift += (entry as unknown as { value: number }).value
  }).observe({ type: "layout-shift", buffered: true })
}

const read = (page: Page): Promise<Kept> => page.evaluate(() => (window as unknown as { kept: Kept }).kept)

/** Milliseconds to the next paint of each press; a press that took less than 16 is not reported, and counts as 16. */
async function press(page: Page, button: string): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < PRESSES; i++) {
    await page.evaluate(() => ((window as unknown as { kept: Kept }).kept.slowest = 0))
    await page.locator(button).first().click()
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))))
    times.push(Math.max(16, (await read(page)).slowest))
  }
  return times.sort((a, b) => a - b)
}

/** The least is what the widget costs; whatever else a shared machine does only adds to it. */
const summary = (times: readonly number[]) => ({
  least_ms: times[0],
  median_ms: times[Math.floor(times.length / 2)],
  p98_ms: times[Math.floor(times.length * 0.98)],
})

async function visit(shop: StubShop, page: Page, slowDown: number) {
  await page.addInitScript(keep)
  await page.goto(`${shop.url}/page?consent&rich&two&limit=10`)
  await page.locator("[data-product]").first().waitFor()
  // Until the browser has drawn the page for the first time, a press waits for that, whatever stands on the page.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve, 1_000))))
  const layout_shift_at_load = (await read(page)).shift
  const session = await page.context().newCDPSession(page)
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowDown })
  const wish = summary(await press(page, ".svmr-wish[aria-pressed=false]"))
  const cart = summary(await press(page, ".svmr-add[aria-disabled=false]"))
  return { wish, cart, layout_shift_at_load }
}

async function main(): Promise<void> {
  const shop = await startStubShop()
  const browser = await launchBrowser()
  try {
    const code = await bundlePage("react-page.tsx", 18, "production")
    shop.serve("/page.js", { html: code, type: "text/javascript; charset=utf-8" })
    shop.serve("/page", {
      html: `<!doctype html><html lang="en"><title>A shop</title><body><div id="root"></div><script src="/page.js"></script></body></html>`,
      type: "text/html; charset=utf-8",
    })
    const bytes = []
    for (const { name, imports, bytes: budget } of BUDGETS) bytes.push({ name, gzip: await weigh(imports), budget })
    const full = await visit(shop, await browser.newPage(), 1)
    shop.reset()
    const slow = await visit(shop, await browser.newPage(), SLOW_DOWN)
    console.log(JSON.stringify({ bytes, interaction_to_next_paint: { full, [`slowed_${SLOW_DOWN}x`]: slow } }))
  } finally {
    await browser.close()
    await shop.close()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
