import { isHidden } from "./browser"

const LONG_ENOUGH_MS = 1_000

/** Calls back whenever so much of an element comes into sight of the page, or of a box that scrolls, and when it goes. */
export const createSight = (
  onChange: (element: Element, isInSight: boolean) => void,
  threshold: number,
  root: Element | null = null,
) =>
  new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) onChange(target, intersectionRatio >= threshold)
    },
    { root, threshold },
  )

export type Viewability = Pick<IntersectionObserver, "observe" | "disconnect">

/** Calls back whenever an element was in sight for long enough; in again after it was out, it calls again. */
export function createViewability(onSeen: (element: Element) => void): Viewability {
  const timers = new Map<Element, ReturnType<typeof setTimeout>>()
  const wait = (element: Element) => {
    // In a hidden tab nobody looks: the second begins again.
    const seen = () => (isHidden() ? wait(element) : onSeen(element))
    timers.set(element, setTimeout(seen, LONG_ENOUGH_MS))
  }
  // Half of it in sight, for one second: what the advertising trade calls seen.
  const observer = createSight((element, isInSight) => {
    clearTimeout(timers.get(element))
    if (isInSight) wait(element)
  }, 0.5)
  return {
    observe: (element) => observer.observe(element),
    disconnect: () => {
      observer.disconnect()
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}
