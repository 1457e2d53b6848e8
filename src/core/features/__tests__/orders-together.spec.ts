import { cooccurrenceTable } from "../item-table"
import type { ItemSets } from "../item-table"
import { countOrders, countTogether, isOftenTogether } from "../orders-together"
import { packRows } from "../packed-table"

/** Orders, each old enough to weigh a tenth. */
function ordersOf(orders: readonly (readonly number[])[]): ItemSets {
  const offsets = new Int32Array(orders.length + 1)
  orders.forEach((order, at) => (offsets[at + 1] = offsets[at] + order.length))
  return { offsets, items: Int32Array.from(orders.flat()), weights: new Float64Array(orders.length).fill(0.1) }
}

const ORDERS = ordersOf([[0, 1], [1, 0, 2], [1, 2], [3], [0, 1]])

describe("orders together", () => {
  test("countOrders: an order counts once for each of its products, however old it is", () => {
    const { orders, total } = countOrders(ORDERS, 5)
    expect([...orders]).toEqual([3, 4, 2, 1, 0])
    expect(total).toBe(5)
  })

  test("countTogether: each entry of the table has the orders that held both, however old", () => {
    const table = cooccurrenceTable(ORDERS, { itemCount: 5, neighbors: 5, shrinkage: 0 })
    const counts = countTogether(ORDERS, table)
    const found = [0, 1, 2, 3, 4].map((item) =>
      Array.from({ length: table.offsets[item + 1] - table.offsets[item] }, (_, at) => {
        const place = table.offsets[item] + at
        return [table.items[place], counts[place]] as const
      }).sort((a, b) => a[0] - b[0]),
    )
    expect(found).toEqual([
      [
        [1, 3],
        [2, 1],
      ],
      [
        [0, 3],
        [2, 2],
      ],
      [
        [0, 1],
        [1, 2],
      ],
      [],
      [],
    ])
  })

  /** Whether 0 and 1 may be called so, of so many orders. */
  function isOften(both: number, orders: readonly [number, number], total: number, atLeast = 1): boolean {
    const basket = packRows(
      {
        offsets: Int32Array.of(0, 2, 2),
        items: Int32Array.of(1, 2),
        columns: [Float32Array.of(1, 1), Float32Array.of(both, 40)],
      },
      3,
    )
    return isOftenTogether({ orders: Float32Array.of(...orders, 0), total }, basket, { from: 0, to: 1, atLeast })
  }

  test("isOftenTogether: enough orders held both", () => {
    expect([2, 3, 4].map((atLeast) => isOften(3, [10, 10], 100, atLeast))).toEqual([true, true, false])
  })

  test("isOftenTogether: more than chance would bring", () => {
    // Chance brings 10 · 30 / total orders together, so three where there are a hundred.
    expect([99, 100, 101].map((total) => isOften(3, [10, 30], total))).toEqual([false, false, true])
  })

  test("isOftenTogether: small counts are known exactly, packed beside greater ones", () => {
    for (let both = 1; both <= 18; both++)
      expect([both, both + 1].map((atLeast) => isOften(both, [20, 20], 1000, atLeast))).toEqual([true, false])
  })

  test("isOftenTogether: products that have no entry are not, nor is any of a product that is new", () => {
    const counts = { orders: Float32Array.of(1, 1, 1), total: 9 }
    const basket = packRows(
      { offsets: Int32Array.of(0, 1), items: Int32Array.of(1), columns: [Float32Array.of(1), Float32Array.of(9)] },
      3,
    )
    const pairs = [
      [0, 1],
      [0, 2],
      [2, 1],
    ]
    expect(pairs.map(([from, to]) => isOftenTogether(counts, basket, { from, to, atLeast: 1 }))).toEqual([
      ...[true, false, false],
    ])
  })
})
