import { createRandom } from "../random/seeded-random"
import type { SeededRandom } from "../random/seeded-random"

/** What the shoppers of one arm spent, in one currency, net of returns. */
export interface ArmSpending {
  /** All shoppers of the arm. */
  readonly shoppers: number
  /** Of those who spent something, before the experiment or since: what each spent since it began. */
  readonly spent: ArrayLike<number>
  /** What each of the same spent in the time before it. */
  readonly before: ArrayLike<number>
}

/** Money per shopper of treatment less that of control. */
export interface SpendingLead {
  /** Difference of the means, less what the arms' pasts explain of it. */
  readonly difference: number
  /** Ends of its 95 % interval, which holds for one look at the planned end. */
  readonly low: number
  readonly high: number
  /** Share of the variance that is left after the past is taken out, 0 to 1. */
  readonly varianceLeft: number
}

/** Resamples: the 2.5th percentile then rests on 25 of them. */
const RESAMPLES = 1000
const TAIL = 0.025
/** Draws between two pauses: some ten milliseconds of work. */
const DRAWS_AT_ONCE = 500_000
/** Spenders of an arm below which its mean is chance. */
const SPENDERS_AT_LEAST = 20
/** Spenders of an arm above which its shoppers are resampled in as many groups: the variance is then off by a hundredth. */
const GROUPS = 10_000
/** Others of an arm from which their number in a resample is drawn from the normal distribution. */
const MANY_OTHERS = 100

/** How a lead is computed. */
export interface SpendingLeadOptions {
  /** The same figures and seed give the same interval. */
  readonly seed: number
  /** Called again and again meanwhile, for others to come between; a thousand resamples take a second. */
  readonly pause?: () => Promise<unknown>
}

/**
 * Difference of two arms in money per shopper with a bootstrap-t interval by shopper: orders of one shopper stay
 * together, and its ends follow the skew of baskets, of which a few are very large. Variance is reduced by what each
 * shopper spent before (CUPED): arms are assigned whatever the past was, so that their difference in it is chance, and
 * its part of the difference is taken off. Shoppers without a past count as 0 before.
 *
 * A shopper's count in a resample is drawn from Poisson(1), which needs no pass over those who spent nothing. Of a large
 * arm groups of shoppers are drawn in their place, of which mean, variance and skew are those of the arm.
 *
 * Returns null while fewer than twenty shoppers of an arm spent anything.
 *
 * @throws RangeError when an arm has more spenders than shoppers, or not one past for each of them
 * @see Deng, Xu, Kohavi, Walker, "Improving the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data", WSDM 2013
 * @see Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 12 (bootstrap-t)
 * @see Chamandy, Muralidharan, Najmi, Naidu, "Estimating Uncertainty for Massive Data Streams", 2012 (Poisson weights)
 */
export async function spendingLead(
  treatment: ArmSpending,
  control: ArmSpending,
  options: SpendingLeadOptions,
): Promise<SpendingLead | null> {
  for (const arm of [treatment, control]) {
    if (arm.spent.length > arm.shoppers || arm.before.length !== arm.spent.length)
      throw new RangeError(`${arm.spent.length} spenders, ${arm.before.length} pasts, ${arm.shoppers} shoppers`)
    if (spendersOf(arm) < SPENDERS_AT_LEAST) return null
  }
  const slope = slopeOnPast([treatment, control])
  const arms = [treatment, control].map((arm) => ({
    values: Float64Array.from(arm.spent, (spent, at) => spent - slope * arm.before[at]),
    others: arm.shoppers - arm.spent.length,
  }))
  const [first, second] = arms.map(momentsOf)
  const difference = first.mean - second.mean
  const error = Math.sqrt(first.squaredError + second.squaredError)
  const plain = [treatment, control].map(({ spent, shoppers }) =>
    momentsOf({ values: Float64Array.from(spent), others: shoppers - spent.length }),
  )
  const unadjusted = plain[0].squaredError + plain[1].squaredError
  const deviations = await resampledDeviations(arms, difference, options)
  const cut = Math.floor(deviations.length * TAIL)
  return {
    difference,
    low: difference - error * (deviations[deviations.length - 1 - cut] ?? 0),
    high: difference - error * (deviations[cut] ?? 0),
    varianceLeft: unadjusted > 0 ? Math.min(1, (error * error) / unadjusted) : 1,
  }
}

function spendersOf({ spent }: ArmSpending): number {
  let spenders = 0
  for (let at = 0; at < spent.length; at++) if (spent[at] > 0) spenders++
  return spenders
}

/** Least-squares slope of what was spent since on what was spent before, within the arms; 0 where nobody has a past. */
function slopeOnPast(arms: readonly ArmSpending[]): number {
  let [covariance, variance] = [0, 0]
  for (const { spent, before, shoppers } of arms) {
    let [x, y, xx, xy] = [0, 0, 0, 0]
    for (let at = 0; at < spent.length; at++) {
      x += before[at]
      y += spent[at]
      xx += before[at] * before[at]
      xy += before[at] * spent[at]
    }
    covariance += xy - (x * y) / shoppers
    variance += xx - (x * x) / shoppers
  }
  return variance > 0 ? covariance / variance : 0
}

