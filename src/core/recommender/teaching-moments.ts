import type { Dataset, InteractionLog } from "../contract/interaction-log"
import { logPrefix, rowsBefore } from "../data/interaction-log-builder"
import { leaveLastOut, nextBasketCases, nextItemCases } from "../evaluation/temporal-split"
import type { RankingCase, Split } from "../evaluation/temporal-split"
import type { ContentIndex } from "../features/content"
import { DAY_MS, profileOfRows } from "../features/profile"
import type { Profile } from "../features/profile"
import { segmentNames } from "../features/segments"
import { buildShopState } from "../features/shop-state"
import type { ShopState } from "../features/shop-state"
import { createRandom, shuffle } from "../random/seeded-random"
import { ListMaker } from "./shopper-list"
import type { ShopperList } from "./shopper-list"
import type { TeachingSet } from "./teaching-set"

/** A moment of the past at which the shop is rebuilt as it was known, and asked what came next. */
export interface TeachingMoment {
  /** Rows that were known. */
  readonly train: InteractionLog
  readonly moment: number
  /** Log that the rows of the cases point into. */
  readonly source: InteractionLog
  /** What is asked: an even sample of what came next. */
  readonly cases: readonly RankingCase[]
}

/** Days between two moments, and days after each in which an answer may lie. */
const MOMENT_DAYS = 14
const ANSWER_DAYS = 28
const MOMENTS_AT_MOST = 7
/** Lists made in all at most, in equal parts by moment: what a fit has time and memory for. */
const LISTS_AT_MOST = MOMENTS_AT_MOST * 1500
/** Events back from the end that are asked for where there are no times, furthest first. */
const LEFT_OUT = [2, 1]
/** Share of the rows that must lie before a moment for its shop to be like today's. */
const ROWS_BEFORE_AT_LEAST = 0.12

/**
 * Moments to learn from, oldest first, with every answer before `end`, and {@link LISTS_AT_MOST} cases in all.
 *
 * @param log all rows before `end`
 * @param span.end time from which on nothing may be seen
 * @param span.seed of the samples
 */
export function teachingMoments(
  log: InteractionLog,
  split: Pick<Split, "kind" | "goal">,
  { end, seed }: { readonly end: number; readonly seed: number },
): TeachingMoment[] {
  const moments = allMoments(log, split, end)
  const share = Math.floor(LISTS_AT_MOST / Math.max(1, moments.length))
  return moments.map((moment) => ({ ...moment, cases: sampleCases(moment.cases, share, seed) }))
}

function allMoments(log: InteractionLog, split: Pick<Split, "kind" | "goal">, end: number): TeachingMoment[] {
  if (split.kind === "leave_last_out") {
    return LEFT_OUT.map((depth) => {
      const inner = leaveLastOut(log, split.goal, depth)
      return { train: inner.train, moment: inner.cut, source: log, cases: inner.cases }
    })
  }
  const span = (end - log.time[0]) / DAY_MS
  // Short histories are cut into as many moments as they allow.
  const step = Math.max(0.5, Math.min(MOMENT_DAYS, span / 10))
  const moments: TeachingMoment[] = []
  for (let k = MOMENTS_AT_MOST; k >= 1; k--) {
    const cut = end - k * step * DAY_MS
    const until = Math.min(end, cut + (ANSWER_DAYS / MOMENT_DAYS) * step * DAY_MS)
    const rows = rowsBefore(log, cut)
    if (rows < ROWS_BEFORE_AT_LEAST * log.length) continue
    const window = { cut, until }
    const cases = split.kind === "next_basket" ? nextBasketCases(log, split.goal, window) : nextItemCases(log, window)
    if (cases.length > 0) moments.push({ train: logPrefix(log, rows), moment: cut, source: log, cases })
  }
  return moments
}

/** Builds the shop as it was known at a moment. */
export function stateAt(
  dataset: Dataset,
  split: Pick<Split, "goal">,
  options: { readonly train: InteractionLog; readonly moment: number; readonly content: ContentIndex },
): ShopState {
  return buildShopState(dataset, options.train, {
    moment: options.moment,
    goal: split.goal,
    content: options.content,
  })
}

/** Asks cases of a state: makes their lists one by one, for the next overwrites the last. */
export class CaseLists {
  readonly lists: ListMaker
  readonly #dataset: Dataset
  readonly #source: InteractionLog
  readonly #segments = new Map<string, number>()

  constructor(dataset: Dataset, source: InteractionLog, state: ShopState) {
    this.#dataset = dataset
    this.#source = source
    this.lists = new ListMaker(state)
    state.segments.names.forEach((name, at) => this.#segments.set(name, at))
  }

  /** Candidates and features of one case. */
  make(testCase: RankingCase): ShopperList {
    return this.lists.make({ profile: this.profileOf(testCase), now: testCase.now })
  }

  /** What is known of the shopper of a case. */
  profileOf({ user, rows }: RankingCase): Profile {
    return profileOfRows(this.#source, rows, this.#segmentsOf(user))
  }

  #segmentsOf(user: number): number[] {
    if (user < 0) return []
    const names = segmentNames(this.#dataset.segments.get(this.#source.userIds[user]))
    return names.flatMap((name) => this.#segments.get(name) ?? [])
  }
}

/** Adds the lists of one moment. */
export function teach(
  lists: TeachingSet,
  moment: TeachingMoment,
  shop: {
    readonly dataset: Dataset
    readonly split: Pick<Split, "goal">
    readonly content: ContentIndex
  },
): void {
  const { dataset, split, content } = shop
  const state = stateAt(dataset, split, { train: moment.train, moment: moment.moment, content })
  const maker = new CaseLists(dataset, moment.source, state)
  for (const testCase of moment.cases) lists.add(maker.make(testCase), new Set(testCase.truth))
}

/** An even sample of cases in their order, all of them where they are few. */
export function sampleCases(cases: readonly RankingCase[], count: number, seed: number): RankingCase[] {
  if (cases.length <= count) return [...cases]
  const order = shuffle(
    Int32Array.from({ length: cases.length }, (_, at) => at),
    createRandom(seed),
  )
  return Array.from(order.slice(0, count).sort(), (at) => cases[at])
}
