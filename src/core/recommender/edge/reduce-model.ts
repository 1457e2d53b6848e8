import { ContentIndex } from "../../features/content"
import { emptyRows, packRows } from "../../features/packed-table"
import type { PackedTable } from "../../features/packed-table"
import { PopularityCounters } from "../../features/popularity"
import { RowReader } from "../../features/row-reader"
import { SEGMENT_COLUMN } from "../../features/segments"
import type { NeighborIndex } from "../../features/neighbors"
import type { ShopState, TableName } from "../../features/shop-state"
import type { RankingModel } from "../model/ranking-model"

/** What is kept of a model. */
export interface ReduceOptions {
  /** Whether a product may be known to everybody. */
  readonly keeps: (productId: string) => boolean
  /** Links of a product that each table keeps, the strongest. */
  readonly links: number
}

/**
 * A model for visitors, of some of its products and the strongest of their links: without the vectors of shoppers and
 * sessions, the segments, what givers wrote and the numbers that came from outside, for whoever has the file can read it.
 */
export function reduceModel(model: RankingModel, { keeps, links }: ReduceOptions): RankingModel {
  const { itemIds, catalog, state } = model
  const kept = Int32Array.from(itemIds.keys()).filter((item) => keeps(itemIds[item]))
  const subset = new Subset(kept, itemIds.length)
  const { weights, trees, lists, isTrained, calibration, standings } = model
  return {
    ...{ weights, trees, lists, isTrained, calibration, standings },
    itemIds: Array.from(kept, (item) => itemIds[item]),
    catalog: Array.from(kept, (item) => catalog.at(item) ?? null),
    state: reduceState(state, subset, links),
  }
}

function reduceState(state: ShopState, subset: Subset, links: number): ShopState {
  const { facts, newcomers, tables, together } = state
  const rows = (name: TableName): PackedTable => subset.rows(tables[name], { links, areItems: true })
  const whole = subset.counters(state.goalPopularity)
  return {
    ...{ moment: state.moment, goal: state.goal, hasTime: state.hasTime, itemCount: subset.size },
    goalPopularity: whole,
    interestPopularity: subset.counters(state.interestPopularity),
    discoveries: subset.counters(state.discoveries),
    newcomers: {
      firstBaskets: subset.counters(newcomers.firstBaskets),
      latest: subset.counters(newcomers.latest),
      sales: subset.counters(newcomers.sales),
    },
    // At the edge all channels are asked for the whole shop's.
    channels: null,
    newcomerSetting: state.newcomerSetting,
    facts: {
      logPrice: subset.numbers(facts.logPrice),
      ...subset.categories(facts),
      firstSeen: Float64Array.from(subset.kept, (item) => facts.firstSeen[item]),
      repeatRate: subset.numbers(facts.repeatRate),
      gapDays: subset.numbers(facts.gapDays),
      shoppers: subset.numbers(facts.shoppers),
      weeks: subset.rows(facts.weeks, { links: Infinity, areItems: false }),
      fromShop: null,
    },
    tables: {
      ...{ basket: rows("basket"), basketNow: rows("basketNow"), basketNowRidge: rows("basketNowRidge") },
      ...{ basketRidge: rows("basketRidge"), shopper: rows("shopper"), ridge: rows("ridge") },
      ...{ interest: rows("interest"), interestRidge: rows("interestRidge"), next: rows("next") },
    },
    together: together === null ? null : { orders: subset.numbers(together.orders), total: together.total },
    shoppers: nobody(subset.size),
    visits: nobody(subset.size),
    segments: {
      ...{ names: [], offsets: new Int32Array(1), items: new Int32Array(0), counts: new Float32Array(0) },
      whole: whole.counts[SEGMENT_COLUMN],
    },
    content: new ContentIndex(),
    gifts: null,
    live: null,
  }
}

const nobody = (itemCount: number): NeighborIndex => ({
  vectors: emptyRows(0, 2),
  owners: new Int32Array(0),
  holders: emptyRows(itemCount),
})

/** Some products of a state, renumbered in their order. */
class Subset {
  readonly #indices: Int32Array

  constructor(
    readonly kept: Int32Array,
    itemCount: number,
  ) {
    this.#indices = new Int32Array(itemCount).fill(-1)
    kept.forEach((item, at) => (this.#indices[item] = at))
  }

  get size(): number {
    return this.kept.length
  }

  numbers(values: Float32Array): Float32Array {
    return Float32Array.from(this.kept, (item) => values[item])
  }

  counters({ counts, references, fades }: PopularityCounters): PopularityCounters {
    return new PopularityCounters(
      counts.map((column) => this.numbers(column)),
      references,
      fades,
    )
  }

  /** Categories that any of the products has. */
  categories({ category, categoryNames }: ShopState["facts"]): Pick<ShopState["facts"], "category" | "categoryNames"> {
    const used = [...new Set(this.kept.map((item) => category[item]))].filter((code) => code >= 0)
    const codes = new Map(used.map((code, at) => [code, at]))
    return {
      category: Int32Array.from(this.kept, (item) => codes.get(category[item]) ?? -1),
      categoryNames: used.map((code) => categoryNames[code]),
    }
  }

  /** Rows of the products, the strongest `links` of each; where entries are items, those of other products go. */
  rows(table: PackedTable, { links, areItems }: { readonly links: number; readonly areItems: boolean }): PackedTable {
    const row = new RowReader()
    const offsets = [0]
    const items: number[] = []
    const columns = Array.from({ length: table.columns }, (): number[] => [])
    for (const item of this.kept) {
      const length = row.read(table, item)
      const values = Array.from(columns, (_, column) => row.values(column))
      const places = Array.from({ length }, (_, at) => at)
        .filter((at) => !areItems || this.#indices[row.items[at]] >= 0)
        .sort((a, b) => values[0][b] - values[0][a] || a - b)
        .slice(0, links)
      for (const at of places) {
        items.push(areItems ? this.#indices[row.items[at]] : row.items[at])
        columns.forEach((column, index) => column.push(values[index][at]))
      }
      offsets.push(items.length)
    }
    const plain = { offsets: Int32Array.from(offsets), items: Int32Array.from(items) }
    const named = areItems ? this.size : Math.max(0, ...items) + 1
    return packRows({ ...plain, columns: columns.map((column) => Float32Array.from(column)) }, named)
  }
}
