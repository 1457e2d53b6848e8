import { createRandom } from "../../src/core/random/seeded-random"
import { createShopDatabase, databaseUrl, dropDatabase, withClient } from "../helpers/database"
import type { SeededShop } from "../helpers/shop-client"
import { addProductsForSale } from "../helpers/products-for-sale"
import { tried } from "../helpers/trials"
import { startChild } from "./child-process"
import { Ledger } from "./ledger"
import { rounds } from "./rounds"
import { aBatch, send } from "./sender"
import type { Batch } from "./sender"

const DATABASE = "svm_capture_killed"
const CHANNEL = "sc_killed"
const ROUNDS = rounds(5, 200)
const SENDERS = 4
const BATCH = 40
/** Batches answered before the blow may fall. */
const WARM_BATCHES = 3
/** Milliseconds within which it falls then. */
const BLOW_WITHIN_MS = 250
/** A process is started for each round: on a machine that is busy otherwise, that takes its time. */
const TIME_LIMIT_MS = rounds(600_000, 3_600_000)

/** Processes that are started while another is under the blow: to start one takes longest. */
const AHEAD = 2

interface Capture {
  readonly url: string
  kill(): Promise<void>
}

/** The capture route in a process of its own. */
async function startCapture(): Promise<Capture> {
  const child = startChild("capture-child.ts", { DATABASE_URL: databaseUrl(DATABASE), SALES_CHANNEL_ID: CHANNEL })
  const port = await child.heard("PORT ")
  if (port === null) throw new Error("the capture process ended before it listened")
  return { url: `http://127.0.0.1:${port}`, kill: () => child.kill() }
}

describe("kill -9 in the middle of capture", () => {
  const seeded: Pick<SeededShop, "storeHeaders" | "products"> = {
    storeHeaders: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/143.0 Safari/537.36" },
    products: [1, 2, 3].map((n) => ({ id: `prod_${n}`, variantId: `variant_${n}` })),
  }

  beforeAll(async () => {
    await createShopDatabase(DATABASE)
    await withClient(DATABASE, (client) => addProductsForSale(client, CHANNEL))
  })

  afterAll(() => dropDatabase(DATABASE))

  test(
    `${ROUNDS} rounds: nothing that was accepted is missing, nothing is there twice`,
    async () => {
      const random = createRandom(20_261_123)
      const ledger = new Ledger()
      const unanswered: Batch[] = []
      const ahead = Array.from({ length: AHEAD }, startCapture)
      const nextCapture = (): Promise<Capture> => {
        ahead.push(startCapture())
        return ahead.shift() ?? startCapture()
      }
      try {
        for (let round = 0; round < ROUNDS; round += 1) {
          const before = (round + 1) * WARM_BATCHES * BATCH
          await killInTheMiddle(await nextCapture(), ledger, unanswered, random.next() * BLOW_WITHIN_MS)
          const verdict = await ledger.check(DATABASE)
          expect({ round, ...verdict }).toMatchObject({ round, lost: [], doubled: [], smuggled: [] })
          expect(verdict.accepted).toBeGreaterThanOrEqual(before)
        }
        expect(unanswered.length).toBeGreaterThan(0)
        // What got no answer is sent again, as a storefront does: then all of it is there, once.
        const capture = await nextCapture()
        for (const batch of unanswered) expect(await send(capture.url, seeded, batch, ledger)).toBe(202)
        await capture.kill()
        const last = await ledger.check(DATABASE)
        expect(last).toMatchObject({ accepted: last.sent, lost: [], doubled: [] })
        tried({
          items: ["R6"],
          what: "kill -9 in the middle of capture",
          times: ROUNDS,
          outcome: "what was accepted was stored, once",
        })
      } finally {
        for (const started of await Promise.allSettled(ahead))
          if (started.status === "fulfilled") await started.value.kill()
        ledger.discard()
      }
    },
    TIME_LIMIT_MS,
  )

  async function killInTheMiddle(capture: Capture, ledger: Ledger, unanswered: Batch[], wait: number): Promise<void> {
    for (let n = 0; n < WARM_BATCHES; n += 1)
      expect(await send(capture.url, seeded, aBatch(seeded, BATCH), ledger)).toBe(202)
    let dying = false
    const busy = async (): Promise<void> => {
      while (!dying) {
        const batch = aBatch(seeded, BATCH)
        if ((await send(capture.url, seeded, batch, ledger)) !== 202) unanswered.push(batch)
      }
    }
    const senders = Array.from({ length: SENDERS }, busy)
    await new Promise((resolve) => setTimeout(resolve, wait))
    // Each sender's request is on its way when the blow falls, and is its last.
    dying = true
    await capture.kill()
    await Promise.all(senders)
  }
})
