import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"

/** Share of one month's shoppers whose behavior is kept. */
export interface KeepShare {
  /** `YYYY-MM`, UTC. */
  readonly month: string
  /** 0 to 1. */
  readonly share: number
}

/** Rows of one month. */
export interface MonthCount {
  readonly month: string
  readonly rows: number
}

/** Months after which a share halves, before it is capped at 1. */
const HALF_LIFE_MONTHS = 3
const BISECTIONS = 60

/**
 * Shares min(1, c · 2^(−age/half-life)) by month, newest first, with c such that
 * about `maxRows` rows are kept in all: the newest whole, the older the fewer.
 */
export function decayingShares(months: readonly MonthCount[], maxRows: number): KeepShare[] {
  const newestFirst = [...months].sort((a, b) => (a.month < b.month ? 1 : -1))
  const sharesAt = (scale: number): number[] =>
    newestFirst.map((_, age) => Math.min(1, scale * 2 ** (-age / HALF_LIFE_MONTHS)))
  const keptAt = (scale: number): number =>
    sharesAt(scale).reduce((sum, share, at) => sum + share * (newestFirst[at]?.rows ?? 0), 0)
  let low = 0
  let high = 2 ** (newestFirst.length / HALF_LIFE_MONTHS + 1)
  for (let round = 0; round < BISECTIONS; round++) {
    const middle = (low + high) / 2
    if (keptAt(middle) > maxRows) high = middle
    else low = middle
  }
  const shares = sharesAt(low)
  return newestFirst.map(({ month }, at) => ({ month, share: shares[at] ?? 0 }))
}

/** What of the behavior is read. */
export interface KeptBehavior {
  /** Rows that there are. */
  readonly total: number
  /** Shares by month, newest first; null when all of it fits. */
  readonly shares: readonly KeepShare[] | null
}

/** Shares for the behavior up to `seq`. */
export async function keepShares(
  context: ModuleContext,
  { seq, maxRows }: { readonly seq: number; readonly maxRows: number },
): Promise<KeptBehavior> {
  const months = await queryRows(
    context.knex(),
    {
      sql: `select to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month, count(*) as rows
              from behavior_event where seq <= ? and not is_bot group by 1`,
      bindings: [seq],
    },
    z.object({ month: z.string(), rows: z.coerce.number() }),
  )
  const total = months.reduce((sum, { rows }) => sum + rows, 0)
  return { total, shares: total <= maxRows ? null : decayingShares(months, maxRows) }
}
