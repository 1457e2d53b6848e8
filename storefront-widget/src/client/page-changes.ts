import { attempt, listen } from "./browser"

/** Between tabs, and on the page, where any script may say so: `dispatchEvent(new Event("svm-recommendations:changed"))`. */
export const CHANGED_EVENT = "svm-recommendations:changed"
const CART_CHANGE = /^\/store\/carts\/[^/?]+\/(?:line-items|complete)/

/** Whether carts, orders or wishlists change by a request, whoever on the page has made it. */
function isChange(address: string): boolean {
  const [path = ""] = address.split("?", 1)
  const at = path.indexOf("/store/")
  if (at < 0) return false
  const route = path.slice(at)
  return CART_CHANGE.test(route) || route.includes("wishlist")
}

/** When a server action of the storefront has last changed something, which no address of a request shows. */
const changedMark = (): number => Number(/svm_changed=(\d+)/.exec(attempt(() => document.cookie) ?? "")?.[1] ?? 0)

/**
 * Calls back when something of this shopper has changed: here (a cart, order
 * or wishlist request of any script on the page, or {@link CHANGED_EVENT}), or
 * in another tab, where they may only have looked at something. Each way is
 * done without where the browser has it not.
 */
export function watchChanges(onChange: (looked: boolean, here?: boolean) => void): {
  notify: (looked: boolean) => void
  stop: () => void
} {
  const channel = attempt(() => new BroadcastChannel(CHANGED_EVENT))
  if (channel) channel.onmessage = ({ data }) => onChange(data === true)
  const here = () => onChange(false, true)
  const unlisten = listen(window, CHANGED_EVENT, here)
  // Reading the timeline of requests patches nobody's fetch. Medusa answers reads of a wishlist under the
  // same address, and a needless refresh is harmless.
  let mark = changedMark()
  const observer = attempt(() => {
    const made = new PerformanceObserver((list) => {
      const before = mark
      mark = changedMark()
      if (mark > before || list.getEntries().some(({ name }) => isChange(name))) here()
    })
    made.observe({ type: "resource" })
    return made
  })
  return {
    // What was under way when the page let go of its lists may end later: a closed channel throws.
    notify: (looked) => attempt(() => channel?.postMessage(looked)),
    stop: () => {
      channel?.close()
      unlisten()
      observer?.disconnect()
    },
  }
}
