import type { ReactElement } from "react"

const LINES = {
  search: "M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13Zm4.7-1.8L20 20",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8.5c.6-4 3.6-5.5 7.5-5.5s6.9 1.5 7.5 5.5",
  bag: "M5 8h14l1 12.5H4L5 8Zm3.5 3V7a3.5 3.5 0 0 1 7 0v4",
  heart: "M12 20 4.6 12.4a4.7 4.7 0 0 1 7.4-5.8 4.7 4.7 0 0 1 7.4 5.8Z",
  menu: "M4 7h16M4 12h16M4 17h16",
  check: "m5 12.5 4.5 4.5L19 7.5",
} as const

/** A drawn line; the words beside it say what it means. */
export function Icon({ name }: { name: keyof typeof LINES }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={LINES[name]} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  )
}

/** The mark of the shop: a drawer with a ribbon. */
export function Mark(): ReactElement {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <rect x="3" y="9" width="26" height="19" rx="4" fill="currentColor" />
      <path d="M14 9h4v19h-4zM3 15h26v3H3z" fill="var(--card)" opacity=".85" />
      <path
        d="M16 9c-6 0-7-2-6-4s5 0 6 4c1-4 5-6 6-4s0 4-6 4Z"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
      />
    </svg>
  )
}
