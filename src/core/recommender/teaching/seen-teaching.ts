import { SHOWN_LISTS } from "../../contract/interaction-log"
import type { ShownList, ShownListKind } from "../../contract/interaction-log"
import type { SeenReport } from "../../contract/recommender"
import { sampleCases } from "./sample-cases"
import type { CaseLists } from "./case-lists"
import type { Propensity } from "./place-propensities"
import { EFFECTIVE_AT_LEAST, seenLists } from "./seen-lists"
import type { SeenList } from "./seen-lists"
import type { ShownShoppers } from "./shown-shoppers"
import type { SeenProduct, TeachingSet } from "./teaching-set"

/** Lists of one span of time that teach at most: as many as a moment asks of what came next. */
const TAUGHT_AT_MOST = 1500

/** What lists of one kind taught. */
interface SeenKind {
  readonly report: SeenReport | null
  /** Empty where they were too few. */
  readonly lists: readonly SeenList[]
}

/** Where lists that were shown are taught. */
export interface SeenSpan {
  readonly kind: ShownListKind
  /** Milliseconds since 1970-01-01 UTC, `to` not included. */
  readonly from: number
  readonly to: number
}

/** What is known of lists that were shown beside them. */
export interface SeenOptions {
  readonly shoppers: ShownShoppers
  readonly propensity: Propensity
  /** Milliseconds since 1970-01-01 UTC, from which ages are counted. */
  readonly now: number
  readonly seed: number
}

/** Teaches lists what their own kind showed: what was chosen of a list, over what was in sight and passed over. */
export class SeenTeaching {
  readonly #kinds: ReadonlyMap<ShownListKind, SeenKind>
  readonly #shoppers: ShownShoppers
  readonly #seed: number

  constructor(shown: readonly ShownList[], { shoppers, propensity, now, seed }: SeenOptions) {
    this.#shoppers = shoppers
    this.#seed = seed
    this.#kinds = new Map(
      SHOWN_LISTS.map((kind) => {
        const ofKind = shown.filter((list) => list.kind === kind)
        const { lists, effective } = seenLists(ofKind, propensity, now)
        const isEnough = effective >= EFFECTIVE_AT_LEAST
        const report = { lists: isEnough ? lists.length : 0, effectiveSample: effective }
        return [kind, { report: ofKind.length > 0 ? report : null, lists: isEnough ? lists : [] }]
      }),
    )
  }

  /** The kinds of which any list teaches. */
  get kinds(): ShownListKind[] {
    return SHOWN_LISTS.filter((kind) => this.#ofKind(kind).length > 0)
  }

  /** What lists of a kind taught; null where none was shown. With too few to say anything nothing is taught, and no weight moves. */
  reportOf(kind: ShownListKind): SeenReport | null {
    return this.#kinds.get(kind)?.report ?? null
  }

  /**
   * Adds the lists of a kind and a span of time, each as its shopper was when it was shown.
   *
   * @param cases of the shop as it was known when the span began, over the rows of the same log
   */
  teach(set: TeachingSet, cases: CaseLists, { kind, from, to }: SeenSpan): void {
    const own = this.#ofKind(kind).filter(({ time }) => time >= from && time < to)
    for (const list of sampleCases(own, TAUGHT_AT_MOST, this.#seed)) {
      const question = this.#shoppers.questionOf(list)
      if (question === null) continue
      const products = this.#inSight(list, cases)
      const made = cases.lists.make({
        ...{ profile: cases.profileOf(question), now: list.time, space: set.space },
        ...{ anchors: question.anchors, always: [...products.keys()], channel: cases.channelOf(question) },
      })
      set.addSeen(made, products)
    }
  }

  #ofKind(kind: ShownListKind): readonly SeenList[] {
    return this.#kinds.get(kind)?.lists ?? []
  }

  /** Products of a list that the shop of the cases knew by then. */
  #inSight(list: SeenList, { lists: { state } }: CaseLists): Map<number, SeenProduct> {
    const products = new Map<number, SeenProduct>()
    list.itemIds.forEach((id, at) => {
      const item = this.#shoppers.itemOf(id)
      if (item === undefined || !(state.facts.firstSeen[item] < list.time)) return
      products.set(item, { isChosen: list.chosen[at], weight: list.weights[at] })
    })
    return products
  }
}
