import { behaviorCode } from "../../src/core/contract"
import type { BehaviorType, ShownList } from "../../src/core/contract"
import { readShownLists } from "../../src/modules/recommendation/learning/shown-lists"
import { DatasetBuilder } from "../../src/training/dataset-builder"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

describe("lists that were shown", () => {
  let module: TestModule

  beforeAll(async () => {
    module = await startTestModule("svm_shown_lists")
  })

  beforeEach(() => module.empty())

  afterAll(() => module.close())

  const serve = (
    id: string,
    fields: {
      strategy?: string
      rung?: string
      arm?: string | null
      daysAgo?: number
      anchors?: readonly string[]
      chances?: readonly number[]
    } = {},
  ) =>
    module.run(
      `insert into recommendation_served
         (id, strategy, rung, placement, arm, product_ids, anchor_ids, chances, created_at)
       values (?, ?, ?, 'home', ?, ?::jsonb, ?::jsonb, ?::jsonb, now() - make_interval(days => ?))`,
      [
        ...[id, fields.strategy ?? "for_you", fields.rung ?? "personal", fields.arm ?? null],
        ...[JSON.stringify(["p1", "p2", "p3"]), fields.anchors ? JSON.stringify(fields.anchors) : null],
        ...[fields.chances ? JSON.stringify(fields.chances) : null, fields.daysAgo ?? 1],
      ],
    )

  let arrived = 0
  const act = (type: BehaviorType, list: string, product: string, fields: { who?: string; isBot?: boolean } = {}) =>
    module.run(
      `insert into behavior_event (id, type, product_id, visitor_id, source, occurred_at, recommendation_id, is_bot)
       values (?, ?, ?, ?, 'storefront', now() - interval '1 hour', ?, ?)`,
      [`event-${++arrived}`, behaviorCode(type), product, fields.who ?? "guest", list, fields.isBot ?? false],
    )

  const read = async (scope: { seq?: number; objectors?: readonly string[] } = {}): Promise<readonly ShownList[]> => {
    const builder = new DatasetBuilder()
    await readShownLists(module.context, { seq: 1e12, objectors: [], ...scope }, (text) => {
      builder.add("shown", text)
      return Promise.resolve()
    })
    return builder.finish().shown ?? []
  }

  test("shown lists: what a guest saw and chose, by its place, and nothing of what was not in sight", async () => {
    await serve("rec_1")
    await act("impression", "rec_1", "p1")
    await act("impression", "rec_1", "p2")
    await act("click", "rec_1", "p2")
    await act("add_to_cart", "rec_1", "p2")
    expect(await read()).toMatchObject([
      {
        ...{ kind: "for_you", anchors: [], shopperId: "guest", placement: "home" },
        products: [
          { itemId: "p1", place: 0, seen: true, outcome: "passed_over", chance: 1 },
          { itemId: "p2", place: 1, seen: true, outcome: "carted", chance: 1 },
        ],
      },
    ])
    expect(Math.abs(((await read())[0]?.time ?? 0) - Date.now() + 3_600_000)).toBeLessThan(60_000)
  })

  test("shown lists: one that was kept and shown to two is two, and a customer's browsers are the customer", async () => {
    await serve("rec_1")
    await module.run("insert into recommendation_visitor (visitor_id, customer_id) values ('phone', 'cus_1')")
    for (const who of ["guest", "phone"]) await act("impression", "rec_1", "p3", { who })
    expect((await read()).map(({ shopperId }) => shopperId).sort()).toEqual(["cus_1", "guest"])
    expect((await read({ objectors: ["cus_1"] })).map(({ shopperId }) => shopperId)).toEqual(["guest"])
  })

  test("shown lists: bots, control, other strategies, old lists and what came later teach nothing", async () => {
    await serve("rec_bot")
    await serve("rec_control", { arm: "control", rung: "popular" })
    await serve("rec_popular", { strategy: "popular" })
    await serve("rec_old", { daysAgo: 200 })
    await act("impression", "rec_bot", "p1", { isBot: true })
    for (const list of ["rec_control", "rec_popular", "rec_old", "rec_unknown"]) await act("impression", list, "p1")
    await act("impression", "rec_bot", "p9")
    expect(await read()).toEqual([])
    await act("impression", "rec_bot", "p1")
    expect(await read()).toHaveLength(1)
    expect(await read({ seq: 0 })).toEqual([])
  })

  test("shown lists: those beside products come with what they started from, and explored places with their chance", async () => {
    await serve("rec_cart", { strategy: "cart", rung: "item_to_item", anchors: ["p7", "p8"] })
    await serve("rec_page", { strategy: "similar", rung: "item_to_item", anchors: ["p7"], chances: [1, 0.5, 0.25] })
    await serve("rec_nothing", { strategy: "similar", rung: "popular" })
    for (const list of ["rec_cart", "rec_page", "rec_nothing"]) await act("impression", list, "p3")
    const lists = [...(await read())].sort((a, b) => a.kind.localeCompare(b.kind))
    expect(lists).toMatchObject([
      { kind: "cart", anchors: ["p7", "p8"], products: [{ itemId: "p3", place: 2, chance: 1 }] },
      { kind: "similar", anchors: ["p7"], products: [{ itemId: "p3", place: 2, chance: 0.25 }] },
    ])
  })

  test("shown lists: control of a challenger sees the model's lists, and they teach", async () => {
    await serve("rec_as_before", { arm: "control" })
    await act("impression", "rec_as_before", "p1")
    expect(await read()).toHaveLength(1)
  })
})
