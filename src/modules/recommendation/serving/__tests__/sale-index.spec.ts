import type { ModuleContext } from "../../context"
import { SaleIndex } from "../catalogue/sale-index"

const SCOPE = { salesChannelIds: ["sc"], currencyCode: "eur" }

/** A shop whose database answers when told to. */
class SlowShop {
  forSale: readonly string[] = ["a"]
  asked = 0
  atOnce = 0
  most = 0
  private gate = Promise.resolve()
  private open: () => void = () => undefined

  readonly index = new SaleIndex({
    logger: undefined,
    knex: () => ({ raw: (sql: string) => ({ timeout: () => this.answer(sql) }) }),
  } as unknown as ModuleContext)

  hold(): void {
    this.gate = new Promise((resolve) => (this.open = resolve))
  }

  release(): void {
    this.open()
  }

  private async answer(sql: string): Promise<{ rows: unknown[] }> {
    if (sql.includes("pg_stat_user_tables")) return { rows: [] }
    this.asked += 1
    this.atOnce += 1
    this.most = Math.max(this.most, this.atOnce)
    const rows = this.forSale.map((id) => ({ id }))
    await this.gate
    this.atOnce -= 1
    return { rows }
  }
}

test("sieve: while it is read anew the old one serves on, and nobody waits", async () => {
  const shop = new SlowShop()
  expect([...(await shop.index.forSale(SCOPE))]).toEqual(["a"])
  shop.forSale = ["a", "b"]
  shop.hold()
  const renewing = shop.index.renew()
  expect([...(await shop.index.forSale(SCOPE))]).toEqual(["a"])
  shop.release()
  expect(await renewing).toBe(true)
  expect([...(await shop.index.forSale(SCOPE))]).toEqual(["a", "b"])
  expect(shop.asked).toBe(2)
})

test("sieve: its sets are read anew one after the other, and whether any has more is said of all", async () => {
  const shop = new SlowShop()
  for (const min of [1, 2, 3]) await shop.index.affordable("eur", { min, max: 9 })
  expect(await shop.index.renew()).toBe(false)
  expect({ asked: shop.asked, most: shop.most }).toEqual({ asked: 6, most: 1 })
  shop.forSale = ["a", "c"]
  expect(await shop.index.renew()).toBe(true)
})

test("sieve: what was read before a change is not kept after it", async () => {
  const shop = new SlowShop()
  shop.hold()
  const first = shop.index.forSale(SCOPE)
  while (shop.asked === 0) await Promise.resolve()
  shop.forSale = ["b"]
  await shop.index.renew()
  shop.release()
  expect([...(await first)]).toEqual(["a"])
  expect([...(await shop.index.forSale(SCOPE))]).toEqual(["b"])
})
