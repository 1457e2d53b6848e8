import { TABLES } from "./build-tables"

/**
 * Signals: the raw numbers that are known of a (shopper, product) pair, before normalisation. Stored models
 * name their features by these, so names must keep their meaning.
 */
export const SIGNALS = [
  // The shopper's own past with the product.
  "frequency",
  "frequency90",
  "frequency20",
  "recency",
  "due",
  "lastBasket",
  "basketShare",
  "quantity",
  "interest",
  "interest7",
  "visit",
  "carted",
  "wished",
  "disliked",
  // What the products of the shopper's past lead to.
  "basketLong",
  "basketRecent",
  "basketLast",
  "basketRecentPopular",
  "shopperLong",
  "shopperRecent",
  "shopperLast",
  "ridgeLong",
  "ridgeRecent",
  "ridgeLast",
  "basketRidgeLong",
  "basketRidgeRecent",
  "basketRidgeLast",
  "basketNowRidgeLong",
  "basketNowRidgeRecent",
  "basketNowRidgeLast",
  "basketNowLong",
  "basketNowRecent",
  "basketNowLast",
  "interestRecent",
  "interestLast",
  "interestRidge",
  "nextLast",
  "nextRecent",
  "contentLong",
  "contentRecent",
  // What shoppers like them choose.
  "neighbors",
  "neighborsRecent",
  "neighborsNow",
  "visitNeighbors",
  "segment",
  // The product by itself.
  "popular4",
  "popular15",
  "popular60",
  "popular360",
  "popularNew4",
  "popularNew15",
  "popularNew60",
  "newcomer",
  "latest15",
  "latest60",
  "sales15",
  "trend",
  "newness",
  "repeatRate",
  "interestPopular4",
  "interestPopular60",
  "price",
  "category",
  // What happened in the shop since they were last there.
  "missed",
  "sinceLast",
  "sinceShare",
  // What the product's words are doing.
  "themeTrend",
  "themePopular",
  // Of products that are new to the shop: what the likes of it have to do with the shopper's past.
  "kin",
  "youngContent",
] as const

/** Name of one signal of a candidate: one of {@link SIGNALS}. */
export type Signal = (typeof SIGNALS)[number]

/** Item-item tables and words that are read from every given product. */
export const ANCHOR_SOURCES = [...TABLES, "content"] as const

/** One of {@link ANCHOR_SOURCES}. */
export type AnchorSource = (typeof ANCHOR_SOURCES)[number]

/**
 * Signals of a candidate beside the products on the page or in the cart: of each source the sum over the given
 * products, the greatest and the latest one's share, and what else they have in common.
 */
export const ANCHOR_SIGNALS = [
  ...ANCHOR_SOURCES.map((source) => `anchor.${source}` as const),
  ...ANCHOR_SOURCES.map((source) => `anchorMost.${source}` as const),
  ...ANCHOR_SOURCES.map((source) => `anchorLatest.${source}` as const),
  // Baskets together beside what chance would bring.
  "anchorLift",
  // What was chosen together since the tables were built.
  "anchorLive",
  "anchorCategory",
  "anchorType",
  "anchorPrice",
  // How far two products share baskets rather than visits: complements do, substitutes do not.
  "anchorComplement",
  "anchorPopular",
] as const

/** Name of one signal beside given products: one of {@link ANCHOR_SIGNALS}. */
export type AnchorSignal = (typeof ANCHOR_SIGNALS)[number]

/**
 * Signals that come from outside: numbers of the product, and how near its vector is to those of the shopper's past or of
 * the products that the list starts from. 0 in shops that give none.
 */
export const SHOP_SIGNALS = ["shop1", "shop2", "shop3", "shopLike"] as const

/** Name of one signal from outside: one of {@link SHOP_SIGNALS}. */
export type ShopSignal = (typeof SHOP_SIGNALS)[number]

/** Signals of a candidate as a gift: how often it was given, in all and for what a giver says of whom it is for. */
export const GIFT_SIGNALS = [
  "giftGiven",
  "giftShare",
  "giftRecipient",
  "giftOccasion",
  "giftAge",
  "giftLikeRecipient",
  "giftLikeOccasion",
  "giftLikeAge",
] as const

/** Name of one signal of gifts: one of {@link GIFT_SIGNALS}. */
export type GiftSignal = (typeof GIFT_SIGNALS)[number]

/** Numbers of a product that may come from outside. */
export const SHOP_NUMBERS = SHOP_SIGNALS.length - 1

/** Name of any column of a board. */
export type BoardSignal = Signal | AnchorSignal | ShopSignal | GiftSignal

/** Every column of a board, in order. */
export const BOARD_SIGNALS: readonly BoardSignal[] = [...SIGNALS, ...ANCHOR_SIGNALS, ...SHOP_SIGNALS, ...GIFT_SIGNALS]

/** Column of each signal on a board: its position in {@link BOARD_SIGNALS}. */
export const SIGNAL_INDEX: Readonly<Record<BoardSignal, number>> = ((): Record<BoardSignal, number> => {
  const index: Partial<Record<BoardSignal, number>> = {}
  BOARD_SIGNALS.forEach((signal, at) => (index[signal] = at))
  return index as Record<BoardSignal, number>
})()
