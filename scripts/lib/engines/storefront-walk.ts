import { setTimeout as pause } from "node:timers/promises"
import { z } from "zod"
import type { Tab } from "./engine"

const DESK = [1280, 900] as const
const PHONE = [390, 844] as const
/** Impressions count after a second in sight; the queue leaves a moment after. */
const LOOK_MS = 2_500
/** Screens that are scrolled through. */
const SCREENS = 3

const LIST_LINK = "//section[.//a[contains(@class,'svmr-link')]]//a[contains(@class,'svmr-link') and @href]"
const button = (text: string): string => `//button[contains(normalize-space(.), "${text}")]`
const heading = (text: string): string => `//h1[contains(normalize-space(.), "${text}")]`

/** Who walked, and what did not look as it should. */
export interface Walked {
  readonly visitorId: string
  readonly faults: readonly string[]
}

/**
 * Walks the demo's storefront as a guest, who says yes, looks through the lists, presses one, puts the product into the
 * cart, comes back, signs in and out, looks for a gift, and looks at it on a phone.
 *
 * @throws Error where an element is not there in time
 */
export async function walkStorefront(tab: Tab, storefront: string): Promise<Walked> {
  const faults: string[] = []
  await tab.resize(...DESK)
  await tab.goto(storefront)
  await tab.press(button("Yes, remember"))
  await tab.waitFor(LIST_LINK)
  await lookThrough(tab)
  const visitorId = z.string().parse(await tab.read(VISITOR))

  const title = z.string().parse(await tab.read(`document.querySelector(".svmr-link[href]").textContent.trim()`))
  await tab.press(LIST_LINK)
  await tab.waitFor("//article[contains(@class,'product')]")
  const name = z.string().parse(await tab.read(`document.querySelector("h1").textContent.trim()`))
  if (!title.includes(name)) faults.push(`"${title}" was pressed and "${name}" opened`)
  await tab.press(`//article[contains(@class,'product')]${button("Add to cart")}`)
  await tab.waitFor("//*[contains(text(), 'It is in your cart.')]")
  await tab.back()
  await tab.waitFor(heading("Something good for somebody."))
  await tab.waitFor(LIST_LINK)
  await pause(LOOK_MS)

  await tab.goto(`${storefront}/account`)
  await tab.press("//button[contains(@class,'persona')]")
  await tab.waitFor(heading("Good to see you"))
  await tab.goto(`${storefront}/account`)
  await tab.press(button("Sign out"))
  await tab.waitFor(button("I am new here"))

  await tab.goto(`${storefront}/gifts`)
  await tab.press("//fieldset//button")
  await tab.waitFor("//*[contains(@class,'svmg-given')]//button")
  await tab.waitFor("//*[@data-product]")

  await tab.resize(...PHONE)
  for (const path of ["/", "/gifts", "/cart"]) {
    await tab.goto(storefront + path)
    await tab.waitFor("//h1")
    await pause(500)
    const { wider, by } = overflowing.parse(await tab.read(OVERFLOW))
    if (wider > 1) faults.push(`${path} is ${wider} pixels wider than a phone, by ${by}`)
  }
  return { visitorId, faults }
}

const VISITOR = `(/(?:^|; )svm_visitor=([^;]+)/.exec(document.cookie) ?? [])[1]`
/** Pixels by which the page is wider than the window, and what reaches furthest. */
const OVERFLOW = `(() => {
  const width = window.innerWidth
  const right = (element) => element.getBoundingClientRect().right
  const last = [...document.body.querySelectorAll("*")].reduce((a, b) => (right(b) > right(a) ? b : a))
  const { tagName, className } = last
  return { wider: document.documentElement.scrollWidth - width, by: [tagName, className, right(last), width, document.documentElement.clientWidth].join(" ") }
})()`
const overflowing = z.object({ wider: z.number(), by: z.string() })

async function lookThrough(tab: Tab): Promise<void> {
  for (let screen = 0; screen < SCREENS; screen++) {
    await pause(LOOK_MS)
    await tab.read("window.scrollBy(0, window.innerHeight * 0.8)")
  }
  await pause(LOOK_MS)
  await tab.read("window.scrollTo(0, 0)")
}
