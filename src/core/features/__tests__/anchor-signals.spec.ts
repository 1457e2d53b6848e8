import { logOf } from "../../recommender/__tests__/shop"
import { AnchorSignals } from "../anchor-signals"
import { ContentIndex } from "../content"
import { buildShopState } from "../shop-state"
import { SignalBoard } from "../signal-board"
import { BOARD_SIGNALS, SIGNAL_INDEX } from "../signals"

const TYPES = ["mug", "mug", "teapot", null]

/** A shop of four products, each sold once, of two types and of none. */
function aShop(types = TYPES) {
  const content = new ContentIndex()
  types.forEach((type, at) => {
    const tags = type === null ? ["red"] : ["red", `type:${type}`]
    content.set(at, { id: `p${at}`, title: `thing ${at}`, category: null, price: null, tags, createdAt: null })
  })
  const log = logOf(
    types.map((_, at) => ({
      ...{ userId: `u${at}`, itemId: `p${at}`, behavior: "purchase" as const, time: at + 1, quantity: 1, price: 5 },
      sessionId: `o${at}`,
    })),
  )
  const state = buildShopState({ log, items: new Map(), segments: new Map() }, log, {
    ...{ moment: 10, goal: "purchase" as const, content },
  })
  return { content, state }
}

function typeSignals(anchors: readonly number[], { state } = aShop()): number[] {
  const [board, own] = [0, 1].map(() => new SignalBoard(state.itemCount, BOARD_SIGNALS.length))
  const candidates = Int32Array.from(TYPES.keys())
  own.touchRow(candidates, 0, candidates.length)
  new AnchorSignals(state).fillOwn(own, board, { candidates, anchors, counters: state })
  return Array.from(candidates, (item) => own.get(item, SIGNAL_INDEX.anchorType))
}

describe("signals beside given products", () => {
  test("anchorType: the share of the given products that are of a product's type", () => {
    expect(typeSignals([0])).toEqual([1, 1, 0, 0])
    expect(typeSignals([0, 2])).toEqual([0.5, 0.5, 0.5, 0])
    expect(typeSignals([3])).toEqual([0, 0, 0, 0])
  })

  test("anchorType: a product that gets another type is of that type at once", () => {
    const shop = aShop()
    shop.content.set(1, {
      id: "p1",
      title: "thing 1",
      category: null,
      price: null,
      tags: ["type:teapot"],
      createdAt: null,
    })
    expect(typeSignals([0], shop)).toEqual([1, 0, 0, 0])
  })
})
