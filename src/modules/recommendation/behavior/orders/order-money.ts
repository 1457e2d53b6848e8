/** A discount on a whole line. */
export interface LineDiscount {
  readonly amount: number
  readonly isTaxInclusive: boolean
}

/** A line of an order in one of its versions, as far as money goes. */
export interface PricedLine {
  /** Units ordered; what came back is still among them. */
  readonly quantity: number
  readonly unitPrice: number
  readonly isTaxInclusive: boolean
  /** Sum of the tax rates, as a fraction. */
  readonly taxRate: number
  readonly discounts: readonly LineDiscount[]
}

/**
 * What `kept` of a line's units cost: discounts off, tax included, as Medusa's own totals of the order have it. A
 * discount belongs to all units of its line alike, so that a returned unit takes its share of it along.
 */
export function totalOf(line: PricedLine, kept: number): number {
  if (line.quantity <= 0 || kept <= 0) return 0
  const withTax = 1 + line.taxRate
  const net = line.isTaxInclusive ? line.unitPrice / withTax : line.unitPrice
  const discount = line.discounts.reduce(
    (sum, { amount, isTaxInclusive }) => sum + (isTaxInclusive ? amount / withTax : amount),
    0,
  )
  return (net - discount / line.quantity) * kept * withTax
}

/** What one unit was paid, discounts off, with or without tax as the line's own unit price is. */
export function paidUnitPrice(line: PricedLine): number {
  if (line.quantity <= 0) return line.unitPrice
  return totalOf(line, 1) / (line.isTaxInclusive ? 1 : 1 + line.taxRate)
}

/**
 * The share of an order's value that credit lines leave. Medusa writes a credit line for money that was paid back
 * beyond what returns and edits owe: it lowers the order's total, and no line of goods. What is left is divided among
 * goods and delivery in proportion to their value.
 */
export function shareAfterCredits({ goods, delivery, credits }: OrderValue): number {
  const value = goods + delivery
  if (credits <= 0 || value <= 0) return 1
  return Math.min(1, Math.max(0, 1 - credits / value))
}

/** Parts of an order's total. */
export interface OrderValue {
  readonly goods: number
  readonly delivery: number
  readonly credits: number
}

/** Takes off the dust of floating point; six decimals hold the smallest coin of every currency. */
export const roundMoney = (amount: number): number => Math.round(amount * 1e6) / 1e6
