import { createShopDatabase, databaseUrl, dropDatabase, postgresAddress } from "../helpers/database"
import { call, seedShop } from "../helpers/shop-client"
import type { SeededShop } from "../helpers/shop-client"
import { startShopProcess } from "../helpers/shop-process"
import type { ShopProcess } from "../helpers/shop-process"
import { TcpProxy } from "../helpers/tcp-proxy"
import { Ledger } from "./ledger"
import { aBatch, send } from "./sender"

const DATABASE = "svm_database_faults"
const BATCH = 10
/** Long enough for several requests to run into the fault, short enough for `npm test`. */
const FAULT_MS = 3_000
const RECOVERY_LIMIT_MS = 60_000
/** Longer than a shop takes to come up where its database is there. */
const START_WITHOUT_MS = 15_000

describe("the database goes away and comes back", () => {
  let shop: ShopProcess
  let seeded: SeededShop
  let proxy: TcpProxy

  beforeAll(async () => {
    await createShopDatabase(DATABASE)
    proxy = await TcpProxy.start(postgresAddress, 1_000)
    shop = await startShopProcess({ DATABASE_URL: databaseUrl(DATABASE, proxy.port) })
    seeded = await seedShop(shop.url, DATABASE, 6)
  })

  afterAll(async () => {
    await shop.end("SIGKILL")
    await proxy.close()
    await dropDatabase(DATABASE)
  })

  /** Sends until `until`, one batch after the other; says with which statuses. */
  const sendFor = async (ms: number, ledger: Ledger): Promise<number[]> => {
    const statuses: number[] = []
    for (const until = Date.now() + ms; Date.now() < until;) {
      statuses.push(await send(shop.url, seeded, aBatch(seeded, BATCH), ledger))
    }
    return statuses
  }

  /** Waits until a batch is accepted again. */
  const recovered = async (ledger: Ledger): Promise<boolean> => {
    for (const until = Date.now() + RECOVERY_LIMIT_MS; Date.now() < until;) {
      if ((await send(shop.url, seeded, aBatch(seeded, BATCH), ledger)) === 202) return true
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    return false
  }

  const faults = [
    ["connections cut", () => proxy.cut()],
    ["no connection taken", () => proxy.set("refuse")],
    ["half-open connections", () => proxy.set("freeze")],
    ["every packet a second late", () => proxy.set("slow")],
  ] as const

  test.each(faults)(
    "%s: what was accepted is stored once, and the shop comes back by itself",
    async (_title, fault) => {
      const ledger = new Ledger()
      try {
        expect(await send(shop.url, seeded, aBatch(seeded, BATCH), ledger)).toBe(202)
        fault()
        const during = await sendFor(FAULT_MS, ledger)
        // 500 is Medusa's own, from its look-up of the publishable key, which comes before any plugin.
        expect(during.filter((status) => ![0, 202, 429, 500, 503].includes(status))).toEqual([])
        proxy.set("pass")
        // The half-open ones never end by themselves: a network would reset them now.
        proxy.cut()
        expect(await recovered(ledger)).toBe(true)
        const list = await call(`${shop.url}/store/recommendations?region_id=${seeded.regionId}`, {
          headers: seeded.storeHeaders,
        })
        expect(list.status).toBe(200)
        expect(list.body).toMatchObject({ recommendations: { length: seeded.products.length } })
        const verdict = await ledger.check(DATABASE)
        expect(verdict.accepted).toBeGreaterThanOrEqual(2 * BATCH)
        expect({ lost: verdict.lost, doubled: verdict.doubled, smuggled: verdict.smuggled }).toEqual({
          lost: [],
          doubled: [],
          smuggled: [],
        })
        // Checkout untouched: the shop's own routes answer too.
        const cart = await call(`${shop.url}/store/carts`, {
          headers: seeded.storeHeaders,
          body: { region_id: seeded.regionId },
        })
        expect(cart.status).toBe(200)
      } finally {
        ledger.discard()
      }
    },
  )

  test("no database at the start: the shop waits for it, and comes up by itself when it is there", async () => {
    const late = await TcpProxy.start(postgresAddress, 1_000)
    late.set("refuse")
    const starting = startShopProcess({ DATABASE_URL: databaseUrl(DATABASE, late.port) })
    try {
      const first = await Promise.race([
        starting.then(() => "up"),
        new Promise<string>((resolve) => setTimeout(resolve, START_WITHOUT_MS, "waiting")),
      ])
      expect(first).toBe("waiting")
      late.set("pass")
      const { url } = await starting
      const list = await call(`${url}/store/recommendations?region_id=${seeded.regionId}`, {
        headers: seeded.storeHeaders,
      })
      expect(list).toMatchObject({ status: 200, body: { recommendations: { length: seeded.products.length } } })
    } finally {
      late.set("pass")
      await (await starting).end("SIGKILL")
      await late.close()
    }
  })

  test("the same batch sent ten times at once: stored once", async () => {
    const ledger = new Ledger()
    const batch = aBatch(seeded, BATCH)
    const statuses = await Promise.all(Array.from({ length: 10 }, () => send(shop.url, seeded, batch, ledger)))
    expect(statuses).toEqual(new Array(10).fill(202))
    expect(await ledger.check(DATABASE)).toMatchObject({ sent: BATCH, accepted: BATCH, lost: [], doubled: [] })
    ledger.discard()
  })
})
