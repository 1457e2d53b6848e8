import * as React from "react"
import type { ReactElement, ReactNode } from "react"
import { RecommendationsClient } from "../client/client"
import type { ClientOptions } from "../client/client-types"
import type { RecommendationsQuery } from "../client/types"
import type { LabelOverrides } from "../view/labels"
import { queryOf } from "../view/query"

export interface RecommendationsProviderProps extends Omit<ClientOptions, "storage"> {
  /** The signed-in customer: when it goes away, the visitor id is rotated. Who it is, the shop reads from the token. */
  customerId?: string | null | undefined
  /** For prices; on a server-rendered page give it, so that server and browser agree. @defaultValue "en" */
  locale?: string
  /** Words of all lists: `labelsDe`, or your own. */
  labels?: LabelOverrides | undefined
  /** Of every list that says nothing else. */
  regionId?: string | undefined
  currencyCode?: string | undefined
  /** Also says on the cart whose visit it is, so that a guest's order counts for the lists that led to it. */
  cartId?: string | undefined
  /** Where the goods go: prices are then with tax, as in `/store/products`. */
  countryCode?: string | undefined
  province?: string | undefined
  children?: ReactNode
}

export interface RecommendationsContextValue {
  readonly client: RecommendationsClient
  readonly locale: string
  readonly labels: LabelOverrides | undefined
  /** What every list of the page asks that says nothing else. */
  readonly page: RecommendationsQuery
}

const Context = React.createContext<RecommendationsContextValue | null>(null)

/** Once, around the pages: one client, one queue, one word on consent. The SDK of the first rendering is kept. */
export function RecommendationsProvider(props: RecommendationsProviderProps): ReactElement {
  const { consent, customerId, locale = "en", labels, cartId, children } = props
  const [client] = React.useState(() => new RecommendationsClient(props))
  React.useEffect(() => client.start(), [client])
  React.useEffect(() => {
    client.consent = consent
    client.customerId = customerId ?? undefined
  }, [client, consent, customerId])
  React.useEffect(() => {
    if (cartId) void client.attachCart(cartId)
  }, [client, cartId])
  const value = { client, locale, labels, page: queryOf({ ...props }, { locale }) }
  return React.createElement(Context.Provider, { value }, children)
}

/** @throws Error outside of a provider */
export function useRecommendationsContext(): RecommendationsContextValue {
  const value = React.useContext(Context)
  if (!value) throw new Error("no provider")
  return value
}
