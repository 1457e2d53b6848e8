import * as React from "react"
import type { ReactElement, ReactNode } from "react"
import { RecommendationsClient } from "../client/client"
import type { ClientOptions } from "../client/client"

export interface RecommendationsProviderProps extends Omit<ClientOptions, "storage"> {
  /** The signed-in customer: when it goes away, the visitor id is rotated. Who it is, the shop reads from the token. */
  customerId?: string | null | undefined
  /** For prices; on a server-rendered page give it, so that server and browser agree. @defaultValue "en" */
  locale?: string
  /** Of every list that says nothing else. */
  regionId?: string | undefined
  currencyCode?: string | undefined
  cartId?: string | undefined
  children?: ReactNode
}

export interface RecommendationsContextValue {
  readonly client: RecommendationsClient
  readonly locale: string
  readonly regionId: string | undefined
  readonly currencyCode: string | undefined
  readonly cartId: string | undefined
}

const Context = React.createContext<RecommendationsContextValue | null>(null)

/** Once, around the pages: one client, one queue, one word on consent. The SDK of the first rendering is kept. */
export function RecommendationsProvider(props: RecommendationsProviderProps): ReactElement {
  const { consent = false, customerId, locale = "en", regionId, currencyCode, cartId, children } = props
  const [client] = React.useState(() => new RecommendationsClient(props))
  React.useEffect(() => client.start(), [client])
  React.useEffect(() => {
    client.consent = consent
    client.customerId = customerId ?? undefined
  }, [client, consent, customerId])
  return React.createElement(Context.Provider, { value: { client, locale, regionId, currencyCode, cartId } }, children)
}

/** @throws Error outside of a provider */
export function useRecommendationsContext(): RecommendationsContextValue {
  const value = React.useContext(Context)
  if (!value) throw new Error("no provider")
  return value
}
