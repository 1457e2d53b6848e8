import * as React from "react"
import type { ReactElement, ReactNode } from "react"
import type { H } from "../view/h"
import { withDefaults } from "../view/labels"
import { renderList } from "../view/list"
import { queryOf } from "../view/query"
import { styles } from "../view/styles"
import type { RecommendationsProps } from "./recommendations"

const h: H<ReactElement> = (tag, props, ...children) => React.createElement(tag, props, ...(children as ReactNode[]))

/** The place of a list that is on its way, to the pixel; no script of it runs in the browser. */
export function RecommendationsPlace(props: Omit<RecommendationsProps, "productHref">): ReactElement {
  const { className, style, nonce, headingLevel = 2, showReasons = true } = props
  const { showConfidence, showAddToCart, showWishlist } = props
  const shows = Object.fromEntries(
    Object.entries({ showConfidence, showAddToCart, showWishlist }).filter(([, value]) => value !== undefined),
  )
  const view = renderList(
    h,
    { status: "loading", answer: null },
    {
      ...{ id: "", locale: "en", headingLevel, showReasons, ...shows, labels: withDefaults(props.labels) },
      session: { props: { query: queryOf({ ...props }) } },
    },
  )
  const sheet = React.createElement("style", { href: "svmr", precedence: "svmr", nonce } as object, styles)
  return React.createElement("div", { className, style }, sheet, view)
}
