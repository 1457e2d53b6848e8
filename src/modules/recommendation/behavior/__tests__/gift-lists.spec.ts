import type { ModuleContext } from "../../context"
import type { NewBehaviorEvent } from "../event"
import { GiftLists } from "../gift-lists"

/** A database that answers on demand, and knows one list of gifts. */
class SlowDatabase {
  readonly asked: unknown[] = []
  isAway = false
  private gate = Promise.resolve()
  private open: () => void = () => undefined

  readonly lists = new GiftLists({
    logger: undefined,
    knex: () => ({ raw: (_sql: string, [ids]: unknown[]) => ({ timeout: () => this.answer(ids) }) }),
  } as unknown as ModuleContext)

  hold(): void {
    this.gate = new Promise((resolve) => (this.open = resolve))
  }

  release(): void {
    this.open()
  }

  private async answer(ids: unknown): Promise<{ rows: unknown[] }> {
    this.asked.push(ids)
    await this.gate
    if (this.isAway) throw new Error("the database is away")
    const isKnown = Array.isArray(ids) && ids.includes("rec_gift")
    return { rows: isKnown ? [{ id: "rec_gift", gift: true }] : [] }
  }
}

const eventOf = (recommendationId: string | null): NewBehaviorEvent =>
  ({ type: "click", productId: "p", recommendationId }) as NewBehaviorEvent

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test("gift lists: what a list of gifts led to is marked, and a list that is known is not asked for again", async () => {
  const shop = new SlowDatabase()
  const marked = await shop.lists.mark([eventOf("rec_gift"), eventOf("rec_other"), eventOf(null)])
  expect(marked.map(({ isGift }) => isGift)).toEqual([true, undefined, undefined])
  await shop.lists.mark([eventOf("rec_gift"), eventOf("rec_other")])
  expect(shop.asked).toEqual([["rec_gift", "rec_other"]])
})

test("gift lists: however many reports name unknown lists, one statement at a time asks for all of them", async () => {
  const shop = new SlowDatabase()
  shop.hold()
  const first = shop.lists.mark([eventOf("rec_first")])
  await turn()
  const others = Array.from({ length: 50 }, (_, n) => shop.lists.mark([eventOf(`rec_${n}`), eventOf("rec_gift")]))
  await turn()
  expect(shop.asked).toEqual([["rec_first"]])
  shop.release()
  await first
  const marked = await Promise.all(others)
  expect(shop.asked).toHaveLength(2)
  expect(marked.every(([one, gift]) => one?.isGift === undefined && gift?.isGift === true)).toBe(true)
})

test("gift lists: a database that is away fails those who waited for it, and is asked anew by the next", async () => {
  const shop = new SlowDatabase()
  shop.isAway = true
  await expect(shop.lists.mark([eventOf("rec_gift")])).rejects.toThrow("the database is away")
  shop.isAway = false
  expect((await shop.lists.mark([eventOf("rec_gift")]))[0]?.isGift).toBe(true)
})
