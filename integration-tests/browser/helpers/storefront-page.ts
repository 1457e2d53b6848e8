import type { Page } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { accessibilityFaults } from "./admin-page"

/** What a page of a storefront does to who looks at it: all empty and 0 when it is as it should be. */
export interface PageFaults {
  /** Cumulative Layout Shift since the page was opened. */
  readonly layoutShift: number
  /** Lists that the page has asked for more than once. */
  readonly askedTwice: readonly string[]
  readonly accessibility: Awaited<ReturnType<typeof accessibilityFaults>>
  readonly errors: readonly string[]
}

export const NO_FAULTS: PageFaults = { layoutShift: 0, askedTwice: [], accessibility: [], errors: [] }

const seenSchema = z.object({ shift: z.number() })

/** Adds up layout shifts from the first paint on; a shift after a press is what the shopper asked for. */
const watchShifts = (): void => {
  const seen = { shift: 0 }
  Object.assign(window, { seen })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const isAsked = "hadRecentInput" in entry && entry.hadRecentInput === true
      if (!isAsked && "value" in entry && typeof entry.value === "number") seen.shift += entry.value
    }
  }).observe({ type: "layout-shift", buffered: true })
}

/** Opens pages of a storefront one by one, and tells of each what is wrong with it once all its lists stand. */
export async function createInspector(page: Page): Promise<{ inspect(address: string): Promise<PageFaults> }> {
  const asked: string[] = []
  const errors: string[] = []
  page.on("pageerror", (error) => errors.push(error.message))
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url())
    if (request.method() === "GET" && pathname.startsWith("/store/recommendations")) asked.push(pathname + search)
  })
  await page.addInitScript(watchShifts)
  return {
    inspect: async (address) => {
      asked.length = 0
      errors.length = 0
      await page.goto(address, { waitUntil: "networkidle" })
      await page.waitForFunction(() => document.querySelector(".svmr[aria-busy=true]") === null)
      const accessibility = await accessibilityFaults(page, "body")
      return {
        layoutShift: seenSchema.parse(await page.evaluate("seen")).shift,
        askedTwice: asked.filter((list, at) => asked.indexOf(list) !== at),
        accessibility,
        errors: [...errors],
      }
    },
  }
}
