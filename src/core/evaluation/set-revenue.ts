import { exp } from "../numeric/portable-math"

/** A partner of a product in its set. */
export interface SetPartner {
  /** Orders of the period with the product and without the partner. */
  readonly ordersWithout: number
  /** What one unit of the partner costs. */
  readonly price: number
}

/** What is known of a set, and of sets in this shop. */
export interface SetEvidence {
  readonly partners: readonly SetPartner[]
  /** Length of the period, in days. */
  readonly days: number
  /** Sets shown in the period. */
  readonly shown: number
  /** Orders of the period with something that came from a set. */
  readonly taken: number
}

/** Money a month that a set is expected to add; the truth lies from `low` to `high` in nine of ten cases. */
export interface SetRevenue {
  readonly amount: number
  readonly low: number
  readonly high: number
  /** Share of orders that are expected to take a partner which they lack. */
  readonly takeRate: number
  /** Part of that rate that is a guess, 1 until the shop has shown sets. */
  readonly guessShare: number
}

/** Until a shop has sets of its own: two of a hundred are taken, a guess that weighs as much as a hundred shown sets. */
const PRIOR_TAKEN = 2
const PRIOR_SHOWN = 100
const DAYS_A_MONTH = 30
/** 90 % of a normal distribution lie within so many standard deviations. */
const SPREAD = 1.645

/**
 * Only orders that lack the partner can gain it, so that what is bought together anyhow is not counted. Each takes it as
 * often as sets of this shop are taken when shown, which is careful: who buys the product is nearer to buying than who
 * looks at it. The interval is that of a ratio of counts (Poisson) and a share (beta posterior), on the log scale.
 *
 * @returns zeros for a set of no partners, or of a product that was in no order
 */
export function expectedSetRevenue({ partners, days, shown, taken }: SetEvidence): SetRevenue {
  const [hits, tries] = [taken + PRIOR_TAKEN, Math.max(shown, taken) + PRIOR_SHOWN]
  const takeRate = hits / tries
  const guessShare = PRIOR_SHOWN / tries
  const orders = partners.reduce((sum, { ordersWithout }) => sum + ordersWithout, 0)
  const money = partners.reduce((sum, { ordersWithout, price }) => sum + ordersWithout * price, 0)
  const amount = days > 0 ? (takeRate * money * DAYS_A_MONTH) / days : 0
  if (amount === 0) return { amount: 0, low: 0, high: 0, takeRate, guessShare }
  const relative = Math.sqrt(1 / orders + (1 - takeRate) / hits)
  const factor = exp(SPREAD * relative)
  return { amount, low: amount / factor, high: amount * factor, takeRate, guessShare }
}
