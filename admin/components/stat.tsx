import { Text, clx } from "@medusajs/ui"
import type { ReactNode } from "react"

interface StatProps {
  label: string
  value: ReactNode
  hint?: string | undefined
  /** Against the time before, in words; `up` colours it. */
  change?: { text: string; up: boolean | null } | undefined
}

/** One figure and what it is. */
export function Stat({ label, value, hint, change }: StatProps) {
  return (
    <div className="bg-ui-bg-component shadow-elevation-card-rest flex min-w-0 flex-col gap-y-1 rounded-lg px-4 py-3">
      <dt className="txt-compact-small text-ui-fg-subtle">{label}</dt>
      <dd className="flex flex-col gap-y-1">
        <span className="txt-compact-xlarge-plus text-ui-fg-base break-words tabular-nums">{value}</span>
        {hint ? <span className="txt-compact-xsmall text-ui-fg-subtle">{hint}</span> : null}
        {change ? (
          <span
            className={clx(
              "txt-compact-xsmall",
              change.up === null ? "text-ui-fg-subtle" : change.up ? "text-ui-tag-green-text" : "text-ui-tag-red-text",
            )}
          >
            {change.text}
          </span>
        ) : null}
      </dd>
    </div>
  )
}

export function Stats({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">{children}</dl>
}

export interface Fact {
  label: string
  value: ReactNode
}

/** Label left, value right, one line each. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="divide-y">
      {facts.map(({ label, value }) => (
        <div key={label} className="grid grid-cols-2 items-start gap-3 px-6 py-3">
          <dt>
            <Text size="small" weight="plus" className="text-ui-fg-subtle" as="span">
              {label}
            </Text>
          </dt>
          <dd className="min-w-0 break-words">
            {typeof value === "string" ? (
              <Text size="small" as="span">
                {value}
              </Text>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
