import * as React from "react"
import type { ReactElement } from "react"
import { passOn } from "../client/analytics"
import type { ListEvent } from "../client/analytics"
import { addBundle, getBundle } from "../client/bundle"
import type { LineItemMetadata } from "../client/client-types"
import type { BundleQuery, ChosenItem, StoreBundle } from "../client/bundle"
import { chosenItems, firstChoice } from "../view/bundle-choice"
import type { BundleChoice } from "../view/bundle-choice"
import { bundleLabels } from "../view/bundle-labels"
import type { BundleLabels } from "../view/bundle-labels"
import { queryOf } from "../view/query"
import { renderBundle } from "./bundle-view"
import type { BundleStatus, BundleView } from "./bundle-view"
import { useRecommendationsContext } from "./provider"

export interface BundleContext {
  readonly recommendationId: string
  /** What each line item must carry, for the sale to be credited to this set. */
  readonly metadata: LineItemMetadata
}

export interface BundleProps {
  /** The product on the page, the first of the set. */
  productId?: string | undefined
  /** The cart that the set goes into; without a product also what the set is for. */
  cartId?: string | undefined
  regionId?: string | undefined
  currencyCode?: string | undefined
  countryCode?: string | undefined
  province?: string | undefined
  placement?: string | undefined
  /** Level of the heading, 2 to 5. @defaultValue 2 */
  headingLevel?: 2 | 3 | 4 | 5
  labels?: Partial<BundleLabels> | undefined
  /** Own way into the cart, all or none; a rejected promise says that nothing was added. */
  onAdd?: ((items: readonly ChosenItem[], context: BundleContext) => unknown) | undefined
  /** After the set lies in the cart. */
  onAdded?: (() => unknown) | undefined
  className?: string
  /** What stands there where there is no such set. */
  fallback?: ReactElement | null
  /** For a content security policy without `unsafe-inline` styles. */
  nonce?: string
}

/**
 * Two to four products that are bought as one: check boxes, a total that follows, one button. Nothing where there is
 * no such set. The place of three is kept before the answer, and its height after it until it is out of sight.
 */
export function Bundle(props: BundleProps): ReactElement | null {
  const { productId, cartId, onAdd, onAdded, labels, headingLevel = 2, className, nonce, fallback } = props
  const asks = productId || cartId
  const { client, locale, page } = useRecommendationsContext()
  const bundle = useAnswer(queryOf({ ...props, productId, cartId }, page))
  const [choice, setChoice] = React.useState<BundleChoice>(new Map())
  const [status, setStatus] = React.useState<BundleStatus>("idle")
  const place = React.useRef<HTMLDivElement>(null)
  const [minHeight, setMinHeight] = React.useState(0)
  const id = React.useId()
  const pass = (type: ListEvent["type"], ids: Iterable<string>) => {
    const listId = bundle?.recommendation_id ?? ""
    for (const product of ids) passOn(client, { type, listId, listName: props.placement ?? "bundle", id: product })
  }
  React.useEffect(() => {
    setChoice(bundle ? firstChoice(bundle) : new Map())
    setStatus("idle")
    const { current } = place
    if (!current) return undefined
    if (bundle === undefined) {
      setMinHeight(current.offsetHeight)
      return undefined
    }
    // What is below must not move while somebody looks at it.
    let isSeen = false
    const observer = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) setMinHeight(0)
      else if (bundle && !isSeen) {
        isSeen = true
        pass(
          "impression",
          bundle.products.map(({ product }) => product.id),
        )
      }
    })
    observer.observe(current)
    return () => observer.disconnect()
  }, [bundle])
  if (!asks || (bundle === null && !minHeight && !fallback)) return null
  const add = async () => {
    const items = chosenItems(choice)
    const recommendationId = bundle?.recommendation_id ?? ""
    setStatus("adding")
    try {
      if (onAdd) await onAdd(items, { recommendationId, metadata: client.lineItemMetadata(recommendationId) })
      else if (cartId) await addBundle(client, cartId, { items, recommendationId })
      else throw new Error("no cart")
      setStatus("added")
      pass(
        "add_to_cart",
        [...choice.keys()].filter((product) => choice.get(product)),
      )
      client.changed()
      onAdded?.()
    } catch {
      setStatus("failed")
    }
  }
  const view: BundleView = {
    ...{ id, choice, status, locale, headingLevel, className, nonce, labels: { ...bundleLabels, ...labels } },
    onChoose: (product, variant) => {
      setStatus("idle")
      setChoice(new Map([...choice, [product, variant]]))
    },
    onAdd: () => void add(),
  }
  const content = bundle === null ? fallback : renderBundle(choice.size > 0 ? bundle : undefined, view)
  return React.createElement("div", { ref: place, style: { minHeight } }, content)
}

/** A set for cards of the shop's own; null until the shop has answered, and where there is none. */
export function useBundle(query: BundleQuery): StoreBundle | null {
  return useAnswer(query) ?? null
}

/** Undefined until the shop has answered. */
function useAnswer(query: BundleQuery): StoreBundle | null | undefined {
  const { client } = useRecommendationsContext()
  const [answered, setAnswered] = React.useState<{ asked: string; bundle: StoreBundle | null }>()
  // A press that makes the cart must not take away the set under it, and the word that it was added.
  const asked = JSON.stringify(query.product_id ? { ...query, cart_id: undefined } : query)
  React.useEffect(() => {
    let isCurrent = true
    if (!query.product_id && !query.cart_id) return undefined
    void getBundle(client, query).then((bundle) => isCurrent && setAnswered({ asked, bundle }))
    return () => {
      isCurrent = false
    }
    // By what is asked, not by the object, which each render makes again.
  }, [client, asked])
  return answered?.asked === asked ? answered.bundle : undefined
}
