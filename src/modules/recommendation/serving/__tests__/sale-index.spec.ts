import type { ModuleContext } from "../../context"
import { SaleIndex } from "../catalog/sale-index"
import type { SaleSet } from "../catalog/sale-index"

const SCOPE = { salesChannelIds: ["sc"], currencyCode: "eur" }

/** A shop whose database answers on demand; `asked` are its statements over all products, `rechecked` those over a few. */
class SlowShop {
  readonly forSale = new Map<string, number[]>([["a", [10]]])
  asked = 0
  rechecked = 0
  isAway = false
  private gate = Promise.resolve()
  private open: () => void = () => undefined

  readonly index = new SaleIndex({
    logger: undefined,
    knex: () => ({
      raw: (sql: string, bindings: unknown[]) => ({ timeout: () => this.answer(sql, bindings) }),
    }),
  } as unknown as ModuleContext)

  hold(): void {
    this.gate = new Promise((resolve) => (this.open = resolve))
  }

  release(): void {
    this.open()
  }

  private async answer(sql: string, bindings: unknown[]): Promise<{ rows: unknown[] }> {
    if (sql.includes("pg_stat_user_tables")) return { rows: [] }
    const only = /(p\.id|v\.product_id) = any/.test(sql)
      ? bindings.find((one) => Array.isArray(one) && one[0] !== "sc")
      : null
    if (this.isAway) throw new Error("the database is away")
    if (only) this.rechecked += 1
    else this.asked += 1
    const currency = bindings.find((one) => typeof one === "string")
    const isSold = currency === "eur" || sql.includes("shipping_option")
    const rows = [...this.forSale]
      .filter(([id]) => isSold && (!Array.isArray(only) || only.includes(id)))
      .map(([id, amounts]) => ({ id, amounts: sql.includes("array_agg") ? amounts : null }))
    await this.gate
    return { rows }
  }
}

const idsOf = ({ products }: SaleSet): string[] => [...products].map(([id]) => id).sort()

test("sale index: while a set is read again the one of before serves on, and nobody waits", async () => {
  const shop = new SlowShop()
  expect(idsOf(await shop.index.forSale(SCOPE))).toEqual(["a"])
  shop.forSale.set("b", [10])
  shop.hold()
  const reading = shop.index.readAll()
  expect(idsOf(await shop.index.forSale(SCOPE))).toEqual(["a"])
  shop.release()
  await reading
  expect(idsOf(await shop.index.forSale(SCOPE))).toEqual(["a", "b"])
  expect(shop.asked).toBe(2)
})

test("sale index: a product that changed is looked at alone, and a reading that began before does not undo it", async () => {
  const shop = new SlowShop()
  shop.hold()
  const first = shop.index.forSale(SCOPE)
  while (shop.asked === 0) await Promise.resolve()
  shop.forSale.set("b", [10])
  const rechecking = shop.index.recheck(["b"])
  shop.release()
  await Promise.all([first, rechecking])
  expect(idsOf(await shop.index.forSale(SCOPE))).toEqual(["a", "b"])
  expect({ asked: shop.asked, rechecked: shop.rechecked }).toEqual({ asked: 1, rechecked: 1 })
})

test("sale index: however many budgets and currencies are asked for, the shop's own set is read once", async () => {
  const shop = new SlowShop()
  await shop.index.forSale(SCOPE)
  const before = shop.asked
  for (let n = 0; n < 200; n++) await shop.index.forSale({ salesChannelIds: ["sc"], currencyCode: `x${n}` })
  for (let n = 0; n < 200; n++) await shop.index.prices("eur")
  const strangers = shop.asked - before
  await shop.index.forSale(SCOPE)
  expect(shop.asked - before).toBe(strangers)
  expect(strangers).toBe(201)
})

test("sale index: what currencies nobody has hold is read when it is asked for, not at each change of prices", async () => {
  const shop = new SlowShop()
  await shop.index.forSale(SCOPE)
  for (let n = 0; n < 60; n++) await shop.index.forSale({ salesChannelIds: ["sc"], currencyCode: `x${n}` })
  const before = shop.asked
  await shop.index.readAll()
  expect(shop.asked - before).toBe(1)
  await shop.index.forSale({ salesChannelIds: ["sc"], currencyCode: "x7" })
  expect(shop.asked - before).toBe(2)
})

test("sale index: prices are kept by product, and another price is another revision", async () => {
  const shop = new SlowShop()
  const before = await shop.index.prices("eur")
  expect(before.products.get("a")?.amounts).toEqual([10])
  shop.forSale.set("a", [12])
  await shop.index.recheck(["a"])
  const after = await shop.index.prices("eur")
  expect([after.products.get("a")?.amounts, after.version.revision === before.version.revision]).toEqual([[12], false])
  expect(before.products.get("a")?.amounts).toEqual([10])
})

test("sale index: a set that could not be read again is read before its next use, not handed out as it was", async () => {
  const shop = new SlowShop()
  await shop.index.forSale(SCOPE)
  for (const failing of [() => shop.index.recheck(["b"]), () => shop.index.readAll()]) {
    shop.isAway = true
    await failing()
    await expect(shop.index.forSale(SCOPE)).rejects.toThrow("away")
    shop.isAway = false
    shop.forSale.set("b", [10])
    expect(idsOf(await shop.index.forSale(SCOPE))).toEqual(["a", "b"])
  }
})

test("sale index: however many countries are asked for, the shop's own set is read once, and looked at alone", async () => {
  const shop = new SlowShop()
  await shop.index.forSale(SCOPE)
  for (let country = 0; country < 100; country++)
    await shop.index.deliveries({
      ...{ salesChannelIds: ["sc"], regionId: null, field: "days" },
      countryCode: `c${country}`,
    })
  await shop.index.recheck(["a"])
  await shop.index.forSale(SCOPE)
  expect([shop.asked, shop.rechecked]).toEqual([101, 1])
})

test("sale index: days until a product is there are two minutes old at most", async () => {
  const shop = new SlowShop()
  const scope = { salesChannelIds: ["sc"], countryCode: "eur", regionId: null, field: "days" }
  const begun = performance.now()
  const now = jest.spyOn(performance, "now").mockReturnValue(begun)
  try {
    await shop.index.deliveries(scope)
    shop.forSale.set("b", [2])
    now.mockReturnValue(begun + 19_000)
    expect([...(await shop.index.deliveries(scope)).products].length).toBe(1)
    expect(shop.asked).toBe(1)
    now.mockReturnValue(begun + 120_001)
    expect([...(await shop.index.deliveries(scope)).products].length).toBe(2)
  } finally {
    now.mockRestore()
  }
})
