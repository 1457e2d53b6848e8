import { behaviorCode } from "../../src/core/contract"
import { assignArm } from "../../src/core/evaluation/experiment"
import type { ExperimentArm } from "../../src/core/evaluation/experiment"
import { createRandom } from "../../src/core/random/seeded-random"
import type { SeededRandom } from "../../src/core/random/seeded-random"
import { countInBackground } from "../../src/modules/recommendation/insights/count-in-background"
import { countArms } from "../../src/modules/recommendation/experiments/experiment-counts"
import { Experiments } from "../../src/modules/recommendation/experiments/experiments"
import { StillCountingError } from "../../src/modules/recommendation/insights/kept-figures"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

const ROUNDS = 20
const MINUTE_MS = 60_000
const PRICE = 10
const TYPES = ["view", "impression", "click", "add_to_cart", "purchase", "purchase", "return"] as const

interface Happened {
  readonly type: (typeof TYPES)[number]
  readonly customerId: string | null
  readonly visitorId: string | null
  readonly minutesAgo: number
  readonly isBot: boolean
  readonly source: string
  readonly isListed: boolean
}

interface Link {
  readonly visitorId: string
  readonly customerId: string
  readonly minutesAgo: number
}

describe("counts of an experiment", () => {
  let module: TestModule

  beforeAll(async () => {
    module = await startTestModule("svm_experiment_counts")
  })
  beforeEach(() => module.empty())
  afterAll(() => module.close())

  const store = async (events: readonly Happened[], links: readonly Link[], now: number): Promise<void> => {
    const at = (minutesAgo: number): string => new Date(now - minutesAgo * MINUTE_MS).toISOString()
    for (const [n, event] of events.entries())
      await module.run(
        `insert into behavior_event
           (id, type, product_id, customer_id, visitor_id, source, is_bot, recommendation_id, occurred_at, price, currency_code, basket_id)
         values (?, ?, 'p1', ?, ?, ?, ?, ?, ?, ?, 'eur', ?)`,
        [
          ...[`e${n}`, behaviorCode(event.type), event.customerId, event.visitorId, event.source, event.isBot],
          ...[event.isListed ? "list" : null, at(event.minutesAgo), PRICE, `basket-${n}`],
        ],
      )
    for (const { visitorId, customerId, minutesAgo } of links)
      await module.run("insert into recommendation_visitor (visitor_id, customer_id, linked_at) values (?, ?, ?)", [
        visitorId,
        customerId,
        at(minutesAgo),
      ])
  }

  const oneOf = <T>(random: SeededRandom, choices: readonly T[]): T => choices[random.nextInt(choices.length)]

  const made = (random: SeededRandom): { events: Happened[]; links: Link[] } => ({
    events: Array.from({ length: 60 }, () => {
      const isKnown = random.nextInt(3) === 0
      return {
        type: oneOf(random, TYPES),
        customerId: isKnown ? `cus_${random.nextInt(4)}` : null,
        visitorId: isKnown && random.nextInt(2) === 0 ? null : `visitor_${random.nextInt(12)}`,
        // An hour of the experiment, and half an hour on either side of it.
        minutesAgo: 1 + random.nextInt(119),
        isBot: random.nextInt(8) === 0,
        source: random.nextInt(8) === 0 ? "import" : "storefront",
        isListed: random.nextInt(2) === 0,
      }
    }),
    links: ["visitor_0", "visitor_1", "visitor_2", "visitor_3", "cart_1"].flatMap((visitorId) =>
      random.nextInt(3) === 0
        ? []
        : [{ visitorId, customerId: `cus_${random.nextInt(4)}`, minutesAgo: 1 + random.nextInt(90) }],
    ),
  })

  /** The rule as it is said: who did anything but buy and send back has come; what they bought after that counts. */
  const naive = (events: readonly Happened[], links: readonly Link[], armOf: (name: string) => ExperimentArm) => {
    const owner = new Map(links.map(({ visitorId, customerId }) => [visitorId, customerId]))
    const first = new Map<string, string>()
    for (const { visitorId, customerId } of [...links].sort(
      (a, b) => b.minutesAgo - a.minutesAgo || (a.visitorId < b.visitorId ? -1 : 1),
    ))
      if (!visitorId.startsWith("cart_") && !first.has(customerId)) first.set(customerId, visitorId)
    const shopperOf = ({ customerId, visitorId }: Happened): string =>
      customerId ?? owner.get(visitorId ?? "") ?? visitorId ?? ""
    const arms = { treatment: arm(), control: arm() }
    for (const shopper of new Set(events.map(shopperOf))) {
      const theirs = events.filter((event) => shopperOf(event) === shopper && !event.isBot && event.minutesAgo > 30)
      const own = theirs.filter(({ minutesAgo, source }) => minutesAgo <= 90 && source !== "import")
      const comings = own.filter(({ type }) => type !== "purchase" && type !== "return")
      if (comings.length === 0) continue
      const came = Math.max(...comings.map(({ minutesAgo }) => minutesAgo))
      const of = arms[armOf(first.get(shopper) ?? shopper)]
      of.shoppers += 1
      of.impressions += own.filter(({ type, isListed }) => type === "impression" && isListed).length
      of.clicks += own.filter(({ type, isListed }) => type === "click" && isListed).length
      // A file's purchases are orders all the same, and who has orders has bought.
      const bought = theirs.filter(({ type, minutesAgo }) => type === "purchase" && minutesAgo <= came)
      of.orders += bought.length
      of.conversions += Number(bought.length > 0)
    }
    return arms
  }

  const arm = () => ({ shoppers: 0, conversions: 0, orders: 0, impressions: 0, clicks: 0 })

  test(`counts of an experiment: ${ROUNDS} random logs are counted as the rule says, event by event`, async () => {
    const now = Date.now()
    for (let seed = 1; seed <= ROUNDS; seed++) {
      await module.empty()
      const { events, links } = made(createRandom(seed))
      await store(events, links, now)
      const design = { salt: `salt-${seed}`, holdoutShare: 0.4 }
      const expected = naive(events, links, (name) => assignArm(design, name))
      const period = { from: new Date(now - 90 * MINUTE_MS), to: new Date(now - 30 * MINUTE_MS) }
      const { figures } = await countArms(module.context, design, period)
      expect({ seed, treatment: figures.treatment, control: figures.control }).toEqual({ seed, ...expected })
      const money = (of: ExperimentArm): number => (figures.revenue[0]?.[of] ?? 0) * expected[of].shoppers
      expect(money("treatment") + money("control")).toBeCloseTo(
        PRICE * (expected.treatment.orders + expected.control.orders),
      )
    }
  })

  test("counts of an experiment: while another count runs, one starts, and one stops, within half a second", async () => {
    const experiments = new Experiments(module.context)
    // Counts wait for their turn: the one before holds it.
    let end = (): void => undefined
    const before = await new Promise<{ readonly counted: Promise<unknown> }>((begun) => {
      const counting = countInBackground(module.context, () => {
        begun({ counted: counting })
        return new Promise<void>((resolve) => (end = resolve))
      })
    })
    const asked = performance.now()
    await expect(
      experiments.start({ name: "large", holdoutShare: 0.5, isAA: false }, "shortly"),
    ).rejects.toBeInstanceOf(StillCountingError)
    const running = await experiments.running()
    await expect(experiments.stop(running?.id ?? "", "shortly")).rejects.toBeInstanceOf(StillCountingError)
    expect(await experiments.running()).toBeNull()
    expect(performance.now() - asked).toBeLessThan(1_000)
    end()
    await before.counted
    const [stopped] = await experiments.list()
    expect(stopped).toMatchObject({ status: "stopped", name: "large" })
    expect(stopped?.needed_per_arm).toBeGreaterThan(0)
  })
})
