import fc from "fast-check"
import { changesOf, earningsOf } from "../order-history"
import type { OrderHistory, VersionLine } from "../order-history"
import { paidUnitPrice, shareAfterCredits, totalOf } from "../order-money"

const DAY = 86_400_000
const START = Date.UTC(2026, 0, 1)

const aLine = (fields: Partial<VersionLine> = {}): VersionLine => ({
  lineId: "line_1",
  quantity: 2,
  returned: 0,
  writtenOff: 0,
  unitPrice: 10,
  isTaxInclusive: false,
  taxRate: 0,
  discounts: [],
  ...fields,
})

/** An order whose versions are a day apart. */
function anOrder(versions: readonly VersionLine[][], fields: Partial<OrderHistory> = {}): OrderHistory {
  return {
    createdAt: new Date(START),
    versions: versions.map((lines, index) => ({
      version: index + 1,
      at: new Date(START + index * DAY),
      lines,
      credits: 0,
      total: null,
    })),
    canceledAt: null,
    refundedAt: null,
    ...fields,
  }
}

const linesOf = (order: OrderHistory): [string, number][] =>
  changesOf(order).map(({ lineId, cause, by }) => [`${lineId} ${cause}`, by])

describe("changesOf", () => {
  test("changesOf: an order nothing happened to is bought, once", () => {
    expect(changesOf(anOrder([[aLine()]]))).toEqual([
      { lineId: "line_1", cause: "v1", at: new Date(START), by: 2, isFirst: true, unitPrice: 10 },
    ])
  })

  test("changesOf: a version that changes no number says nothing", () => {
    expect(linesOf(anOrder([[aLine()], [aLine({ unitPrice: 9 })]]))).toEqual([["line_1 v1", 2]])
  })

  test("changesOf: a line that the next version lacks is returned whole", () => {
    expect(linesOf(anOrder([[aLine()], []]))).toEqual([
      ["line_1 v1", 2],
      ["line_1 v2", -2],
    ])
  })

  test("changesOf: a claimed unit that then comes back is given up once", () => {
    const versions = [[aLine()], [aLine({ writtenOff: 1 })], [aLine({ writtenOff: 1, returned: 1 })]]
    expect(linesOf(anOrder(versions))).toEqual([
      ["line_1 v1", 2],
      ["line_1 v2", -1],
    ])
  })

  test("changesOf: what comes after a refund of all takes nothing more away", () => {
    const versions = [[aLine()], [aLine({ returned: 2 })]]
    expect(linesOf(anOrder(versions, { refundedAt: new Date(START + DAY / 2) }))).toEqual([
      ["line_1 v1", 2],
      ["line_1 whole", -2],
    ])
  })

  test("changesOf: canceled and paid back, it is returned at whichever came first", () => {
    const at = new Date(START + DAY)
    const changes = changesOf(anOrder([[aLine()]], { canceledAt: new Date(START + 2 * DAY), refundedAt: at }))
    expect(changes.at(-1)).toMatchObject({ by: -2, at })
  })

  test("changesOf: the changes of a line add up to what is kept of it, and never below nothing on the way", () => {
    const version = fc.record({ quantity: fc.nat(6), returned: fc.nat(6), writtenOff: fc.nat(6) })
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 6 }), (all) => {
        const changes = changesOf(anOrder(all.map((fields) => [aLine(fields)])))
        let kept = 0
        for (const { by } of changes) {
          kept += by
          expect(kept).toBeGreaterThanOrEqual(0)
        }
        const { quantity = 0, returned = 0, writtenOff = 0 } = all.at(-1) ?? {}
        expect(kept).toBe(Math.max(0, quantity - Math.max(returned, writtenOff)))
      }),
      { seed: 20261129, numRuns: 300 },
    )
  })

  test("changesOf: no two changes of an order have the same line and cause", () => {
    const version = fc.array(fc.record({ lineId: fc.constantFrom("a", "b", "c"), quantity: fc.nat(4) }), {
      maxLength: 3,
    })
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 6 }), fc.boolean(), (all, isCanceled) => {
        const order = anOrder(
          all.map((lines) => lines.map((line) => aLine(line))),
          { canceledAt: isCanceled ? new Date(START + 9 * DAY) : null },
        )
        const keys = changesOf(order).map(({ lineId, cause }) => `${lineId} ${cause}`)
        expect(new Set(keys).size).toBe(keys.length)
      }),
      { seed: 20261129, numRuns: 300 },
    )
  })
})

describe("earningsOf", () => {
  test("earningsOf: a returned unit takes its share of the discount along", () => {
    const line = aLine({ quantity: 4, returned: 1, discounts: [{ amount: 8, isTaxInclusive: false }] })
    expect(earningsOf(anOrder([[line]]))).toEqual(new Map([["line_1", 24]]))
  })

  test("earningsOf: a claimed unit stays in the total, as it does in Medusa's", () => {
    expect(earningsOf(anOrder([[aLine({ writtenOff: 1 })]]))).toEqual(new Map([["line_1", 20]]))
  })

  test("earningsOf: a line that was taken out earned nothing", () => {
    expect(earningsOf(anOrder([[aLine()], []]))).toEqual(new Map([["line_1", 0]]))
  })

  test("earningsOf: money that was paid back is taken off goods and delivery alike", () => {
    const order = anOrder([[aLine(), aLine({ lineId: "line_2", unitPrice: 5 })]])
    const versions = order.versions.map((version) => ({ ...version, credits: 20, total: 20 }))
    expect(earningsOf({ ...order, versions })).toEqual(
      new Map([
        ["line_1", 10],
        ["line_2", 5],
      ]),
    )
  })

  test.each(["canceledAt", "refundedAt"] as const)("earningsOf: %s set, nothing was earned", (field) => {
    expect(earningsOf(anOrder([[aLine()]], { [field]: new Date(START + DAY) }))).toEqual(new Map([["line_1", 0]]))
  })
})

describe("money of a line", () => {
  test("totalOf: tax is added to a price without it, and is in one with it", () => {
    expect(totalOf(aLine({ taxRate: 0.19 }), 2)).toBeCloseTo(23.8, 9)
    expect(totalOf(aLine({ taxRate: 0.19, isTaxInclusive: true }), 2)).toBeCloseTo(20, 9)
  })

  test("totalOf: a discount with tax in it takes off what it says", () => {
    const discounts = [{ amount: 11.9, isTaxInclusive: true }]
    expect(totalOf(aLine({ taxRate: 0.19, isTaxInclusive: true, discounts }), 2)).toBeCloseTo(8.1, 9)
  })

  test("totalOf: of nothing ordered nothing is kept", () => {
    expect(totalOf(aLine({ quantity: 0 }), 0)).toBe(0)
  })

  test("paidUnitPrice: in the terms of the unit price, discounts off", () => {
    const discounts = [{ amount: 5, isTaxInclusive: false }]
    expect(paidUnitPrice(aLine({ taxRate: 0.19, discounts }))).toBeCloseTo(7.5, 9)
    expect(paidUnitPrice(aLine({ quantity: 0 }))).toBe(10)
  })

  test("shareAfterCredits: between nothing and all of it", () => {
    expect(shareAfterCredits({ goods: 10, delivery: 0, credits: 0 })).toBe(1)
    expect(shareAfterCredits({ goods: 10, delivery: 10, credits: 5 })).toBe(0.75)
    expect(shareAfterCredits({ goods: 10, delivery: 0, credits: 30 })).toBe(0)
    expect(shareAfterCredits({ goods: 0, delivery: 0, credits: 3 })).toBe(1)
  })
})
