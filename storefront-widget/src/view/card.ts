import type { RecommendationItem } from "../client/types"
import { button, icon, named } from "./h"
import type { H, Props } from "./h"
import type { Labels } from "./labels"
import { formatMoney, hrefOf, priceOf, safeUrl } from "./product"
import type { ProductHref } from "./product"
import type { ViewSession } from "./session"

/** What a card shows and what happens when it is used. */
export interface CardOptions {
  /** Of a place whose list is on its way, no more than the question. */
  session: ViewSession
  labels: Labels
  locale: string
  /** 2 to 5; the cards' names stand one below the list's heading. */
  headingLevel: number
  /** Of the list: a reason of its name says what the heading says. */
  kind?: string | undefined
  showReasons?: boolean
  showConfidence?: boolean
  showAddToCart?: boolean
  showWishlist?: boolean
  showDismiss?: boolean
  productHref?: ProductHref
}

const CROSS = "m2 2 8 8M10 2 2 10"
const HEART = "M6 10 2 6a2.4 2.4 0 0 1 4-3 2.4 2.4 0 0 1 4 3Z"

/** A press that opens a product: of the main button, or of the middle one, which opens it in a new tab. */
export const opening = (onOpen: () => void): Props => ({
  onClick: onOpen,
  onAuxClick: ({ button }: MouseEvent) => button === 1 && onOpen(),
})

/**
 * One product: all of the card leads to its page, the buttons lie above. Without
 * a product it is an empty card of the same build, so that nothing moves when
 * the answer comes.
 */
export function renderCard<N>(h: H<N>, item: RecommendationItem | null, key: string, options: CardOptions): N {
  const { labels, headingLevel, kind, showReasons, showConfidence, session } = options
  const product = item?.product
  // A reason of the list's own name says what the heading says: the next one fills its lines.
  const why = item?.reasons.find(({ code }) => code !== kind)
  const src = safeUrl(product?.thumbnail)
  const { productHref } = options
  const href =
    product && safeUrl(typeof productHref === "function" ? productHref(product) : hrefOf(product, productHref))
  const link = { href, dir: "auto", ...(item && opening(() => session.onOpen?.(item))) }
  const image = { key: src, src, alt: "", loading: "lazy" }
  return h(
    "li",
    named("item", { key, "data-product": item && key, "aria-hidden": !item }),
    h("span", named("media"), src && h("img", named("img", image))),
    h(
      "div",
      named("body"),
      h(`h${headingLevel + 1}`, named("name"), h("a", named("link", link), product?.title)),
      h("p", named("price"), ...priceWords(h, product, options)),
      // The words have their own direction, the paragraph that of the page.
      showReasons && h("p", named("why"), h("bdi", null, why?.text)),
    ),
    showConfidence && h("p", named("sure"), item && labels.confidence(Math.round(item.confidence * 100))),
    renderActions(h, item, options),
    options.showDismiss &&
      item &&
      button(
        h,
        "dismiss",
        { onClick: () => session.onDismiss?.(item), "aria-label": `${labels.dismiss}: ${item.product.title}` },
        icon(h, CROSS),
      ),
  )
}

const aside = <N>(h: H<N>, text: string): N => h("span", { className: "svmr-sr", key: "sr" }, text)

/** Node and browser may know other versions of a locale: the words are right in either. */
function priceWords<N>(
  h: H<N>,
  product: RecommendationItem["product"] | undefined,
  options: CardOptions,
): (N | false)[] {
  const { labels, locale, session } = options
  // Who says where the goods go shows prices with tax on the other pages too.
  const price = product && priceOf(product, !!session.props.query.country_code)
  if (!price) return []
  const { amount, before, currency, isLowest, left } = price
  const now = formatMoney(amount, currency, locale)
  const quiet = { suppressHydrationWarning: true }
  // Fewer than six are few.
  const badge = left > 0 && left < 6 ? labels.fewLeft(left) : before !== null && labels.sale
  return [
    aside(h, `${labels.price} `),
    h("span", { key: "now", ...quiet }, isLowest ? `${labels.from} ${now}` : now),
    before !== null && h("s", named("was", quiet), aside(h, `${labels.was} `), formatMoney(before, currency, locale)),
    // On the picture, wherever it stands here.
    !!badge && h("span", named("badge"), badge),
  ]
}

function renderActions<N>(h: H<N>, item: RecommendationItem | null, options: CardOptions): N | false | undefined {
  const { labels, showAddToCart, showWishlist, session } = options
  const { id = "", title = "" } = item?.product ?? {}
  const { outcome } = session
  const added = !!session.added?.has(id)
  const hasFailed = outcome?.word === "failed" && outcome.product.id === id
  const words = added ? labels.added : hasFailed ? labels.failed : labels.addToCart
  const wished = !!session.wished?.has(id)
  return (
    (showAddToCart || showWishlist) &&
    h(
      "div",
      named("acts"),
      showAddToCart &&
        button(
          h,
          "add",
          { onClick: item && (() => session.onAdd?.(item)), "aria-disabled": added },
          // An element of its own for each word: a page that was translated has replaced the text within.
          h("span", { key: words }, words),
          aside(h, `: ${title}`),
        ),
      showWishlist &&
        button(
          h,
          "wish",
          {
            onClick: item && (() => session.onWish?.(item)),
            "aria-pressed": wished,
            "aria-label": `${labels.wish}: ${title}`,
          },
          icon(h, HEART, wished),
        ),
    )
  )
}
