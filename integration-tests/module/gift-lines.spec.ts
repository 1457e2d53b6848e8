import { behaviorCode } from "../../src/core/contract"
import type { GiftLine } from "../../src/core/contract"
import { readSnapshot } from "../../src/modules/recommendation/learning/snapshot"
import { readGiftLines } from "../../src/modules/recommendation/learning/gift-lines"
import { parseOptions } from "../../src/modules/recommendation/options"
import { DatasetBuilder } from "../../src/training/dataset-builder"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { addOrder, removeOrders } from "../helpers/shop-orders"

describe("lines of gift orders", () => {
  let module: TestModule

  beforeAll(async () => {
    module = await startTestModule("svm_gift_lines")
  })

  beforeEach(async () => {
    await module.empty()
    await removeOrders(module)
  })

  afterAll(() => module.close())

  let arrived = 0
  const event = (fields: {
    type?: "purchase" | "return"
    order?: string
    line?: string
    units?: number
    list?: string | null
    isGift?: boolean
    hoursAgo?: number
  }) =>
    module.run(
      `insert into behavior_event (id, type, product_id, customer_id, source, occurred_at, basket_id, order_line_id,
                                   quantity, recommendation_id, is_gift)
       values (?, ?, 'prod_1', 'cus_1', 'order', now() - make_interval(hours => ?), ?, ?, ?, ?, ?)`,
      [
        ...[`event-${++arrived}`, behaviorCode(fields.type ?? "purchase"), fields.hoursAgo ?? 5],
        ...[fields.order ?? "order_1", fields.line ?? "order_1_l1", fields.units ?? 2],
        ...[fields.list ?? null, fields.isGift ?? true],
      ],
    )

  const read = async (seq = 1e12, gift: Record<string, string> = {}): Promise<readonly GiftLine[]> => {
    const builder = new DatasetBuilder()
    const { gift: fields } = parseOptions({ gift })
    const settings = { gift: fields }
    await readGiftLines(module.context, { seq, settings }, (text) => {
      builder.add("gifts", text)
      return Promise.resolve()
    })
    return builder.finish().gifts ?? []
  }

  test("gift lines: what an order says of whom it is for, in plain spelling, and nothing of who gives", async () => {
    await addOrder(module, "order_1", { lines: 1, metadata: { recipient: "Grand Mother", occasion: "birthday" } })
    await event({})
    await event({ order: "order_2", line: "order_2_l1", isGift: false })
    const [line, ...others] = await read()
    expect(others).toEqual([])
    expect(line).toEqual({
      ...{ orderId: "order_1", itemId: "prod_1", returnedAt: null },
      ...{ time: expect.any(Number) as number, giftContext: { recipient: "grand-mother", occasion: "birthday" } },
    })
    expect(Math.abs((line?.time ?? 0) - Date.now() + 5 * 3_600_000)).toBeLessThan(60_000)
    expect(JSON.stringify(line)).not.toContain("cus_1")
    expect(await read(0)).toEqual([])
  })

  test("gift lines: fields of the shop's own names are read, and a line speaks before its order", async () => {
    await addOrder(module, "order_1", { lines: 1, metadata: { for_whom: "father" } })
    await event({})
    expect((await read(1e12, { recipient: "for_whom" }))[0]?.giftContext).toEqual({ recipient: "father" })
    await module.run(`update order_line_item set metadata = '{"for_whom": "friend"}'`)
    expect((await read(1e12, { recipient: "for_whom" }))[0]?.giftContext).toEqual({ recipient: "friend" })
    expect((await read())[0]?.giftContext).toEqual({})
  })

  test("gift lines: where the order is silent, what the gift assistant knows of its list counts", async () => {
    await module.run(
      `insert into recommendation_gift_round (id, answers, remaining) values ('rec_1', '{"recipient": "child", "age_band": null}', 9)`,
    )
    await event({ list: "rec_1" })
    expect((await read())[0]?.giftContext).toEqual({ recipient: "child" })
  })

  test("gift lines: a training reads them beside behavior, in which they are nobody's", async () => {
    await addOrder(module, "order_1", { lines: 1, metadata: { recipient: "mother" } })
    await event({})
    const builder = new DatasetBuilder()
    await readSnapshot(
      module.context,
      { seq: 1e12, maxRows: 1_000, seed: 1, settings: parseOptions({}) },
      (kind, text) => {
        builder.add(kind, text)
        return Promise.resolve()
      },
    )
    const { log, gifts } = builder.finish()
    expect(gifts).toMatchObject([{ itemId: "prod_1", giftContext: { recipient: "mother" } }])
    expect([...log.user]).toEqual([-1])
  })

  test("gift lines: what came back whole says since when, a part that came back does not", async () => {
    await event({ hoursAgo: 9 })
    await event({ type: "return", units: 1, hoursAgo: 3, isGift: false })
    expect((await read())[0]?.returnedAt).toBeNull()
    await event({ type: "return", units: 1, hoursAgo: 2, isGift: false })
    const [line] = await read()
    expect(Math.abs((line?.returnedAt ?? 0) - Date.now() + 2 * 3_600_000)).toBeLessThan(60_000)
  })
})
