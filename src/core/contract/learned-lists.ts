/** Lists with a ranking of their own beside `for_you`, each judged by a hold-out of its own. */
export const LEARNED_LISTS = ["cart", "bought_together", "similar", "gift", "buy_again"] as const

/** One of {@link LEARNED_LISTS}. */
export type LearnedList = (typeof LEARNED_LISTS)[number]
