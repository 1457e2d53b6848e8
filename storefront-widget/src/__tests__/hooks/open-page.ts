import { act, createElement, Fragment, StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { RecommendationsProvider } from "../../react/provider"
import type { RecommendationsProviderProps } from "../../react/provider"

export const HOUR = 3_600_000
export const UUID = /^[0-9a-f-]{36}$/
const opened = new Set<() => Promise<void>>()

/** A page of a shop that uses one hook. */
export interface OpenPage<T> {
  /** What the hook has returned at each rendering. */
  readonly seen: T[]
  readonly now: () => T
  /** Renders again, with other properties of the provider where some are given. */
  readonly render: (props?: Partial<RecommendationsProviderProps>) => Promise<void>
  readonly close: () => Promise<void>
}

export interface PageOptions<T> extends RecommendationsProviderProps {
  readonly use: () => T
  readonly strict?: boolean
}

export async function openPage<T>({ use, strict = false, ...given }: PageOptions<T>): Promise<OpenPage<T>> {
  const root = createRoot(document.createElement("div"))
  const seen: T[] = []
  const Probe = () => {
    seen.push(use())
    return null
  }
  let props: RecommendationsProviderProps = given
  const render = async (changed: Partial<RecommendationsProviderProps> = {}) => {
    props = { ...props, ...changed }
    const page = createElement(RecommendationsProvider, props, createElement(Probe))
    await act(async () => root.render(createElement(strict ? StrictMode : Fragment, null, page)))
  }
  const close = async () => {
    opened.delete(close)
    await act(async () => root.unmount())
  }
  opened.add(close)
  await render()
  return { seen, now: () => seen[seen.length - 1], render, close }
}

/** What a test has left open. */
export async function closePages(): Promise<void> {
  for (const close of [...opened]) await close()
}

/** Lets time pass, and React with it. */
export const pass = (ms: number): Promise<void> => act(() => jest.advanceTimersByTimeAsync(ms))
