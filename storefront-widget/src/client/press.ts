import { isBrowser, listen } from "./browser"

/** Longest press that is waited for: whoever holds a card for its menu sees the new list behind it. */
const LONGEST_MS = 1_000
/** A finger's click comes a moment after it was lifted. */
const CLICK_MS = 100

let until = 0
let isWatching = false

/** Watches the page for presses, once however many lists it has. */
export function watchPresses(): void {
  if (isWatching || !isBrowser()) return
  isWatching = true
  for (const type of ["down", "up", "cancel"])
    listen(document, `pointer${type}`, () => {
      until = type === "down" ? Date.now() + LONGEST_MS : Math.min(until, Date.now() + CLICK_MS)
    })
}

/** Resolves when nothing is pressed: a card that is replaced between press and release loses its click. */
export async function afterPress(): Promise<void> {
  while (Date.now() < until) await new Promise((resolve) => setTimeout(resolve, CLICK_MS / 2))
}
