import { attempt, isHidden } from "./browser"

/** Half of it in sight, for one second: what the advertising trade calls seen. */
const SHARE = 0.5
const LONG_ENOUGH_MS = 1_000

export interface Viewability {
  watch: (element: Element) => void
  stop: () => void
}

/** Calls back whenever an element was in sight for long enough; in again after it was out, it is told again. */
export function createViewability(onSeen: (element: Element) => void): Viewability {
  const timers = new Map<Element, ReturnType<typeof setTimeout>>()
  const wait = (element: Element) => {
    // In a hidden tab nobody looks: the second begins anew.
    const seen = () => (isHidden() ? wait(element) : onSeen(element))
    timers.set(element, setTimeout(seen, LONG_ENOUGH_MS))
  }
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        clearTimeout(timers.get(target))
        if (intersectionRatio >= SHARE) wait(target)
      }
    },
    { threshold: SHARE },
  )
  return {
    watch: (element) => {
      attempt(() => observer.observe(element))
    },
    stop: () => {
      observer.disconnect()
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}
