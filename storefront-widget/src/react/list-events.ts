import * as React from "react"
import { onListEvent } from "../client/analytics"
import type { ListEvent } from "../client/analytics"
import { useRecommendationsContext } from "./provider"

/** Notifies a listener of what the shopper does with lists, for as long as the component is there; nothing without consent. */
export function useListEvents(listener: (event: ListEvent) => unknown): void {
  const { client } = useRecommendationsContext()
  const latest = React.useRef(listener)
  React.useEffect(() => {
    latest.current = listener
  }, [listener])
  React.useEffect(() => onListEvent(client, (event) => latest.current(event)), [client])
}
