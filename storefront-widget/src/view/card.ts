import type { RecommendationItem } from "../client/types"
import { button, icon, named } from "./h"
import type { H } from "./h"
import type { Labels } from "./labels"
import { defaultHref, formatMoney, priceOf, safeUrl } from "./product"
import type { ListSession } from "./session"

/** What a card shows and what happens when it is used. */
export interface CardOptions {
  session: ListSession
  labels: Labels
  locale: string
  /** 2 to 5; the cards' names stand one below the list's heading. */
  headingLevel: number
  showReasons?: boolean
  showConfidence?: boolean
  showAddToCart?: boolean
  showWishlist?: boolean
  productHref?: ((product: RecommendationItem["product"]) => string) | undefined
}

const HEART = "M6 10 2 6a2.4 2.4 0 0 1 4-3 2.4 2.4 0 0 1 4 3Z"

/**
 * One product: all of the card leads to its page, the buttons lie above. Without
 * a product it is an empty card of the same build, so that nothing moves when
 * the answer comes.
 */
export function renderCard<N>(h: H<N>, item: RecommendationItem | null, key: string, options: CardOptions): N {
  const { labels, headingLevel, showReasons, showConfidence, session } = options
  const product = item?.product
  const src = safeUrl(product?.thumbnail)
  const href = product && safeUrl((options.productHref ?? defaultHref)(product))
  const link = { href, dir: "auto", onClick: item && (() => session.onOpen(item)) }
  const image = { key: src, src, alt: "", loading: "lazy" }
  return h(
    "li",
    named("item", { key, "data-product": item && key, "aria-hidden": !item }),
    h("span", named("media"), src ? h("img", named("img", image)) : null),
    h(
      "div",
      named("body"),
      h(`h${headingLevel + 1}`, named("name"), h("a", named("link", link), product?.title)),
      h("p", named("price"), ...(item ? priceWords(h, item, options) : [])),
      showReasons && h("p", named("why", { dir: "auto" }), item?.reasons[0]?.text),
      showConfidence && h("p", named("sure"), item && labels.confidence(Math.round(item.confidence * 100))),
      renderActions(h, item, options),
    ),
  )
}

const aside = <N>(h: H<N>, text: string): N => h("span", { className: "svmr-sr", key: "sr" }, text)

/** Node and browser may know other versions of a locale: the words are right in either. */
function priceWords<N>(h: H<N>, { product }: RecommendationItem, { labels, locale }: CardOptions): (N | false)[] {
  const price = priceOf(product)
  if (!price) return []
  const { amount, before, currency, isLowest } = price
  const now = formatMoney(amount, currency, locale)
  const quiet = { suppressHydrationWarning: true }
  return [
    aside(h, `${labels.price} `),
    h("span", { key: "now", ...quiet }, isLowest ? `${labels.from} ${now}` : now),
    before !== null && h("s", named("was", quiet), aside(h, `${labels.was} `), formatMoney(before, currency, locale)),
  ]
}

function renderActions<N>(h: H<N>, item: RecommendationItem | null, options: CardOptions): N | false | undefined {
  const { labels, showAddToCart, showWishlist, session } = options
  const { id = "", title = "" } = item?.product ?? {}
  const added = session.added.has(id)
  const wished = session.wished.has(id)
  const use = (handler: (item: RecommendationItem) => void) => ({
    onClick: item && (() => handler(item)),
  })
  return (
    (showAddToCart || showWishlist) &&
    h(
      "div",
      named("acts"),
      showAddToCart &&
        button(
          h,
          "add",
          { ...use(session.onAdd), "aria-disabled": added },
          added ? labels.added : labels.addToCart,
          aside(h, `: ${title}`),
        ),
      showWishlist &&
        button(
          h,
          "wish",
          {
            ...use(session.onWish),
            "aria-pressed": wished,
            "aria-label": `${labels.wish}: ${title}`,
          },
          icon(h, HEART, wished),
        ),
    )
  )
}
