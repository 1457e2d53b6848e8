import * as React from "react"
import type { CSSProperties, ReactElement, ReactNode } from "react"
import { isBrowser } from "../client/browser"
import type { RecommendationItem, RecommendationsAnswer, RecommendationsQuery } from "../client/types"
import type { H } from "../view/h"
import { withDefaults } from "../view/labels"
import type { LabelOverrides } from "../view/labels"
import { renderList } from "../view/list"
import { queryOf } from "../view/query"
import { createSession } from "../view/session"
import type { ItemHandlers } from "../view/session"
import { styles } from "../view/styles"
import { useRecommendations } from "./hooks"
import { useRecommendationsContext } from "./provider"

export interface GiftProps {
  recipient?: string | undefined
  occasion?: string | undefined
  ageBand?: string | undefined
  /** In the currency of the region. */
  budgetMin?: number | undefined
  budgetMax?: number | undefined
}

export interface RecommendationsProps extends ItemHandlers {
  /** @defaultValue "for_you" */
  strategy?: NonNullable<RecommendationsQuery["strategy"]>
  /** Heading; where a list is not as personal as that says, an honest one stands in its place. */
  title?: string | undefined
  /** @defaultValue 8 */
  limit?: number
  /** The signed-in customer, for noticing login and logout where the provider does not say so. */
  customerId?: string | null | undefined
  /** A visitor id (UUID) that the shop already has for this browser. */
  visitorId?: string | undefined
  regionId?: string | undefined
  currencyCode?: string | undefined
  productId?: string | undefined
  cartId?: string | undefined
  /** Where the goods go: prices are then with tax. */
  countryCode?: string | undefined
  province?: string | undefined
  categoryId?: string | undefined
  /** Of `strategy="alternatives"`: how far a price may lie from that of the product, as a share of it. @defaultValue 0.3 */
  priceBand?: number | undefined
  /** Where the list stands, for rules and results: "home-top". */
  placement?: string | undefined
  /** Placement of the `<Bundle>` on the same page, of the same product or cart: what it shows is left out. */
  besideSet?: string | undefined
  /** 0 to 1: what is less sure is not shown. */
  minConfidence?: number | undefined
  /** Whether others fill up a list that claims something of its products, such as `on_sale`. */
  fill?: boolean | undefined
  /** `popular` among shoppers of the same age, gender and country, where these are known. */
  bySegment?: boolean | undefined
  /** Of `strategy="gift"`: whom for, what for, what it may cost. */
  gift?: GiftProps | undefined
  /** Fields of the product, as in `/store/products`. */
  fields?: string | undefined
  /** @defaultValue true */
  autoRefresh?: boolean
  /** Milliseconds. @defaultValue 300000 */
  refreshInterval?: number
  /** From `getRecommendations`, for pages rendered on a server. */
  initialData?: RecommendationsAnswer | null | undefined
  showConfidence?: boolean
  /** @defaultValue true */
  showReasons?: boolean
  showAddToCart?: boolean
  showWishlist?: boolean
  /** Ids of what stands on the shopper's wishlist already: its hearts are filled. */
  wished?: readonly string[] | undefined
  /** A button on each card that takes the product out of this shopper's lists. */
  showDismiss?: boolean
  /** Own card; it lies in a list item that counts impressions and clicks. */
  renderItem?: (item: RecommendationItem) => ReactNode
  /** Own words, for another language or another tone. */
  labels?: LabelOverrides
  /** Address of a product's page, or its pattern. @defaultValue "/products/{handle}" */
  productHref?: string | ((product: RecommendationItem["product"]) => string)
  /** Address of a page with all of the list's kind: "See all" beside the heading leads there. */
  moreHref?: string | undefined
  /** Level of the list's heading, 2 to 5. @defaultValue 2 */
  headingLevel?: 2 | 3 | 4 | 5
  className?: string
  style?: CSSProperties
  /** For a content security policy without `unsafe-inline` styles. */
  nonce?: string
}

const h: H<ReactElement> = (tag, props, ...children) => React.createElement(tag, props, ...(children as ReactNode[]))
const useCommit = isBrowser() ? React.useLayoutEffect : React.useEffect

/** One list of products, chosen for this shopper. */
export function Recommendations(props: RecommendationsProps): ReactElement | null {
  const { initialData, autoRefresh, refreshInterval, onAddToCart, onWishlist, className, style, nonce } = props
  const { client, locale, labels } = useRecommendationsContext()
  const query = queryOf({ ...props, ...props.gift })
  const list = useRecommendations({ ...query, initialData, autoRefresh, refreshInterval })
  const [, update] = React.useReducer((count: number) => count + 1, 0)
  const root = React.useRef<HTMLDivElement>(null)
  const given = { query, answer: list.answer, onAddToCart, onWishlist }
  const [session] = React.useState(() => createSession(client, given, update))
  session.props = given
  session.row.remember()
  // What the page says is on the wishlist counts when it changes: a press in between stays pressed.
  React.useMemo(() => (session.wished = new Set(props.wished)), [String(props.wished)])
  useIdentity(props)
  useCommit(() => session.row.rendered(root.current?.querySelector("ul") ?? null))
  useCommit(() => () => session.row.rendered(null), [session])
  const view = renderList(h, list, {
    showReasons: true,
    headingLevel: 2,
    ...props,
    id: React.useId(),
    session,
    locale,
    labels: withDefaults(labels, props.labels),
  })
  if (!view) return null
  // React 19 lifts the sheet into the head, once for all lists; React 18 leaves it where it stands.
  const sheet = React.createElement("style", { href: "svmr", precedence: "svmr", nonce } as object, styles)
  return React.createElement("div", { ref: root, className, style }, sheet, view)
}

function useIdentity({ visitorId, customerId }: RecommendationsProps): void {
  const { client } = useRecommendationsContext()
  React.useEffect(() => {
    if (visitorId) client.visitor.adopt(visitorId)
    // Undefined says nothing: the provider may know. Null says that nobody is signed in.
    if (customerId !== undefined) client.customerId = customerId ?? undefined
  }, [client, visitorId, customerId])
}
