import * as fc from "fast-check"
import { InteractionLogBuilder, parseInteraction, parseItem, parseSegment, rowsBefore, rowsByKey, selectRows } from ".."

const RUNS = { seed: 20260101, numRuns: 200 }
const cells = (row: Record<string, string>) => (column: string) => new Map(Object.entries(row)).get(column)

describe("rows of a data folder", () => {
  test("parseInteraction: reads a full row, and fills what may be empty", () => {
    const full = {
      user_id: "u",
      item_id: "i",
      behavior_type: "purchase",
      timestamp: "2010-01-02T03:04:05Z",
      quantity: "2",
      price: "1.5",
      session_id: "s",
    }
    expect(parseInteraction(cells(full))).toEqual({
      row: {
        userId: "u",
        itemId: "i",
        behavior: "purchase",
        time: Date.UTC(2010, 0, 2, 3, 4, 5),
        quantity: 2,
        price: 1.5,
        sessionId: "s",
      },
    })
    const bare = parseInteraction(cells({ item_id: "i", behavior_type: "view", timestamp: "" }))
    expect(bare).toMatchObject({ row: { userId: "", time: Number.NaN, quantity: 1, price: Number.NaN, sessionId: "" } })
  })

  test.each([
    [{ behavior_type: "view" }, "item_id"],
    [{ item_id: "i", behavior_type: "bought" }, "behavior_type"],
    [{ item_id: "i", behavior_type: "view", timestamp: "yesterday" }, "timestamp"],
    [{ item_id: "i", behavior_type: "view", quantity: "-1" }, "quantity"],
    [{ item_id: "i", behavior_type: "view", price: "free" }, "price"],
    [{ item_id: "i".repeat(256), behavior_type: "view" }, "item_id"],
  ])("parseInteraction: %p is refused, naming %s", (row, column) => {
    expect(parseInteraction(cells(row))).toHaveProperty("problem", expect.stringContaining(column))
  })

  test("parseItem and parseSegment: empty cells are not known", () => {
    expect(parseItem(cells({ item_id: "i", title: "T", tags: "a|b|", price: "" }))).toEqual({
      row: { id: "i", title: "T", category: null, price: null, tags: ["a", "b"], createdAt: null },
    })
    expect(parseSegment(cells({ user_id: "u", age: "33", gender: "", country: "France" }))).toEqual({
      row: { id: "u", segment: { age: 33, gender: null, country: "France" } },
    })
    expect(parseSegment(cells({}))).toHaveProperty("problem", expect.stringContaining("user_id"))
  })
})

describe("interaction log", () => {
  const rowsOf = fc.array(fc.record({ user: fc.nat(5), item: fc.nat(9), time: fc.nat(50) }), { maxLength: 60 })

  function logOf(rows: readonly { user: number; item: number; time: number }[]) {
    const builder = new InteractionLogBuilder()
    for (const { user, item, time } of rows) {
      builder.add({
        userId: user === 0 ? "" : `u${user}`,
        itemId: `i${item}`,
        behavior: "view",
        time,
        quantity: 1,
        price: 2,
        sessionId: "",
      })
    }
    return builder.finish()
  }

  test("InteractionLogBuilder: rows come out in time order, those of one instant as they came", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const log = logOf(rows)
        const expected = rows.map((row, at) => ({ ...row, at })).sort((a, b) => a.time - b.time || a.at - b.at)
        expect([...log.time]).toEqual(expected.map(({ time }) => time))
        expect([...log.item].map((item) => log.itemIds[item])).toEqual(expected.map(({ item }) => `i${item}`))
        expect([...log.user].map((user) => (user < 0 ? 0 : Number(log.userIds[user].slice(1))))).toEqual(
          expected.map(({ user }) => user),
        )
      }),
      RUNS,
    )
  })

  test("rowsBefore: counts the rows of earlier instants", () => {
    fc.assert(
      fc.property(rowsOf, fc.nat(50), (rows, moment) => {
        expect(rowsBefore(logOf(rows), moment)).toBe(rows.filter(({ time }) => time < moment).length)
      }),
      RUNS,
    )
  })

  test("rowsByKey: every row stands once under its key, in order; nobody's rows stand nowhere", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const log = logOf(rows)
        const byUser = rowsByKey(log.user, log.userIds.length)
        expect(byUser.rows).toHaveLength([...log.user].filter((user) => user >= 0).length)
        for (let user = 0; user < log.userIds.length; user++) {
          const own = [...byUser.rows.subarray(byUser.offsets[user], byUser.offsets[user + 1])]
          expect(own).toEqual([...log.user.keys()].filter((row) => log.user[row] === user))
        }
      }),
      RUNS,
    )
  })

  test("selectRows: keeps the dictionaries, so codes keep their meaning", () => {
    const log = logOf([
      { user: 1, item: 1, time: 1 },
      { user: 2, item: 2, time: 2 },
    ])
    const last = selectRows(log, Int32Array.of(1))
    expect(last.itemIds[last.item[0]]).toBe("i2")
    expect(last.length).toBe(1)
  })

  test("InteractionLogBuilder: one row without a time makes row order time order", () => {
    const log = logOf([
      { user: 1, item: 1, time: 9 },
      { user: 1, item: 2, time: Number.NaN },
    ])
    expect(log.hasTime).toBe(false)
    expect([...log.time]).toEqual([0, 1])
  })
})
