import type { Page } from "playwright-core"
import { z } from "@medusajs/framework/zod"
import { accessibilityFaults } from "./admin-page"

/** What a page of a storefront does to who looks at it: all empty and 0 when it is as it should be. */
export interface PageFaults {
  /** Cumulative Layout Shift since the page was opened. */
  readonly layoutShift: number
  /** Lists that the page has asked for more than once. */
  readonly askedTwice: readonly string[]
  /** Words that the box round them cuts off at its side. */
  readonly cutOff: readonly string[]
  /** In light and in dark. */
  readonly accessibility: Awaited<ReturnType<typeof accessibilityFaults>>
  readonly errors: readonly string[]
}

export const NO_FAULTS: PageFaults = { layoutShift: 0, askedTwice: [], cutOff: [], accessibility: [], errors: [] }

const seenSchema = z.object({ shift: z.number() })

/** What {@link watchShifts} has added up. */
export const shiftOf = async (page: Page): Promise<number> => seenSchema.parse(await page.evaluate("seen")).shift

/** Adds up layout shifts from the first paint on; a shift after a press is what the shopper asked for. */
export const watchShifts = (): void => {
  const seen = { shift: 0 }
  Object.assign(window, { seen })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const isAsked = "hadRecentInput" in entry && entry.hadRecentInput === true
      if (!isAsked && "value" in entry && typeof entry.value === "number") seen.shift += entry.value
    }
  }).observe({ type: "layout-shift", buffered: true })
}

/** Texts that reach beyond the nearest box round them that hides what does not fit; scrolled lists are no such box. */
const findCutOff = (): string[] => {
  const cut: string[] = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  while (texts.nextNode()) {
    const { currentNode } = texts
    range.selectNodeContents(currentNode)
    let box = currentNode.parentElement
    // What is for screen readers alone is clipped away whole.
    if (box && getComputedStyle(box).clipPath !== "none") continue
    while (box && !["hidden", "clip"].includes(getComputedStyle(box).overflowX)) box = box.parentElement
    if (!box || getComputedStyle(box).textOverflow === "ellipsis") continue
    const { left } = box.getBoundingClientRect()
    if (range.getBoundingClientRect().right > left + box.clientLeft + box.clientWidth) {
      cut.push(currentNode.textContent ?? "")
    }
  }
  return cut
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
      await page.emulateMedia({ colorScheme: "dark" })
      accessibility.push(...(await accessibilityFaults(page, "body")))
      await page.emulateMedia({ colorScheme: "light" })
      return {
        layoutShift: await shiftOf(page),
        askedTwice: asked.filter((list, at) => asked.indexOf(list) !== at),
        cutOff: await page.evaluate(findCutOff),
        accessibility,
        errors: [...errors],
      }
    },
  }
}
