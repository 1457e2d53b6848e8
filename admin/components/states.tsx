import { ExclamationCircle, InboxSolid, LockClosedSolid } from "@medusajs/icons"
import { Button, Skeleton, Text } from "@medusajs/ui"
import type { UseQueryResult } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import type { ReactNode } from "react"
import { statusOf } from "../lib/client"
import { useText } from "../lib/text"
import { useErrorText } from "../lib/use-error-text"

/** Milliseconds after which whoever looks at grey lines sees why. */
const LONG_MS = 3_000

/** Grey lines in the place of what is being fetched; where it takes long, with a sentence why. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const t = useText()
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-label={t("states.loading")} className="flex flex-col gap-y-3 py-2" data-state="loading">
      {isLong ? (
        <Text size="small" className="text-ui-fg-subtle">
          {t("states.loading_long")}
        </Text>
      ) : null}
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={line % 3 === 2 ? "h-5 w-1/2" : "h-5 w-full"} />
      ))}
    </div>
  )
}

interface NoticeProps {
  icon?: ReactNode
  title: string
  text?: string | undefined
  action?: ReactNode
}

/** Nothing here yet, why, and what to do about it. */
export function Empty({ icon = <InboxSolid />, title, text, action }: NoticeProps) {
  return (
    <div className="flex flex-col items-center gap-y-2 px-4 py-8 text-center" data-state="empty">
      <span className="text-ui-fg-muted" aria-hidden>
        {icon}
      </span>
      <Text size="small" weight="plus">
        {title}
      </Text>
      {text ? (
        <Text size="small" className="text-ui-fg-subtle max-w-md">
          {text}
        </Text>
      ) : null}
      {action}
    </div>
  )
}

/** What failed in words, and the way to try again. */
export function Failing({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useText()
  const explain = useErrorText()
  const status = statusOf(error)
  const forbidden = status === 401 || status === 403
  return (
    <div role="alert" className="flex flex-col items-center gap-y-2 px-4 py-8 text-center" data-state="failing">
      <span className={forbidden ? "text-ui-fg-muted" : "text-ui-fg-error"} aria-hidden>
        {forbidden ? <LockClosedSolid /> : <ExclamationCircle />}
      </span>
      <Text size="small" weight="plus">
        {t(forbidden ? "states.forbidden" : "states.failed")}
      </Text>
      <Text size="small" className="text-ui-fg-subtle max-w-md break-words">
        {forbidden ? t("states.forbidden_text") : explain(error)}
      </Text>
      {retry && !forbidden ? (
        <Button size="small" variant="secondary" onClick={retry}>
          {t("states.retry")}
        </Button>
      ) : null}
    </div>
  )
}

interface LoadedProps<Data> {
  query: UseQueryResult<Data>
  lines?: number
  children: (data: Data) => ReactNode
}

/**
 * One of: skeleton, failure, content. Content that was read once stays while a
 * later read fails, so that a hiccup of the network does not blank the page.
 */
export function Loaded<Data>({ query, lines = 4, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isError) return <Failing error={query.error} retry={() => void query.refetch()} />
  return <Loading lines={lines} />
}
