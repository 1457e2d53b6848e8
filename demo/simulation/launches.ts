import type { SeededRandom } from "../../src/core/random/seeded-random"
import type { Gift } from "../catalog/catalog"
import { lastSeasonBefore } from "./calendar"

const DAY_MS = 86_400_000
/** Share of the products that were there before the history began. */
const FROM_THE_START = 0.6
/** Days before its season in which something seasonal comes into the shop: earliest and latest. */
const BEFORE_SEASON_DAYS = [50, 15] as const
/** Days before the end of the history in which nothing new comes: what is new has been seen by somebody. */
const SETTLED_DAYS = 3

interface Term {
  readonly startsAt: number
  readonly endsAt: number
}

/**
 * When each product came into the shop, by handle: most of them before the history began, the others spread over it,
 * and what belongs to a season shortly before one, so that no bat of October is new in December.
 */
export function launchTimes(
  gifts: readonly Gift[],
  { startsAt, endsAt }: Term,
  random: SeededRandom,
): Map<string, number> {
  const last = endsAt - SETTLED_DAYS * DAY_MS
  return new Map(
    gifts.map((gift) => {
      const isOld = random.next() < FROM_THE_START
      const spread = random.next()
      const early = startsAt - (10 + 200 * spread) * DAY_MS
      const [earliest, latest] = BEFORE_SEASON_DAYS
      const season = lastSeasonBefore(gift.styles, last + latest * DAY_MS)
      const launched =
        season === undefined
          ? startsAt + spread * (last - startsAt)
          : season - (latest + spread * (earliest - latest)) * DAY_MS
      return [gift.handle, isOld || launched > last || launched < startsAt ? early : Math.round(launched)]
    }),
  )
}
