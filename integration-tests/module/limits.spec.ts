import { randomUUID } from "node:crypto"
import { CaptureRateLimit } from "../../src/modules/recommendation/behavior/rate-limit"
import { parseOptions } from "../../src/modules/recommendation/options"
import { redisAddress, redisAnswers, redisCommands } from "../helpers/redis"
import { TcpProxy } from "../helpers/tcp-proxy"

const LIMIT = 10
const ADDRESS = "203.0.113.7"
/** Longest that a report may be kept waiting by a Redis that does not answer. */
const SOON_MS = 1_000

const options = parseOptions({ capture: { rate_limit_per_minute: LIMIT } })
const noDatabase = (): never => {
  throw new Error("limits need no database")
}
const by = (shopper: string | null, address: string | null = null) => ({ shopper, address, publishableKey: "pk_1" })

describe("limits of capture", () => {
  const opened: CaptureRateLimit[] = []
  let proxy: TcpProxy | null = null
  const prefix = `svm-test-${randomUUID()}:`

  /** The limits of one instance; with a port, of one that shares the Redis there. */
  const instance = (port?: number): CaptureRateLimit => {
    const redis =
      port === undefined ? null : { url: `redis://127.0.0.1:${port}`, prefix, options: {}, secret: "secret" }
    const limits = new CaptureRateLimit({ knex: noDatabase, options, logger: undefined, redis })
    opened.push(limits)
    return limits
  }
  const untilReady = async (limits: CaptureRateLimit): Promise<void> => {
    const shopper = randomUUID()
    // Another instance sees what this one counted as soon as both are connected.
    await new Promise((resolve) => setTimeout(resolve, 200))
    await limits.take(by(shopper), 1)
  }

  beforeAll(async () => {
    if (await redisAnswers()) proxy = await TcpProxy.start(redisAddress)
  })
  afterAll(async () => {
    await Promise.all(opened.map((limits) => limits.close()))
    await proxy?.close()
  })

  test("limits: a shopper past their own takes nothing from the others of their address", async () => {
    const limits = instance()
    for (let n = 0; n < 50; n += 1) await limits.take(by("greedy", ADDRESS), LIMIT)
    for (let n = 0; n < 19; n += 1) expect(await limits.take(by(`shopper ${n}`, ADDRESS), LIMIT)).toBe(0)
    expect(await limits.take(by("one too many", ADDRESS), LIMIT)).toBeGreaterThan(0)
  })

  test("limits: all addresses of one IPv6 line are one", async () => {
    const limits = instance()
    for (let n = 0; n < 20; n += 1)
      expect(await limits.take(by(`shopper ${n}`, `2001:db8:0:1::${n.toString(16)}`), LIMIT)).toBe(0)
    expect(await limits.take(by("next", "2001:db8:0:1:ffff::1"), LIMIT)).toBeGreaterThan(0)
    expect(await limits.take(by("neighbor", "2001:db8:0:2::1"), LIMIT)).toBe(0)
  })

  test("limits: instances that share a Redis count together, and it holds neither address nor shopper", async () => {
    if (proxy === null) return
    const [one, other] = [instance(proxy.port), instance(proxy.port)]
    await untilReady(one)
    await untilReady(other)
    const shopper = randomUUID()
    expect(await one.take(by(shopper, ADDRESS), LIMIT)).toBe(0)
    expect(await other.take(by(shopper, ADDRESS), 1)).toBeGreaterThan(0)
    const keys = await redisCommands([`KEYS ${prefix}*`])
    expect(keys).toContain(`${prefix}svm-limit:address:`)
    for (const secret of [shopper, ADDRESS]) expect(keys).not.toContain(secret)
  })

  test.each(["refuse", "freeze"] as const)("limits: a Redis that is gone (%s) keeps nobody waiting", async (mode) => {
    if (proxy === null) return
    const limits = instance(proxy.port)
    await untilReady(limits)
    proxy.set(mode)
    try {
      const shopper = randomUUID()
      const from = Date.now()
      expect(await limits.take(by(shopper, ADDRESS), LIMIT)).toBe(0)
      expect(await limits.take(by(shopper, ADDRESS), 1)).toBeGreaterThan(0)
      expect(Date.now() - from).toBeLessThan(SOON_MS)
    } finally {
      proxy.set("pass")
    }
  })
})
