import { DAY_MS } from "../../../src/core/features/profile"
import { pastOf } from "./baseline"
import type { Baseline } from "./baseline"
import { exp2 } from "../../../src/core/numeric/portable-math"

/** Most chosen of all time. */
export const POPULARITY: Baseline = {
  name: "popularity",
  settings: [{}],
  build: (context) => () => context.popularity,
}

/** Most chosen in the last 30 days before the cut; of all time where there are no times. */
export const POPULARITY_30_DAYS: Baseline = {
  name: "popularity_30d",
  settings: [{}],
  build: ({ split, accepts, itemCount, popularity }) => {
    const { train, cut } = split
    if (!train.hasTime) return () => popularity
    const counts = new Float64Array(itemCount)
    for (let row = 0; row < train.length; row++) {
      if (train.time[row] >= cut - 30 * DAY_MS && accepts(train.behavior[row])) counts[train.item[row]]++
    }
    return () => counts
  },
}

/** What the shopper chose most often, then what is popular: the one to beat where people buy again. */
export const PERSONAL_FREQUENCY: Baseline = {
  name: "personal_frequency",
  settings: [{ halfLifeDays: 0 }, { halfLifeDays: 30 }, { halfLifeDays: 90 }, { halfLifeDays: 180 }],
  build: (context, { halfLifeDays }) => {
    const { log, accepts, popularity, itemCount } = context
    return (testCase) => {
      const scores = popularity.slice()
      if (halfLifeDays === 0 || !log.hasTime) {
        for (const [item, count] of pastOf(context, testCase)) scores[item] += count
        return scores
      }
      for (const row of testCase.rows) {
        if (!accepts(log.behavior[row]) || log.item[row] >= itemCount) continue
        const days = (testCase.now - log.time[row]) / DAY_MS
        // Never below what popularity alone could give: a past choice comes first.
        scores[log.item[row]] += 1e-3 + exp2(-days / halfLifeDays)
      }
      return scores
    }
  },
}
