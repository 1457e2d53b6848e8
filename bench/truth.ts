import { parseArgs } from "node:util"
import { spendingLead } from "../src/core/evaluation/spending-lead"
import { relativeUplift, sampleRatioMismatch } from "../src/core/evaluation/uplift"
import type { ArmCount } from "../src/core/evaluation/uplift"
import { DAYS, simulateExperiment } from "./lib/truth/simulated-experiment"

/* What the figures of an experiment are worth: simulated shops whose true uplift is known, looked at every day. */

const USAGE = "npm run bench:truth [-- --shops 1000]"
const UPLIFTS = [0, 0.02, 0.05, 0.1]

interface Tally {
  shops: number
  covered: number
  /** Without an interval: too few bought. */
  unanswered: number
  /** The interval of the buyers' uplift left out the truth on one day at least. */
  everMissed: number
  /** A difference was significant on one day at least. */
  detected: number
  /** An interval for one look, looked at every day, would have found one. */
  oneLookDetected: number
  ratioAlarms: number
  bias: number
  varianceLeft: number
}

const newTally = (): Tally => ({
  ...{
    shops: 0,
    covered: 0,
    unanswered: 0,
    everMissed: 0,
    detected: 0,
    oneLookDetected: 0,
    ratioAlarms: 0,
    bias: 0,
    varianceLeft: 0,
  },
})

async function tallyShop(tally: Tally, uplift: number, seed: number): Promise<void> {
  const { days, holdoutShare, spending, trueControl, trueDifference } = simulateExperiment(uplift, seed)
  tally.shops++
  let [missed, detected, oneLook, alarmed] = [false, false, false, false]
  for (const { treatment, control } of days) {
    alarmed ||= sampleRatioMismatch(treatment, control, holdoutShare)
    const lead = relativeUplift(treatment, control)
    if (lead === null) continue
    missed ||= lead.low > uplift || lead.high < uplift
    detected ||= lead.low > 0 || lead.high < 0
    oneLook ||= Math.abs(zOf(treatment, control)) > Z_95
  }
  tally.everMissed += missed ? 1 : 0
  tally.detected += detected ? 1 : 0
  tally.oneLookDetected += oneLook ? 1 : 0
  tally.ratioAlarms += alarmed ? 1 : 0
  const lead = await spendingLead(spending.treatment, spending.control, { seed })
  if (lead === null) {
    tally.unanswered++
    return
  }
  tally.covered += lead.low <= trueDifference && trueDifference <= lead.high ? 1 : 0
  tally.bias += (lead.difference - trueDifference) / trueControl
  tally.varianceLeft += lead.varianceLeft
}

const Z_95 = 1.96

/** Log of the risk ratio in its standard errors. */
function zOf(treatment: ArmCount, control: ArmCount): number {
  const [a, b] = [treatment.conversions + 0.5, control.conversions + 0.5]
  const [n1, n0] = [treatment.shoppers + 0.5, control.shoppers + 0.5]
  return Math.log(a / n1 / (b / n0)) / Math.sqrt(1 / a - 1 / n1 + 1 / b - 1 / n0)
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { shops: { type: "string", default: "1000" } } })
  const shops = Number(values.shops)
  if (!Number.isInteger(shops) || shops < UPLIFTS.length) throw new RangeError(USAGE)
  const tallies = UPLIFTS.map(newTally)
  for (let shop = 0; shop < shops; shop++) {
    const at = shop % UPLIFTS.length
    await tallyShop(tallies[at], UPLIFTS[at], shop + 1)
  }
  const share = (part: number, whole: number): number => Number((part / whole).toFixed(4))
  tallies.forEach((tally, at) => {
    const answered = tally.shops - tally.unanswered
    console.log(
      `uplift ${UPLIFTS[at]}: ${tally.shops} shops of ${DAYS} days; money per shopper: coverage ${share(tally.covered, answered)}, ` +
        `variance left by the past ${share(tally.varianceLeft, answered)}; buyers, looked at every day: ` +
        `truth ever left out ${share(tally.everMissed, tally.shops)}, a difference found ${share(tally.detected, tally.shops)} ` +
        `(by an interval for one look ${share(tally.oneLookDetected, tally.shops)})`,
    )
  })
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0)
  const answered = sum("shops") - sum("unanswered")
  console.log(
    JSON.stringify({
      coverage: share(sum("covered"), answered),
      false_alarms: share(tallies[0].detected, tallies[0].shops),
      srm_false: share(sum("ratioAlarms"), sum("shops")),
      bias: share(sum("bias"), answered),
    }),
  )
}

void main()
