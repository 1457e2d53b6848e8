import type { Dataset, InteractionLog } from "../../contract/interaction-log"
import type { SeenReport } from "../../contract/recommender"
import { rowsByKey } from "../../data/rows-by-key"
import type { RowsByKey } from "../../data/rows-by-key"
import { BEHAVIOR } from "../../features/profile"
import type { Goal } from "../../features/shop-state"
import { sampleCases } from "./case-lists"
import type { CaseLists } from "./case-lists"
import { harvestPropensities } from "./place-propensities"
import { EFFECTIVE_AT_LEAST, oldestFirst, seenLists } from "./seen-lists"
import type { SeenList } from "./seen-lists"
import type { SeenProduct, TeachingSet } from "./teaching-set"

/** Lists of one span of time that teach at most: as many as a moment asks of what came next. */
const TAUGHT_AT_MOST = 1500

/** Teaches `for_you` what its own lists showed: what was chosen of a list, over what was in sight and passed over. */
export class SeenTeaching {
  /** Null where nothing was shown, or too little to say anything: then nothing is taught, and no weight moves. */
  readonly report: SeenReport | null
  readonly #log: InteractionLog
  readonly #lists: readonly SeenList[]
  readonly #byUser: RowsByKey
  readonly #users: ReadonlyMap<string, number>
  readonly #items: ReadonlyMap<string, number>
  readonly #seed: number

  /**
   * In a shop whose purchases are known, only shoppers who ever bought teach: identities cost nothing, and whoever makes
   * up shoppers could click whatever they push.
   */
  constructor(dataset: Dataset, log: InteractionLog, { goal, now, seed }: { goal: Goal; now: number; seed: number }) {
    this.#log = log
    this.#seed = seed
    const shown = log.hasTime ? (dataset.shown ?? []) : []
    const isTeacher = shown.length > 0 && goal === "purchase" ? buyersOf(log) : () => true
    const own = oldestFirst(shown.filter(({ shopperId }) => isTeacher(shopperId)))
    const { lists, effective } = seenLists(own, harvestPropensities(own), now)
    const isEnough = effective >= EFFECTIVE_AT_LEAST
    this.report = shown.length === 0 ? null : { lists: isEnough ? lists.length : 0, effectiveSample: effective }
    this.#lists = isEnough ? lists : []
    const hasLists = this.#lists.length > 0
    this.#byUser = rowsByKey(log.user, hasLists ? log.userIds.length : 0, hasLists ? log.length : 0)
    this.#users = new Map(hasLists ? log.userIds.map((id, at) => [id, at]) : [])
    this.#items = new Map(hasLists ? log.itemIds.map((id, at) => [id, at]) : [])
  }

  /** Whether any list teaches. */
  get teaches(): boolean {
    return this.#lists.length > 0
  }

  /**
   * Adds the lists of a span of time, each as its shopper was when it was shown.
   *
   * @param cases of the shop as it was known when the span began, over the rows of the same log
   */
  teach(set: TeachingSet, cases: CaseLists, { from, to }: { readonly from: number; readonly to: number }): void {
    const own = this.#lists.filter(({ time }) => time >= from && time < to)
    const { firstSeen } = cases.lists.state.facts
    for (const list of sampleCases(own, TAUGHT_AT_MOST, this.#seed)) {
      const user = this.#users.get(list.shopperId)
      const rows = user === undefined ? [] : this.#pastOf(user, list.time)
      // Of whom nothing is known, the shop's own order is asked, not the weights.
      if (user === undefined || rows.length === 0) continue
      const products = new Map<number, SeenProduct>()
      list.itemIds.forEach((id, at) => {
        const item = this.#items.get(id)
        if (item === undefined || !(firstSeen[item] < list.time)) return
        products.set(item, { isChosen: list.chosen[at], weight: list.weights[at] })
      })
      const question = {
        ...{ user, rows: Int32Array.from(rows), now: list.time, truth: new Int32Array(0), isKnown: true },
      }
      const made = cases.lists.make({
        ...{ profile: cases.profileOf(question), now: list.time, always: [...products.keys()] },
      })
      set.addSeen(made, products)
    }
  }

  #pastOf(user: number, time: number): number[] {
    const { offsets, rows } = this.#byUser
    return Array.from(rows.subarray(offsets[user], offsets[user + 1])).filter((row) => this.#log.time[row] < time)
  }
}

function buyersOf(log: InteractionLog): (shopperId: string) => boolean {
  const buyers = new Set<string>()
  for (let row = 0; row < log.length; row++) {
    if (log.behavior[row] === BEHAVIOR.purchase && log.user[row] >= 0) buyers.add(log.userIds[log.user[row]])
  }
  return (shopperId) => buyers.has(shopperId)
}
