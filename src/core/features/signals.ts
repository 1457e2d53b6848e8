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
  // What the products of her past lead to.
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
  // What shoppers like her choose.
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
  "trend",
  "newness",
  "repeatRate",
  "interestPopular4",
  "interestPopular60",
  "price",
  "category",
  // What happened in the shop since she was last there.
  "missed",
  "sinceLast",
  "sinceShare",
  // What the product's words are doing.
  "themeTrend",
  "themePopular",
] as const

/** Name of one signal of a candidate: one of {@link SIGNALS}. */
export type Signal = (typeof SIGNALS)[number]

/** Position of each signal in {@link SIGNALS}. */
export const SIGNAL_INDEX: Readonly<Record<Signal, number>> = ((): Record<Signal, number> => {
  const index: Partial<Record<Signal, number>> = {}
  SIGNALS.forEach((signal, at) => (index[signal] = at))
  return index as Record<Signal, number>
})()
