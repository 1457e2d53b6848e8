import * as React from "react"
import type { ReactElement } from "react"
import { Recommendations } from "./index"
import type { RecommendationsProps } from "./react/recommendations"
import { RecommendationsPlace } from "./react/place"
import { createStorefront } from "./server/storefront"
import type { Storefront, StorefrontOptions } from "./server/storefront"
import { queryOf } from "./view/query"

export type { CookieJar, CookieOptions, IdentityOptions } from "./server/identity"
export type { Storefront, StorefrontOptions } from "./server/storefront"

/** What a server component may say of a list: nothing that is a function of its own. */
export type ServerListProps = Omit<RecommendationsProps, "initialData" | "renderItem" | "productHref" | "labels"> & {
  /** Address of a product's page: `/dk/products/{handle}`. @defaultValue "/products/{handle}" */
  productHref?: string
}

export interface NextRecommendations extends Storefront {
  /** `export const { GET, POST, DELETE } = recommendations` in `app/api/recommendations/[...path]/route.ts`. */
  readonly GET: (request: Request) => Promise<Response>
  readonly POST: (request: Request) => Promise<Response>
  readonly DELETE: (request: Request) => Promise<Response>
  /**
   * A list that comes with the page, and never holds it up: the page is sent at once with the list's place, and the list
   * streams in when the shop has answered.
   */
  readonly List: (props: ServerListProps) => ReactElement
}

/**
 * Recommendations of a Next.js storefront, on its server.
 *
 * @throws Error at once where the shop's address or key is missing
 */
export function createRecommendations(options: StorefrontOptions): NextRecommendations {
  const storefront = createStorefront(options)
  const Loaded = async (props: ServerListProps): Promise<ReactElement> => {
    const initialData = await storefront.list(queryOf({ ...props, ...props.gift }))
    return React.createElement(Recommendations, { ...props, initialData })
  }
  return {
    ...storefront,
    GET: storefront.handle,
    POST: storefront.handle,
    DELETE: storefront.handle,
    List: (props) => {
      const fallback = React.createElement(RecommendationsPlace, props)
      const loaded = React.createElement(Loaded as unknown as (props: ServerListProps) => ReactElement, props)
      return React.createElement(React.Suspense, { fallback }, loaded)
    },
  }
}
