import { Container, Heading, Text } from "@medusajs/ui"
import type { ReactNode } from "react"

interface ScreenProps {
  title: string
  subtitle?: string
  actions?: ReactNode
  children: ReactNode
}

/** A page: one heading of the first rank, what can be done on it, and its sections below. */
export function Screen({ title, subtitle, actions, children }: ScreenProps) {
  return (
    <div className="flex w-full flex-col gap-y-3">
      <Container className="flex flex-wrap items-center justify-between gap-3 px-6 py-4">
        <div className="min-w-0 flex-1 basis-60">
          <Heading level="h1">{title}</Heading>
          {subtitle ? (
            <Text size="small" className="text-ui-fg-subtle mt-1">
              {subtitle}
            </Text>
          ) : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </Container>
      {children}
    </div>
  )
}

interface SectionProps {
  title: string
  hint?: string | undefined
  actions?: ReactNode
  children: ReactNode
  /** Whether the content brings its own padding, as tables and rows do. */
  flush?: boolean
}

/** Tables and rows reach the edges; a skeleton in their place does not. */
const FLUSH = "overflow-hidden rounded-b-lg [&>[data-state=loading]]:px-6 [&>[data-state=loading]]:py-4"

/** A named region of a page. */
export function Section({ title, hint, actions, children, flush = false }: SectionProps) {
  return (
    <Container className="divide-y p-0" role="region" aria-label={title}>
      <div className="flex flex-wrap items-center justify-between gap-3 px-6 py-4">
        <div className="min-w-0 flex-1 basis-52">
          <Heading level="h2">{title}</Heading>
          {hint ? (
            <Text size="small" className="text-ui-fg-subtle mt-1">
              {hint}
            </Text>
          ) : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      <div className={flush ? FLUSH : "px-6 py-4"}>{children}</div>
    </Container>
  )
}
