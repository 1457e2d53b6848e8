import type { ListState } from "../client/list"
import type { RecommendationItem, RecommendationsAnswer } from "../client/types"
import { opening, renderCard } from "./card"
import type { CardOptions } from "./card"
import { button, icon, named } from "./h"
import type { H } from "./h"
import { headingOf } from "./labels"
import { safeUrl } from "./product"

export interface ListViewOptions extends CardOptions {
  /** Unique on the page; names the section. */
  id: string
  title?: string | undefined
  /** Address of a page with all of the list's kind: a link beside the heading leads there. */
  moreHref?: string | null | undefined
  /** Own card instead of the default one. */
  renderItem?: ((item: RecommendationItem) => unknown) | undefined
}

/**
 * The whole list; null when there is nothing to show. While it loads, and while
 * the shop does not answer, its place is kept to the pixel.
 */
export function renderList<N>(h: H<N>, { status, answer }: ListState, options: ListViewOptions): N | null {
  if (answer?.recommendations.length === 0) return null
  const { id, session, renderItem } = options
  const { query } = session.props
  // What shoppers of a kind like is popular too.
  const kind = answer?.rung.replace("segment", "popular")
  const item = (found: RecommendationItem) => {
    const key = found.product.id
    if (!renderItem) return renderCard(h, found, key, { ...options, kind })
    // A click anywhere in a card of the shop's own counts, wherever its link may be.
    const props = named("item", { key, "data-product": key, ...opening(() => session.onOpen?.(found)) })
    return h("li", props, renderItem(found) as N)
  }
  const heading = kind && headingOf(kind, query, options)
  const href = heading && safeUrl(options.moreHref)
  return h(
    "section",
    {
      className: status === "failed" ? "svmr svmr-off" : "svmr",
      part: "section",
      "aria-labelledby": heading && id,
      "aria-busy": status === "loading",
    },
    h(
      "div",
      named("head"),
      heading && h(`h${options.headingLevel}`, named("title", { id }), heading),
      href && h("a", named("more", { href, "aria-label": `${options.labels.more}: ${heading}` }), options.labels.more),
      heading && renderStep(h, -1, heading, options),
      heading && renderStep(h, 1, heading, options),
      answer && h("span", { className: "svmr-sr", key: "said", role: "status" }, announcementOf(answer, options)),
    ),
    answer?.relaxed && h("p", { role: "status" }, options.labels.relaxed),
    h(
      "ul",
      // The role stands there because Safari takes it from lists without bullets.
      named("list", { role: "list", onScroll: session.row?.onScroll }),
      answer
        ? answer.recommendations.filter(({ product }) => !session.dismissed?.has(product.id)).map(item)
        : Array.from({ length: query.limit ?? 0 }, (_, i) => renderCard(h, null, String(i), options)),
    ),
  )
}

/** What a screen reader says by itself: what became of a press, and that the list has changed under the keyboard. */
function announcementOf({ recommendations }: RecommendationsAnswer, { labels, session }: ListViewOptions): string {
  const { outcome, row } = session
  if (outcome) return `${labels[outcome.word]}: ${outcome.product.title}`
  return row?.hasChanged(recommendations.map(({ product }) => product.id).join()) ? labels.updated : ""
}

/** A button for those who do not scroll by hand; with all cards in sight it is not there. */
function renderStep<N>(h: H<N>, direction: 1 | -1, heading: string, { labels, session }: ListViewOptions): N | false {
  const [back, forward] = session.row?.ends ?? []
  const ahead = direction === 1
  const props = {
    key: direction,
    // Two lists of a page must not have two buttons of the same name.
    "aria-label": `${ahead ? labels.forward : labels.back}: ${heading}`,
    "aria-disabled": !(ahead ? forward : back),
    onClick: () => session.row?.onStep(direction),
  }
  return (back || forward) && button(h, "nav", props, icon(h, ahead ? "m4 2 4 4-4 4" : "M8 2 4 6l4 4"))
}
