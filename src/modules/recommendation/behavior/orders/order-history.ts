import { paidUnitPrice, roundMoney, shareAfterCredits, totalOf } from "./order-money"
import type { PricedLine } from "./order-money"

/** A line as one version of its order has it. */
export interface VersionLine extends PricedLine {
  readonly lineId: string
  /** Units that came back, whole or damaged. */
  readonly returned: number
  /** Units that a claim gave up: the customer does not keep them, and they stay in the order's total. */
  readonly writtenOff: number
}

/** What an order looked like after one of its changes. Medusa keeps every version whole. */
export interface OrderVersion {
  readonly version: number
  readonly at: Date
  readonly lines: readonly VersionLine[]
  /** Sum of credit lines. */
  readonly credits: number
  /** The order's total as Medusa stored it with the version, null where it did not. */
  readonly total: number | null
}

/** An order with all its versions, oldest first. */
export interface OrderHistory {
  readonly createdAt: Date
  readonly versions: readonly OrderVersion[]
  readonly canceledAt: Date | null
  /** When the last of its money was paid back; null while some of it was not. */
  readonly refundedAt: Date | null
}

/** How the number of units that a customer keeps of a line changed. */
export interface LineChange {
  readonly lineId: string
  /** What changed it: `v` and the version's number, or `whole` where the order as a whole was canceled or paid back. */
  readonly cause: string
  readonly at: Date
  /** Units more, or fewer; never 0. */
  readonly by: number
  /** Whether it is the line's first. */
  readonly isFirst: boolean
  readonly unitPrice: number
}

interface Step {
  readonly cause: string
  readonly at: Date
  readonly lines: ReadonlyMap<string, VersionLine>
}

const NOTHING: ReadonlyMap<string, VersionLine> = new Map()

/**
 * Purchases and returns of an order, oldest first: the differences between its versions, so that their sum is what the
 * customer keeps by now, and their sum up to any instant is what they kept then.
 */
export function changesOf(order: OrderHistory): LineChange[] {
  const changes: LineChange[] = []
  const kept = new Map<string, { readonly quantity: number; readonly line: VersionLine }>()
  for (const { cause, at, lines } of stepsOf(order)) {
    for (const lineId of new Set([...kept.keys(), ...lines.keys()])) {
      const before = kept.get(lineId)
      const line = lines.get(lineId) ?? before?.line
      if (!line) continue
      const quantity = keptUnits(lines.get(lineId))
      const by = quantity - (before?.quantity ?? 0)
      if (by === 0) continue
      changes.push({ lineId, cause, at, by, isFirst: !before, unitPrice: roundMoney(paidUnitPrice(line)) })
      kept.set(lineId, { quantity, line })
    }
  }
  return changes
}

/** What each line of an order earned, by all that has happened to it so far: discounts, returns and refunds off. */
export function earningsOf(order: OrderHistory): Map<string, number> {
  const earnings = new Map<string, number>()
  for (const { lines } of order.versions) for (const { lineId } of lines) earnings.set(lineId, 0)
  const latest = order.versions.at(-1)
  if (!latest || order.canceledAt !== null || order.refundedAt !== null) return earnings
  const totals = latest.lines.map((line) => totalOf(line, line.quantity - line.returned))
  const goods = totals.reduce((sum, total) => sum + total, 0)
  const { credits } = latest
  const share = shareAfterCredits({ goods, delivery: deliveryOf(latest, goods), credits })
  for (const [at, { lineId }] of latest.lines.entries()) earnings.set(lineId, roundMoney((totals[at] ?? 0) * share))
  return earnings
}

function stepsOf({ createdAt, versions, canceledAt, refundedAt }: OrderHistory): Step[] {
  const over = earliest(canceledAt, refundedAt)
  const steps = versions
    .map(({ version, at, lines }, index) => ({
      cause: `v${version}`,
      at: index === 0 ? createdAt : at,
      lines: new Map(lines.map((line) => [line.lineId, line])),
    }))
    // Refunds and cancellations make versions of their own, which take nothing more away.
    .filter(({ at }, index) => index === 0 || over === null || at < over)
  return over === null ? steps : [...steps, { cause: "whole", at: over, lines: NOTHING }]
}

function earliest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

/** A unit that came back damaged counts as returned and as written off, and a claimed one that came back too. */
function keptUnits(line: VersionLine | undefined): number {
  return line ? Math.max(0, line.quantity - Math.max(line.returned, line.writtenOff)) : 0
}

/** What the order's total holds besides goods. */
function deliveryOf({ total, credits }: OrderVersion, goods: number): number {
  return total === null ? 0 : Math.max(0, total + credits - goods)
}
