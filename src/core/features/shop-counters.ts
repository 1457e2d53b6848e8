import type { InteractionLog } from "../contract/interaction-log"
import type { RowsByKey } from "../data/rows-by-key"
import { sumOf } from "../numeric/sum"
import { leadingChannels, strengthOf } from "./channel-strength"
import { newcomerMarks } from "./newcomers"
import type { NewcomerCounts } from "./newcomers"
import { countPopularity, PopularityCounters, repeatNumbers } from "./popularity"
import { isInterest } from "./profile"

/** What was chosen and looked at, by product: of the whole shop, or of one of its channels. */
export interface ShopCounters {
  readonly goalPopularity: PopularityCounters
  readonly interestPopularity: PopularityCounters
  /** Choices by shoppers who had not chosen the product before. */
  readonly discoveries: PopularityCounters
  /** What the order for shoppers of whom nothing is known is mixed from. */
  readonly newcomers: NewcomerCounts
}

/** Each kind of counters by its name, in the order in which they are counted and written. */
export const COUNTERS = {
  goal: (of: ShopCounters) => of.goalPopularity,
  interest: (of: ShopCounters) => of.interestPopularity,
  discoveries: (of: ShopCounters) => of.discoveries,
  firstBaskets: (of: ShopCounters) => of.newcomers.firstBaskets,
  latest: (of: ShopCounters) => of.newcomers.latest,
  sales: (of: ShopCounters) => of.newcomers.sales,
} as const

/** Name of one kind of {@link ShopCounters}. */
type CounterKind = keyof typeof COUNTERS

/** The counters of a shop or channel, kind by kind. */
export function shopCounters(of: (kind: CounterKind) => PopularityCounters): ShopCounters {
  return {
    goalPopularity: of("goal"),
    interestPopularity: of("interest"),
    discoveries: of("discoveries"),
    newcomers: { firstBaskets: of("firstBaskets"), latest: of("latest"), sales: of("sales") },
  }
}

/** Counters of each sales channel in which enough was chosen. */
export interface ChannelTable {
  readonly ids: readonly string[]
  /** Choices of the whole shop that stand beside a channel's own: the fewer, the more the channels' tastes differ. */
  readonly strength: number
  /** By channel, in the order of the ids. */
  readonly counters: readonly ShopCounters[]
}

/** Column of the counters that forgets least: what a channel likes is read off it. */
const LONGEST = 3

/** Counts all rows that `accepts` names, and all interest, as of a moment: in the whole shop, and in each channel. */
export function countShop(
  log: InteractionLog,
  byUser: RowsByKey,
  options: {
    readonly moment: number
    readonly accepts: (behavior: number) => boolean
    /** Of the choices, see `repeatNumbers`. */
    readonly repeats: Uint16Array
  },
): { readonly whole: ShopCounters; readonly channels: ChannelTable | null } {
  const { moment, accepts, repeats } = options
  const { ids, codes } = leadingChannels(log, (row) => repeats[row] > 0)
  // Each kind of row is marked when it is counted: the marks of all at once would be the most memory of a state.
  const count = (marks: Uint16Array): PopularityCounters[] => [
    countPopularity(log, moment, marks),
    ...codes.map((code) => countPopularity(log, moment, ofChannel(log, marks, code))),
  ]
  const goal = count(repeats)
  const interest = count(repeatNumbers(log, byUser, isInterest))
  const discoveries = count(repeats.map((repeat) => (repeat === 1 ? 1 : 0)))
  const [firstBaskets, latest, sales] = newcomerMarks(log, byUser, accepts).map((mark) => count(mark()))
  const counted = { goal, interest, discoveries, firstBaskets, latest, sales }
  const [whole, ...counters] = goal.map((_, at) => shopCounters((kind) => counted[kind][at]))
  // Of a shopper's choices of a product one counts: many by one shopper say little of a channel.
  const strength = strengthOf(counters.map(({ newcomers }) => newcomers.latest.counts[LONGEST]))
  return { whole, channels: strength === null ? null : { ids, strength, counters } }
}

function ofChannel({ channels }: InteractionLog, marks: Uint16Array, code: number): Uint16Array {
  return marks.map((mark, row) => (channels?.of[row] === code ? mark : 0))
}

/** Counters of the whole shop as one of its channels sees them; the whole's where there is no such channel. */
export function countersIn(
  state: ShopCounters & { readonly channels: ChannelTable | null },
  channel: number,
): ShopCounters {
  const { channels } = state
  const own = channels?.counters[channel]
  if (channels === null || own === undefined) return state
  return shopCounters((kind) => drawnToWhole(COUNTERS[kind](state), COUNTERS[kind](own), channels.strength))
}

/**
 * A channel's counters in the scale of the whole shop's: its shares are those of its own n choices on top of `strength`
 * more (Gamma-Poisson), spread as the whole shop's of these days are, times how much more often than the whole shop the
 * channel has chosen each product all along. A channel of which little is known so has the whole shop's counts, and one
 * that is the whole shop too.
 */
function drawnToWhole(whole: PopularityCounters, own: PopularityCounters, strength: number): PopularityCounters {
  const lifts = liftsOf(whole.counts[LONGEST], own.counts[LONGEST], strength)
  const counts = whole.counts.map((all, at) => {
    const mine = own.counts[at]
    const total = sumOf(all)
    const prior = Float64Array.from(all, (count, item) => count * lifts[item])
    const priorTotal = sumOf(prior)
    if (priorTotal === 0) return all
    const scale = total / (sumOf(mine) + strength)
    return all.map((_, item) => scale * (mine[item] + (strength * prior[item]) / priorTotal))
  })
  return new PopularityCounters(counts, whole.references, whole.fades)
}

/** How many times as often as the whole shop a channel chooses each product, drawn towards 1. */
function liftsOf(whole: Float32Array, own: Float32Array, strength: number): Float64Array {
  const [total, mine] = [sumOf(whole), sumOf(own)]
  return Float64Array.from(whole, (count, item) => {
    const share = count / total
    return count > 0 ? (own[item] + strength * share) / ((mine + strength) * share) : 1
  })
}

/** The same counters with room for more products. */
export function grownCounters(counters: ShopCounters, itemCount: number): ShopCounters {
  return shopCounters((kind) => COUNTERS[kind](counters).grown(itemCount))
}
