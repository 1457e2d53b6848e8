import type { ReactNode } from "react"

/** What only some want to see, behind one click: figures, formulas, histories. */
export function Details({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <details className="text-ui-fg-subtle">
      <summary className="txt-compact-small-plus focus-visible:shadow-borders-focus mx-6 my-3 w-fit cursor-pointer rounded-sm outline-none">
        {summary}
      </summary>
      {children}
    </details>
  )
}
