import type { Browser } from "playwright-core"
import { launchBrowser } from "./helpers/launch-browser"
import { bundlePage, runOnServer } from "./widget-fixtures/bundle"
import { startStubShop } from "./widget-fixtures/stub-shop"
import type { StubShop } from "./widget-fixtures/stub-shop"

jest.setTimeout(60_000)

let shop: StubShop
let browser: Browser

beforeAll(async () => {
  shop = await startStubShop()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await shop.close()
})

beforeEach(() => shop.reset())

/** The page as the server sends it, ready to be taken over. */
async function serve(version: 18 | 19): Promise<{ html: string; answer: unknown }> {
  const client = await bundlePage("ssr-client.tsx", version)
  const rendered = JSON.parse(await runOnServer("ssr-server.tsx", version, shop.url)) as {
    html: string
    answer: unknown
  }
  const state = `<script>window.ANSWER = ${JSON.stringify(rendered.answer).replaceAll("<", "\\u003c")}</script>`
  const body = `<div id="root">${rendered.html}</div>${state}<script src="/client.js"></script>`
  shop.serve("/client.js", { html: client, type: "text/javascript; charset=utf-8" })
  shop.serve("/page", {
    html: `<!doctype html><html lang="en"><body>${body}</body></html>`,
    type: "text/html; charset=utf-8",
  })
  return rendered
}

describe.each([18, 19] as const)("React %i", (version) => {
  test(`widget on React ${version}: a list rendered on a server is taken over without a mismatch, and asked for no more`, async () => {
    const { html } = await serve(version)
    expect(html).toContain("Product 1")
    expect(html).toContain("1,50")
    const page = await browser.newPage()
    const problems: string[] = []
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text())
    })
    const before = shop.asked.length
    await page.goto(`${shop.url}/page`)
    // The buttons work: the browser has taken over.
    const wish = page.locator('[data-product="prod_1"]').getByRole("button", { name: "Add to wishlist" })
    await page.waitForFunction(() =>
      Object.keys(document.querySelector("section") ?? {}).some((key) => key.startsWith("__react")),
    )
    expect(await page.evaluate(() => (window as unknown as { mismatches: string[] }).mismatches)).toEqual([])
    expect(problems).toEqual([])
    expect(shop.asked.length).toBe(before)
    await wish.click()
    expect(await wish.getAttribute("aria-pressed")).toBe("true")
    // The looks came with the markup: no flash of a bare list.
    expect(await page.locator(".svmr-list").evaluate((list) => getComputedStyle(list).display)).toBe("flex")
    await page.close()
  })

  test(`widget on React ${version}: a failing shop costs the list on the server, not the page, and the browser asks again`, async () => {
    shop.mode = "down"
    const { html, answer } = await serve(version)
    expect(answer).toBeNull()
    expect(html).toContain("A shop, rendered")
    shop.mode = "up"
    const page = await browser.newPage()
    await page.goto(`${shop.url}/page`)
    await page.locator("[data-product]").first().waitFor()
    expect(await page.evaluate(() => (window as unknown as { mismatches: string[] }).mismatches)).toEqual([])
    await page.close()
  })
})