/** Values of an arm; its others have 0. */
interface Sample {
  readonly values: Float64Array
  readonly others: number
}

interface Moments {
  readonly mean: number
  /** Square of the mean's standard error. */
  readonly squaredError: number
}

function momentsOf({ values, others }: Sample): Moments {
  let [sum, squares] = [0, 0]
  for (const value of values) {
    sum += value
    squares += value * value
  }
  return moments(sum, squares, values.length + others)
}

function moments(sum: number, squares: number, count: number): Moments {
  if (count === 0) return { mean: 0, squaredError: 0 }
  const mean = sum / count
  return { mean, squaredError: Math.max(0, squares / count - mean * mean) / count }
}

/** Deviations of resampled differences from the measured one, in their own standard errors, least first. */
async function resampledDeviations(
  [first, second]: readonly Sample[],
  difference: number,
  { seed, pause }: SpendingLeadOptions,
): Promise<Float64Array> {
  const random = createRandom(seed)
  const deviations = new Float64Array(RESAMPLES)
  const [ones, theirs] = [groupsOf(first, random), groupsOf(second, random)]
  const drawn = ones.sums.length + theirs.sums.length
  let sincePause = 0
  for (let at = 0; at < RESAMPLES; at++) {
    const one = resample(ones, random)
    const other = resample(theirs, random)
    const error = Math.sqrt(one.squaredError + other.squaredError)
    deviations[at] = error > 0 ? (one.mean - other.mean - difference) / error : 0
    sincePause += drawn
    if (sincePause < DRAWS_AT_ONCE) continue
    sincePause = 0
    await pause?.()
  }
  return deviations.sort()
}

/** What is drawn of an arm: spenders, or groups of shoppers. */
interface Groups {
  readonly counts: Float64Array
  readonly sums: Float64Array
  readonly squares: Float64Array
  /** Shoppers who spent nothing and are in no group. */
  readonly others: number
}

function groupsOf(sample: Sample, random: SeededRandom): Groups {
  const { values, others } = sample
  if (values.length > GROUPS) return scattered(sample, random)
  return {
    counts: new Float64Array(values.length).fill(1),
    sums: values,
    squares: values.map((one) => one * one),
    others,
  }
}

/**
 * All shoppers of an arm in groups by chance: spenders alone would lie on one side of the mean, and their groups would
 * vary more than they do.
 */
function scattered({ values, others }: Sample, random: SeededRandom): Groups {
  const [counts, sums, squares] = [0, 1, 2].map(() => new Float64Array(GROUPS))
  for (const value of values) {
    const group = random.nextInt(GROUPS)
    counts[group]++
    sums[group] += value
    squares[group] += value * value
  }
  let rest = others
  for (let group = 0; group < GROUPS; group++) {
    const share = 1 / (GROUPS - group)
    const drawn = Math.round(rest * share + Math.sqrt(rest * share * (1 - share)) * nearlyNormal(random))
    const own = Math.min(rest, Math.max(0, drawn))
    counts[group] += own
    rest -= own
  }
  return { counts, sums, squares, others: 0 }
}

function resample({ counts, sums, squares, others }: Groups, random: SeededRandom): Moments {
  let count = drawOthers(others, random)
  let [sum, square] = [0, 0]
  for (let group = 0; group < sums.length; group++) {
    const times = poissonOf(random.nextUint32())
    count += times * counts[group]
    sum += times * sums[group]
    square += times * squares[group]
  }
  return moments(sum, square, count)
}

function drawOthers(others: number, random: SeededRandom): number {
  if (others < MANY_OTHERS) {
    let drawn = 0
    for (let one = 0; one < others; one++) drawn += poissonOf(random.nextUint32())
    return drawn
  }
  return Math.round(others + Math.sqrt(others) * nearlyNormal(random))
}

/** Twelve uniform numbers less 6 are close to normal. */
function nearlyNormal(random: SeededRandom): number {
  let normal = -6
  for (let one = 0; one < 12; one++) normal += random.next()
  return normal
}

/** Upper ends of the counts 0, 1, 2, … of Poisson(1) among 32 random bits. */
const POISSON_ENDS = poissonEnds()

function poissonEnds(): number[] {
  const ends: number[] = []
  let [chance, below] = [1 / Math.E, 0]
  for (let count = 0; count < 12; count++) {
    below += chance
    ends.push(below * 2 ** 32)
    chance /= count + 1
  }
  return ends
}

function poissonOf(bits: number): number {
  let count = 0
  while (count < POISSON_ENDS.length && bits >= POISSON_ENDS[count]) count++
  return count
}
