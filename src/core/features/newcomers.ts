import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { sumOf } from "../numeric/sum"
import type { PopularityCounters } from "./popularity"
import { basketOf } from "./profile"
import type { SegmentTable } from "./segments"
import { personOf, rowsByPerson } from "./visits"

/** What an order for shoppers of whom nothing is known is mixed from. */
export interface NewcomerCounts {
  /** Choices in each shopper's first basket. A choice that serving follows is not counted: whose first it is, the log knows. */
  readonly firstBaskets: PopularityCounters
  /** Each shopper's latest choice of a product: a product that few buy often counts as few. */
  readonly latest: PopularityCounters
  /** All choices, repeats too. */
  readonly sales: PopularityCounters
}

/** What marks the rows, among those that `accepts` names, that count as first baskets, as latest choices and as sales. */
export function newcomerMarks(
  log: InteractionLog,
  byUser: RowsByKey,
  accepts: (behavior: number) => boolean,
): readonly [firstBaskets: () => Uint16Array, latest: () => Uint16Array, sales: () => Uint16Array] {
  const marked = (mark: (marks: Uint16Array) => void) => (): Uint16Array => {
    const marks = new Uint16Array(log.length)
    mark(marks)
    return marks
  }
  return [
    marked((marks) => markFirstBaskets(log, byUser, { accepts, marks })),
    marked((marks) => markLatest(log, accepts, marks)),
    marked((marks) => {
      for (let row = 0; row < log.length; row++) marks[row] = accepts(log.behavior[row]) ? 1 : 0
    }),
  ]
}

function markFirstBaskets(
  log: InteractionLog,
  byUser: RowsByKey,
  { accepts, marks }: { readonly accepts: (behavior: number) => boolean; readonly marks: Uint16Array },
): void {
  const seenBy = new Int32Array(log.itemIds.length).fill(-1)
  for (let user = 0; user + 1 < byUser.offsets.length; user++) {
    let basket = Number.NaN
    for (let at = byUser.offsets[user]; at < byUser.offsets[user + 1]; at++) {
      const row = byUser.rows[at]
      if (!accepts(log.behavior[row])) continue
      if (Number.isNaN(basket)) basket = basketOf(log, row)
      if (basketOf(log, row) !== basket) break
      if (seenBy[log.item[row]] !== user) marks[row] = 1
      seenBy[log.item[row]] = user
      // Where no basket is known, the first row is one.
      if (basket < 0) break
    }
  }
}

function markLatest(log: InteractionLog, accepts: (behavior: number) => boolean, marks: Uint16Array): void {
  const byPerson = rowsByPerson(log)
  const seenBy = new Int32Array(log.itemIds.length).fill(-1)
  for (let person = 0; person + 1 < byPerson.offsets.length; person++) {
    for (let at = byPerson.offsets[person + 1] - 1; at >= byPerson.offsets[person]; at--) {
      const row = byPerson.rows[at]
      if (!accepts(log.behavior[row]) || seenBy[log.item[row]] === person) continue
      seenBy[log.item[row]] = person
      marks[row] = 1
    }
  }
  for (let row = 0; row < log.length; row++) {
    if (personOf(log, row) < 0 && accepts(log.behavior[row])) marks[row] = 1
  }
}

/** Columns of the counters: days of their half-lives. */
const HALF_LIFE = { days4: 0, days15: 1, days60: 2, days360: 3 } as const

/** One way of estimating. */
export interface NewcomerSetting {
  /** Counters of all shoppers that are read, each one's shares as much as the others'. */
  readonly counters: readonly (keyof NewcomerCounts)[]
  /** Half-lives, the longest first: each is the prior of the next. */
  readonly halfLives: readonly number[]
  /** How many of the shortest half-lives are meaned. */
  readonly meaned: number
  /** Choices that a longer half-life counts for beside those of a shorter one. */
  readonly pseudoChoices: number
  /** Part that first baskets have where there are very many of them, 0 to 1. */
  readonly firstPart: number
}

const FADING = [HALF_LIFE.days360, HALF_LIFE.days60, HALF_LIFE.days15]

/** Best in the mean of cuts and shops of all sizes, see docs/RANKING.md. */
const DEFAULT_SETTING: NewcomerSetting = {
  counters: ["latest", "sales"],
  halfLives: FADING,
  meaned: 2,
  pseudoChoices: 1000,
  firstPart: 0.35,
}

/**
 * All ways that a shop chooses from by its own past; the first is taken where the past cannot decide. The last two are
 * the simple orders that nobody may be worse off than: what sells these weeks, and what has sold all along.
 */
export const NEWCOMER_SETTINGS: readonly NewcomerSetting[] = [
  DEFAULT_SETTING,
  { ...DEFAULT_SETTING, firstPart: 0 },
  { ...DEFAULT_SETTING, firstPart: 0.65 },
  { ...DEFAULT_SETTING, halfLives: [...FADING, HALF_LIFE.days4], pseudoChoices: 300 },
  { ...DEFAULT_SETTING, pseudoChoices: 10_000 },
  { counters: ["sales"], halfLives: [HALF_LIFE.days15], meaned: 1, pseudoChoices: 0, firstPart: 0 },
  { counters: ["sales"], halfLives: [HALF_LIFE.days360], meaned: 1, pseudoChoices: 0, firstPart: 0 },
]

