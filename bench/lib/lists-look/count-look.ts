/** One card of a list: the product, and the reasons in their order. */
interface LookedCard {
  readonly productId: string
  readonly reasons: readonly { readonly code: string; readonly text: string; readonly productId: string | null }[]
}

/** One shopper's list beside all that the log holds of them. */
export interface LookedAt {
  readonly cards: readonly LookedCard[]
  readonly past: readonly { readonly type: string; readonly productId: string }[]
}

interface Look {
  readonly shoppers: number
  readonly cards: number
  /** Share of the cards by the code of the reason that they show, the largest first. */
  readonly reasons: Readonly<Record<string, number>>
  /** Share of the cards whose shown reason names a product that the shopper knows. */
  readonly names_known: number
  /** Cards of the largest category of a list, on average, and how many categories a list has. */
  readonly largest_category: number
  readonly categories: number
  /** Of shoppers whose past is broad: how many there are, and how many of their lists hold more than half of one category. */
  readonly broad_shoppers: number
  readonly broad_over_half: number
  /** What was claimed of a shopper and does not stand in the log. */
  readonly falseClaims: readonly string[]
}

/** A past is broad that has this many purchases at least, and no more than half of them in one category. */
const BROAD_FROM = 4

/** Reasons that claim something of the very product, and of the product that they name, and what the log must hold. */
const OF_THIS: ReadonlyMap<string, readonly string[]> = new Map([
  ["bought_before", ["purchase"]],
  ["buy_again", ["purchase"]],
  ["viewed", ["view", "click"]],
  ["wished", ["add_to_wishlist"]],
  ["in_cart", ["add_to_cart"]],
])
const OF_OTHER: ReadonlyMap<string, readonly string[]> = new Map([
  ["because_bought", ["purchase"]],
  ["because_viewed", ["view", "click"]],
  ["because_wished", ["add_to_wishlist"]],
])

/** Counts what shoppers read on their lists. */
export function countLook(looks: readonly LookedAt[], categories: ReadonlyMap<string, string>): Look {
  const cards = looks.flatMap(({ cards: shown, past }) => shown.map((card) => ({ card, past })))
  const shown = new Map<string, number>()
  for (const { card } of cards) {
    const code = card.reasons[0]?.code ?? "none"
    shown.set(code, (shown.get(code) ?? 0) + 1)
  }
  const known = cards.filter(({ card, past }) => {
    const of = card.reasons[0]?.productId ?? null
    return of !== null && past.some(({ productId }) => productId === of)
  })
  const spread = looks.map((look) => ({ look, counts: countsOf(look.cards, categories) }))
  const broad = spread.filter(({ look }) => isBroad(look, categories))
  return {
    shoppers: looks.length,
    cards: cards.length,
    reasons: Object.fromEntries(
      [...shown].sort(([, a], [, b]) => b - a).map(([code, count]) => [code, rounded(count / cards.length)]),
    ),
    names_known: rounded(known.length / cards.length),
    largest_category: mean(spread.map(({ counts }) => Math.max(...counts.values()))),
    categories: mean(spread.map(({ counts }) => counts.size)),
    broad_shoppers: broad.length,
    broad_over_half: broad.filter(({ look, counts }) => Math.max(...counts.values()) > look.cards.length / 2).length,
    falseClaims: cards.flatMap(({ card, past }) => falseOf(card, past)),
  }
}

function countsOf(items: readonly { productId: string }[], categories: ReadonlyMap<string, string>) {
  const counts = new Map<string, number>()
  for (const { productId } of items) {
    const category = categories.get(productId) ?? ""
    counts.set(category, (counts.get(category) ?? 0) + 1)
  }
  return counts
}

function isBroad({ past }: LookedAt, categories: ReadonlyMap<string, string>): boolean {
  const bought = past.filter(({ type }) => type === "purchase")
  return bought.length >= BROAD_FROM && Math.max(...countsOf(bought, categories).values()) <= bought.length / 2
}

function falseOf({ productId, reasons }: LookedCard, past: LookedAt["past"]): string[] {
  const did = (types: readonly string[], id: string): boolean =>
    past.some((event) => event.productId === id && types.includes(event.type))
  return reasons.flatMap(({ code, text, productId: other }) => {
    const ofThis = OF_THIS.get(code)
    const ofOther = OF_OTHER.get(code)
    const isTrue = (!ofThis || did(ofThis, productId)) && (!ofOther || other === null || did(ofOther, other))
    return isTrue ? [] : [`"${text}" on ${productId}`]
  })
}

const rounded = (value: number): number => Number(value.toFixed(4))

const mean = (values: readonly number[]): number =>
  rounded(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length))
