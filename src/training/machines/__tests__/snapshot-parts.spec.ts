import { aShop, SHOP_START } from "../../../core/recommender/__tests__/shop"
import type { Dataset } from "../../../core/contract"
import { sharedLog } from "../../shared-columns"
import { SnapshotReader, snapshotParts } from "../snapshot-parts"
import { pack, unpack } from "../wire"

describe("a snapshot on its way to another machine", () => {
  const shop = aShop({ shoppers: 24, days: 70 })
  const dataset: Dataset = {
    ...{
      log: sharedLog(shop.log).log,
      items: shop.items,
      segments: new Map([["cus_1", { age: 30, gender: null, country: "de" }]]),
    },
    shown: [],
    gifts: [
      { orderId: "order_1", itemId: "p1", time: SHOP_START, returnedAt: null, giftContext: { recipient: "mother" } },
    ],
  }
  const sent = (): unknown[] =>
    [...snapshotParts({ dataset, seed: 7, now: SHOP_START })].map((part) => unpack(pack(part)))

  test("snapshot: what arrives is what was sent, column by column, bit by bit", () => {
    const reader = new SnapshotReader()
    for (const part of sent()) reader.add(part)
    const arrived = reader.finish()
    expect(arrived).toEqual({ dataset: { ...dataset, log: { ...shop.log } }, seed: 7, now: SHOP_START })
    expect([...arrived.dataset.items.keys()]).toEqual([...shop.items.keys()])
    expect(Buffer.from(arrived.dataset.log.price.buffer)).toEqual(Buffer.from(shop.log.price.slice().buffer))
  })

  test("snapshot: without its head, or with a part of another form, it is refused", () => {
    expect(() => new SnapshotReader().finish()).toThrow("no head")
    const [, rows] = sent()
    expect(() => new SnapshotReader().add(rows)).toThrow("before the head")
    expect(() => new SnapshotReader().add({ kind: "weather" })).toThrow()
  })

  test("wire: bytes of something else, or of a later Node, are refused", () => {
    expect(() => unpack(Buffer.from("nothing of ours"))).toThrow()
  })
})