/** Half-lives of first baskets, each as much as the other. */
const FIRST_HALF_LIVES = [HALF_LIFE.days15, HALF_LIFE.days60]
/** Pseudo-choices of interest beside each half-life: views speak where hardly anything was chosen yet. */
const INTEREST_CHOICES = 20
/** Choices in first baskets at which these have half of the part that they may have at most. */
const FIRST_DOUBT = 1000

/**
 * For each product the share of a new shopper's choices that it is expected to have; the shares sum to 1 where anything
 * was chosen or looked at. Shares of a short half-life are drawn towards those of the next longer one, so that a shop of
 * a few hundred choices is ranked by all of its past and a large one by these weeks. What first baskets hold is mixed
 * in with the more weight the more choices are in them: few of them are noise.
 */
export function newcomerShares(
  counts: NewcomerCounts,
  interest: PopularityCounters,
  setting: NewcomerSetting,
): Float64Array {
  const { counters, halfLives, meaned, pseudoChoices, firstPart } = setting
  const views = meanShares([interest.counts[HALF_LIFE.days15]])
  const levels: Shares[] = []
  for (const halfLife of halfLives) {
    const own = meanShares(counters.map((name) => counts[name].counts[halfLife]))
    const longer = levels.length === 0 ? null : levels[levels.length - 1].shares
    levels.push({
      shares: longer === null ? own.shares : drawnTowards(longer, own, pseudoChoices),
      choices: own.choices,
    })
  }
  const base = meanOf(levels.slice(-meaned), views)
  const firsts = FIRST_HALF_LIVES.map((halfLife) => counts.firstBaskets.counts[halfLife])
  const choices = Math.max(...firsts.map(sumOf))
  const part = (firstPart * choices) / (choices + FIRST_DOUBT)
  const first = meanShares(firsts).shares
  return base.map((share, item) => (1 - part) * share + part * first[item])
}

interface Shares {
  readonly shares: Float64Array
  /** What they were counted from. */
  readonly choices: number
}

/** Mean of levels, each with what is looked at for so many choices more. */
function meanOf(levels: readonly Shares[], views: Shares): Float64Array {
  const mean = new Float64Array(views.shares.length)
  const interest = views.choices > 0 ? INTEREST_CHOICES : 0
  for (const { shares, choices } of levels) {
    if (choices + interest === 0) continue
    const scale = 1 / (choices + interest) / levels.length
    for (let item = 0; item < mean.length; item++) {
      mean[item] += (choices * shares[item] + interest * views.shares[item]) * scale
    }
  }
  return mean
}

/** Mean of the columns' shares, and of their sums. */
function meanShares(columns: readonly Float32Array[]): Shares {
  const shares = new Float64Array(columns[0].length)
  let choices = 0
  for (const column of columns) {
    const sum = sumOf(column)
    choices += sum / columns.length
    if (sum > 0) column.forEach((count, item) => (shares[item] += count / sum / columns.length))
  }
  return { shares, choices }
}

/** The Dirichlet mean of own shares on top of `pseudoChoices` spread as the prior is. */
function drawnTowards(prior: Float64Array, { shares, choices }: Shares, pseudoChoices: number): Float64Array {
  const total = choices + pseudoChoices
  if (choices === 0 || total === 0) return prior
  return shares.map((share, item) => (choices * share + pseudoChoices * prior[item]) / total)
}

/**
 * The shares as a new shopper of some segments is expected to choose: each product's share times how much more often
 * than the whole shop a segment chooses it, (own + doubt) / (expected + doubt), meaned over the segments. The ratio keeps
 * what the shares know of the present and of first baskets; the doubt keeps a product that few have chosen yet near 1.
 *
 * @see DuMouchel, "Bayesian data mining in large frequency tables", The American Statistician 1999 (gamma-Poisson shrinkage)
 */
export function segmentShares(
  shares: Float64Array,
  { offsets, items, counts, whole }: SegmentTable,
  { segments, doubt }: { readonly segments: readonly number[]; readonly doubt: number },
): Float64Array {
  const mean = new Float64Array(shares.length)
  for (const segment of segments) {
    const kept = items.subarray(offsets[segment], offsets[segment + 1])
    const own = new Float64Array(shares.length)
    kept.forEach((item, at) => (own[item] = counts[offsets[segment] + at]))
    // Of a segment's strongest products alone the counts are known: by these it is as large as they say.
    const beside = kept.reduce((sum, item) => sum + whole[item], 0)
    const scale = beside > 0 ? sumOf(own) / beside : 0
    for (let item = 0; item < mean.length; item++) {
      const expected = scale * (whole[item] ?? 0)
      mean[item] += (shares[item] * (own[item] + doubt)) / (expected + doubt) / segments.length
    }
  }
  return mean
}
