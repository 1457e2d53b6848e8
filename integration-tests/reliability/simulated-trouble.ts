import fc from "fast-check"
import { CaptureBusyError } from "../../src/modules/recommendation/behavior/write-queue"
import type { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { judgeVersion } from "../../src/modules/recommendation/learning/gate"
import { aReport as aTrainingReport } from "../helpers/fake-training"
import { aReport, aView } from "../helpers/storefront-report"
import { A_VERSION, ACCURACY, command, outcomeOf, states } from "./simulated-rules"
import type { Command, Real, Rules } from "./simulated-rules"
import { withClock } from "./with-clock"

const HOUR_MS = 3_600_000
/** When storefronts say that their shoppers looked: before any of them is erased, and to come by a clock that is behind. */
const LOOKED_AT = new Date(Date.now() - HOUR_MS / 6).toISOString()
/** Channel that sells `prod_1`. */
export const CHANNEL = "sc_simulation"
/** Of so many histories' calls one takes seconds: a connection that is silent is waited for. */
const SILENCES = 12

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`

/** What an instance answers to a storefront's report: how many events were new, or that it comes again later. */
const take = (behavior: BehaviorStore, numbers: readonly number[], customerId: string): Promise<number | "503"> =>
  behavior.storefront
    .take(
      aReport({
        events: numbers.map((n) => aView({ id: idOf(n), occurred_at: LOOKED_AT })),
        ...{ salesChannelIds: [CHANNEL], visitorId: null, customerId },
      }),
    )
    .then(({ accepted }) => accepted)
    .catch((error: unknown) => {
      if (error instanceof CaptureBusyError) return "503"
      throw error
    })

interface Report {
  readonly numbers: readonly number[]
  readonly customerId: string
  readonly at: number
}

/** A report at an instance that is well; how many of its events are new. */
async function reported(rules: Rules, { behaviors }: Real, report: Report): Promise<number> {
  const { numbers, customerId, at } = report
  const isErased = rules.erased.has(customerId)
  const fresh = isErased ? [] : [...new Set(numbers)].map(idOf).filter((id) => !rules.owners.has(id))
  expect(await take(behaviors[at], numbers, customerId)).toBe(fresh.length)
  for (const id of fresh) {
    rules.owners.set(id, customerId)
    rules.recordedAt.set(id, at)
  }
  return fresh.length
}

/** What a storefront does after a 503: the same report again. */
async function again(rules: Rules, real: Real, report: Report): Promise<number> {
  const stored = await reported(rules, real, report)
  states.mark("what was answered 503 is stored when it comes again", stored > 0)
  states.mark("what was answered 503 comes again of an erased customer", rules.erased.has(report.customerId))
  return stored
}

/** Something went on by a clock that is behind, and did what it does by any other. */
function markBehind(rules: Rules, before: { events: number; runs: number; versions: number; fencing: number }): void {
  states.mark("an instance whose clock is behind takes an event", rules.owners.size > before.events)
  states.mark("an instance whose clock is behind opens a run", rules.runs.length > before.runs)
  states.mark("an instance whose clock is behind stores a version", rules.versions > before.versions)
  states.mark(
    "an instance whose clock is behind promotes",
    rules.serving !== null && rules.serving.fencing !== before.fencing,
  )
}

/** The same by a clock that is an hour behind. */
export const behind = (work: Command): Command =>
  command(`${String(work)}, by a clock that is behind`, async (rules, real) => {
    const before = {
      ...{ events: rules.owners.size, runs: rules.runs.length, versions: rules.versions },
      fencing: rules.serving?.fencing ?? -1,
    }
    await withClock(-HOUR_MS, () => work.run(rules, real))
    markBehind(rules, before)
  })

/** What the arbitraries of the histories are made from. */
interface Choices {
  readonly instance: fc.Arbitrary<number>
  readonly shopper: fc.Arbitrary<string>
  readonly holder: fc.Arbitrary<number>
}

const reportOf = ({ instance, shopper }: Choices): fc.Arbitrary<Report> =>
  fc.record({ at: instance, customerId: shopper, numbers: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }) })

/** A storefront reports at an instance whose clock is behind: by it, what is reported is yet to come. */
export const reportsBehind = (choices: Choices): fc.Arbitrary<Command> =>
  reportOf(choices).map((report) =>
    behind(
      command(
        `${report.numbers.join(",")} of ${report.customerId} are reported at ${report.at}`,
        async (rules, real) => {
          await reported(rules, real, report)
        },
      ),
    ),
  )

/** Things that go wrong, and how whoever asked goes on from there. */
export function troubles(choices: Choices): fc.Arbitrary<Command>[] {
  const { instance, holder } = choices
  const report = reportOf(choices)
  return [
    fc.tuple(instance, holder).map(([at, nth]) =>
      command(`the gate refuses the run ${nth} back at ${at}`, async (rules, { learnings, leases, versionIds }) => {
        const [run, lease] = [rules.runs.at(-1 - nth), leases.at(-1 - nth)]
        if (!run || !lease || run.version !== null) return
        const { settings } = await learnings[at].settings()
        const { promote, why } = judgeVersion(aTrainingReport({ challenger: 0.05, popularity: 0.1 }), settings.gate)
        expect(promote).toBe(false)
        const storing = learnings[at].versions.store(lease, { ...A_VERSION, isRefused: !promote, gate: why })
        const outcome = await outcomeOf(storing)
        expect(outcome).toBe(run.status === "running" && !run.lapsed ? "done" : "LeaseLostError")
        if (outcome !== "done") return
        const { id, number, isErased } = await storing
        run.version = ++rules.versions
        expect([number, isErased]).toEqual([run.version, rules.erasureWaits])
        versionIds[number] = id
        rules.refused.add(number)
        if (isErased) rules.fileless.add(number)
        const trained = { versionId: id, number, refusal: why, mayBeForced: !isErased, accuracy: ACCURACY }
        expect(await learnings[at].serve(lease, trained)).toMatchObject({ promoted: false, refusal: why })
        states.mark("the gate refuses a first version", rules.serving === null)
        states.mark("the gate refuses a version while another serves", rules.serving !== null)
      }),
    ),
    report.map(({ at, customerId, numbers }) =>
      command(`${numbers.join(",")} of ${customerId} meet 503, then ${at}`, async (rules, real) => {
        real.failing.fail()
        expect(await take(real.failing.behavior, numbers, customerId)).toBe("503")
        states.mark("a report is answered 503")
        await again(rules, real, { numbers, customerId, at })
      }),
    ),
    fc.tuple(report, fc.nat(SILENCES - 1)).map(([{ at, customerId, numbers }, dice]) =>
      command(`${numbers.join(",")} of ${customerId} meet silence (${dice}), then ${at}`, async (rules, real) => {
        if (dice > 0) return
        await real.remote.silence()
        expect(await take(real.remote.behavior, numbers, customerId)).toBe("503")
        states.mark("an instance's connections are half-open")
        const stored = await again(rules, real, { numbers, customerId, at })
        real.remote.wake()
        expect(await take(real.remote.behavior, numbers, customerId)).toBe(0)
        states.mark("an instance that was half-open answers again", stored > 0)
      }),
    ),
    fc.tuple(instance, fc.nat(2), report).map(([at, back, { at: other, customerId, numbers }]) =>
      command(`an admin promotes the version ${back} back at ${at} under load`, async (rules, real) => {
        const { behaviors, learnings, versionIds } = real
        const number = rules.versions - back
        const versionId = versionIds[number]
        if (versionId === undefined || rules.fileless.has(number) || rules.erased.has(customerId)) return
        const before = rules.serving?.version ?? null
        const known = [...new Set(numbers)].map(idOf).filter((id) => rules.owners.has(id))
        const [, ...answers] = await Promise.all([
          learnings[at].activation.promote({ versionId, by: "user_1", forced: false, accuracy: ACCURACY }),
          ...behaviors.flatMap((behavior) => [
            take(behavior, numbers, customerId),
            behavior.readProfile({ customerId }).then(() => 0),
          ]),
          ...learnings.map((learning) => learning.activeModel().then(() => 0)),
        ])
        // Whoever of them came first has brought each event; nobody is refused, and none is stored twice.
        const fresh = [...new Set(numbers)].length - known.length
        expect(answers.reduce<number>((sum, answer) => sum + (answer === "503" ? Number.NaN : answer), 0)).toBe(fresh)
        for (const n of numbers)
          if (!rules.owners.has(idOf(n))) {
            rules.owners.set(idOf(n), customerId)
            rules.recordedAt.set(idOf(n), other)
          }
        rules.serving = { version: number, fencing: ++rules.fencing }
        states.mark("an admin lets a version serve that the gate refused", rules.refused.has(number))
        states.mark("a version is promoted under load", before !== number)
      }),
    ),
  ]
}
