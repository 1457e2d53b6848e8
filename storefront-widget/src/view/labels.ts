import type { RecommendationsQuery } from "../client/types"

/** Every word that the widget shows or lets a screen reader say. */
export interface Labels {
  /** Headings by strategy, and by rung where a list is not as personal as its name; else the name in words. */
  titles: Record<string, string>
  back: string
  forward: string
  addToCart: string
  added: string
  /** On the button of a product that could not be put into the cart. */
  failed: string
  wish: string
  /** Said to screen readers of a product that was put onto the wishlist. */
  wished: string
  dismiss: string
  /** Said to screen readers when the list changes under the shopper's hands. */
  updated: string
  price: string
  /** Before the lowest of several prices. */
  from: string
  /** Before the price as it was before the sale. */
  was: string
  /** Where the product stands among what its list shows: no probability. */
  confidence: (percent: number) => string
  /** On the picture of a product that costs less than before. */
  sale: string
  /** On the picture of a product of which few are left; needs `fields="+variants.inventory_quantity"`. */
  fewLeft: (count: number) => string
  /** Link to a page of all of the list's kind, where the list knows its address. */
  more: string
  /** Above gifts that do not hold to the whole question, for nothing did. */
  relaxed: string
}

export const defaultLabels: Labels = {
  titles: {
    cart: "Goes with your cart",
    popular: "Popular right now",
    gift: "Gift ideas",
    similar: "You may also like",
    bought_together: "Frequently bought together",
  },
  back: "Previous",
  forward: "Next",
  addToCart: "Add to cart",
  added: "Added",
  failed: "Not added. Retry",
  wish: "Add to wishlist",
  wished: "Saved",
  dismiss: "Not interested",
  updated: "Updated",
  price: "Price:",
  from: "From",
  was: "Was:",
  confidence: (percent) => (percent ? `${percent}% match` : ""),
  sale: "Sale",
  fewLeft: (count) => `Only ${count} left`,
  more: "See all",
  relaxed: "Next best:",
}

/** Own words over the default ones. */
export type LabelOverrides = Partial<Omit<Labels, "titles">> & { titles?: Record<string, string> }

/** The later words over the earlier ones, over the English ones. */
export function withDefaults(...overrides: (LabelOverrides | undefined)[]): Labels {
  return overrides.reduce<Labels>(
    (labels, own) => ({ ...labels, ...own, titles: { ...labels.titles, ...own?.titles } }),
    defaultLabels,
  )
}

/** Strategies whose names promise that the list was made for this shopper. */
const PERSONAL = /for_you|buy_again/
const KNOWS_THE_SHOPPER = /personal|item/

/** An honest heading: what is only popular is not called "For you", whatever the page would like to call it. */
export function headingOf(
  kind: string,
  query: RecommendationsQuery,
  { title, labels }: { title?: string | undefined; labels: Labels },
): string {
  const { strategy = "for_you" } = query
  const isHonest = !PERSONAL.test(strategy) || KNOWS_THE_SHOPPER.test(kind)
  if (isHonest && title) return title
  const name = isHonest ? strategy : kind
  return labels.titles[name] ?? name[0].toUpperCase() + name.slice(1).replace("_", " ")
}
