import type { ReactNode } from "react"
import { Link } from "react-router-dom"

/** A link in the words of a page; the ring says where the keyboard is. */
export function TextLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link
      to={to}
      className="txt-small text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus w-fit rounded-sm underline outline-none"
    >
      {children}
    </Link>
  )
}
