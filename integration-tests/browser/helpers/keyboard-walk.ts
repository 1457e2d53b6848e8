import type { Page } from "playwright-core"

/** Where the focus comes to rest on a press of Tab. */
interface Stop {
  readonly name: string
  /** Nobody can see it: it lies under another thing that stays in its place, or beyond what cuts it off. */
  readonly isHidden: boolean
}

/** More presses of Tab than any page needs: a trap for the focus ends here. */
const MOST = 300

/** The stop of now; null when the focus has left the page. */
const readStop = (): Stop | null => {
  const { activeElement: element } = document
  if (!element || element === document.body) return null
  const { left, right, top, bottom } = element.getBoundingClientRect()
  // Points within, for a rounded corner is nobody's.
  const sees = (x: number, y: number): boolean => {
    const found = document.elementFromPoint(x, y)
    return found !== null && (element.contains(found) || found.contains(element))
  }
  const middle = (left + right) / 2
  const isSeen = [top + 3, (top + bottom) / 2, bottom - 3].some((y) => sees(middle, y))
  const name = element.getAttribute("aria-label") ?? element.textContent ?? ""
  return { name: name.trim(), isHidden: !isSeen }
}

/** Presses Tab from the top of the page until the focus leaves it. */
export async function walkByKeyboard(page: Page): Promise<Stop[]> {
  const stops: Stop[] = []
  while (stops.length < MOST) {
    await page.keyboard.press("Tab")
    // A list scrolls smoothly: what comes into sight is seen when it has come to rest.
    await page.waitForTimeout(120)
    const stop = await page.evaluate(readStop)
    if (stop === null) return stops
    stops.push(stop)
  }
  throw new Error(`after ${MOST} presses of Tab the focus is still on the page`)
}
