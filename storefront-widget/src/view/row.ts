import { attempt, listen } from "../client/browser"
import { createSight, createViewability } from "../client/viewability"
import type { Viewability } from "../client/viewability"

/** A rendered list on its page: scrolled by buttons, watched for what is seen, its focus kept. */
export interface Row {
  /** Whether there is more to see before and after. */
  ends: readonly boolean[]
  readonly onStep: (direction: 1 | -1) => void
  readonly onScroll: () => void
  /** Before each rendering: where in the list the keyboard is. */
  readonly remember: () => void
  /** Whether that is another list than the one on which the keyboard has come to rest. */
  readonly hasChanged: (products: string) => boolean
  /** After each rendering: the list's element, null when there is nothing to show any more. */
  readonly rendered: (list: Element | null) => void
}

/** Nearer to an end than this, in pixels, is there. */
const NEAR = 8

/**
 * The keyboard stops at the cards in sight of their list, not at all ten with their buttons: the others come in reach by
 * the list's own buttons. A card of which a part is cut off is no stop: the focus would scroll it in, and the next one
 * with it, up to the last. Screen readers find all of them.
 */
const setStops = (item: Element, isInSight: boolean): void => {
  item.querySelectorAll<HTMLElement>("a,button").forEach((control) => {
    control.tabIndex = isInSight ? 0 : -1
  })
}

export function createRow(update: () => void, onSeen: (item: Element) => void): Row {
  let list: Element | null = null
  let watchers: (Viewability | undefined)[] = []
  let ignoreResize: (() => void) | undefined
  let focused: HTMLElement | null = null
  let index = -1
  let rested = ""
  const attach = (found: Element | null) => {
    list = found
    ignoreResize?.()
    for (const watcher of watchers) watcher?.disconnect()
    watchers = []
    if (!found) return
    // Where nothing can be observed, nothing counts as seen, and the keyboard stops at each card.
    watchers = [attempt(() => createViewability(onSeen)), attempt(() => createSight(setStops, 0.99, found))]
    ignoreResize = listen(window, "resize", row.onScroll)
  }
  /** A moved element gets its focus back; when it has left the list, what is in its place: never the top of the page. */
  const restoreFocus = ({ children }: Element) => {
    // Whoever has the focus now keeps it.
    if (!focused || document.activeElement !== document.body) return
    const inPlace = children[Math.min(index, children.length - 1)]?.querySelector<HTMLElement>("a,button")
    const next = focused.isConnected ? focused : inPlace
    next?.focus({ preventScroll: true })
  }
  const row: Row = {
    ends: [false, false],
    onStep: (direction) => {
      if (!list) return
      // In right-to-left pages the scroll position counts down from zero.
      const sign = getComputedStyle(list).direction === "rtl" ? -1 : 1
      list.scrollBy({ left: direction * sign * list.clientWidth * 0.9 })
    },
    onScroll: () => {
      if (!list) return
      const at = Math.abs(list.scrollLeft)
      const ends = [at > NEAR, at < list.scrollWidth - list.clientWidth - NEAR]
      if (String(ends) === String(row.ends)) return
      row.ends = ends
      update()
    },
    remember: () => {
      focused = list?.querySelector(":focus") ?? null
      index = Array.from(list?.children ?? []).findIndex((item) => item.contains(focused))
    },
    hasChanged: (products) => {
      if (!focused) rested = products
      return rested !== products
    },
    rendered: (found) => {
      if (found !== list) attach(found)
      if (!list) return
      for (const item of Array.from(list.children))
        for (const watcher of watchers) attempt(() => watcher?.observe(item))
      restoreFocus(list)
      row.onScroll()
    },
  }
  return row
}
