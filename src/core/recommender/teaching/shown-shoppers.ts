import type { Dataset, InteractionLog, ShownList } from "../../contract/interaction-log"
import { rowsByKey } from "../../data/rows-by-key"
import type { RowsByKey } from "../../data/rows-by-key"
import type { RankingCase } from "../../evaluation/temporal-split"
import { BEHAVIOR } from "../../features/profile"
import type { Goal } from "../../features/shop-state"
import { oldestFirst } from "./seen-lists"

/**
 * Lists whose shoppers are believed, oldest first. In a shop whose purchases are known, only those who ever bought are:
 * identities cost nothing, and whoever makes up shoppers could click whatever they push.
 */
export function trustedLists({ shown = [], log }: Dataset, goal: Goal): ShownList[] {
  if (!log.hasTime || shown.length === 0) return []
  const isTrusted = goal === "purchase" ? buyersOf(log) : () => true
  return oldestFirst(shown.filter(({ shopperId }) => isTrusted(shopperId)))
}

/** A list as a question: who was asked, as they were by then, and the products that it started from. */
export interface ShownQuestion extends RankingCase {
  readonly anchors: readonly number[]
}

/** Shoppers of lists that were shown, and what each had done by then. */
export class ShownShoppers {
  readonly #log: InteractionLog
  readonly #byUser: RowsByKey
  readonly #users: ReadonlyMap<string, number>
  readonly #items: ReadonlyMap<string, number>

  /** @param hasLists whether anybody will be asked for: without, nothing is indexed */
  constructor(log: InteractionLog, hasLists: boolean) {
    this.#log = log
    this.#byUser = rowsByKey(log.user, hasLists ? log.userIds.length : 0, hasLists ? log.length : 0)
    this.#users = new Map(hasLists ? log.userIds.map((id, at) => [id, at]) : [])
    this.#items = new Map(hasLists ? log.itemIds.map((id, at) => [id, at]) : [])
  }

  /** A product of the log by its id. */
  itemOf(id: string): number | undefined {
    return this.#items.get(id)
  }

  /** What a list answered; null where nothing is known of it: of such a shopper the shop's own order is asked, not the weights. */
  questionOf({ kind, shopperId, anchors: ids, time }: Omit<ShownList, "products" | "placement">): ShownQuestion | null {
    const user = this.#users.get(shopperId)
    if (user === undefined) return null
    const rows = this.#pastOf(user, time)
    const anchors = ids.flatMap((id) => this.#items.get(id) ?? [])
    if (kind === "for_you" ? rows.length === 0 : anchors.length === 0) return null
    return {
      ...{ user, rows: Int32Array.from(rows), now: time, truth: new Int32Array(0), isKnown: true, anchors },
      channel: this.#channelOf(user, time),
    }
  }

  /** Where a list was shown: where the shopper did next what they did, for they were looking at it. */
  #channelOf(user: number, time: number): number | undefined {
    const { channels } = this.#log
    if (channels === undefined) return undefined
    const { offsets, rows } = this.#byUser
    const own = rows.subarray(offsets[user], offsets[user + 1])
    const next = own.find((row) => this.#log.time[row] >= time && channels.of[row] >= 0)
    return channels.of[next ?? own[own.length - 1]]
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
