import { useEffect, useSyncExternalStore } from "react"
import type { ReactElement, ReactNode } from "react"

const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  window.addEventListener("popstate", listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener("popstate", listener)
  }
}

/** Path and query of the page. */
export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname + location.search)

export function go(path: string): void {
  const { hash } = location
  history.pushState(null, "", path)
  // The browser says nothing of a hash that this changed, and the gift finder would keep answers that the address lost.
  if (location.hash !== hash) window.dispatchEvent(new HashChangeEvent("hashchange"))
  window.scrollTo(0, 0)
  for (const listener of [...listeners]) listener()
}

/** Links of this page, the widget's too, change the page without loading it again. */
export function useLinks(): void {
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest("a")
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      if (!link || !plain || event.defaultPrevented || link.origin !== location.origin || link.target) return
      if (link.hash && link.pathname === location.pathname) return
      event.preventDefault()
      go(link.pathname + link.search)
    }
    document.addEventListener("click", follow)
    return () => document.removeEventListener("click", follow)
  }, [])
}

/** A link that knows whether it leads here. */
export function NavLink({ to, children }: { to: string; children: ReactNode }): ReactElement {
  const here = usePath() === to
  return (
    <a href={to} aria-current={here ? "page" : undefined}>
      {children}
    </a>
  )
}
