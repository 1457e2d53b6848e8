import { createRandom } from "../../random/seeded-random"
import { spendingLead } from "../spending-lead"
import type { ArmSpending } from "../spending-lead"

/** Arms of 500 shoppers whose past says much of what they spend. */
function arms(seed: number, more = 0): { treatment: ArmSpending; control: ArmSpending } {
  const random = createRandom(seed)
  const arm = (extra: number): ArmSpending => {
    const spenders = Array.from({ length: 500 }, () => random.next()).filter((draw) => draw < 0.8).length
    const before = Array.from({ length: spenders }, () => (random.next() < 0.4 ? 20 + 80 * random.next() : 0))
    const spent = before.map((past) => 0.8 * past + extra + 10 * random.next())
    return { shoppers: 500, spent, before }
  }
  return { treatment: arm(more), control: arm(0) }
}

describe("spendingLead", () => {
  test("spendingLead: means count those who spent nothing", async () => {
    const arm = (money: number): ArmSpending => ({
      ...{ shoppers: 100, spent: new Array<number>(25).fill(money), before: new Array<number>(25).fill(0) },
    })
    const lead = await spendingLead(arm(20), arm(10), { seed: 1 })
    expect(lead).toMatchObject({ difference: 2.5, varianceLeft: 1 })
    expect(lead!.low).toBeLessThan(2.5)
    expect(lead!.high).toBeGreaterThan(2.5)
  })

  test("spendingLead: a past that explains what is spent narrows the interval, and one that is not known does not", async () => {
    const { treatment, control } = arms(1, 5)
    const blind = (arm: ArmSpending): ArmSpending => ({
      ...arm,
      before: new Array<number>(arm.spent.length).fill(0),
    })
    const known = await spendingLead(treatment, control, { seed: 1 })
    const unknown = await spendingLead(blind(treatment), blind(control), { seed: 1 })
    expect(known!.varianceLeft).toBeLessThan(0.3)
    expect(unknown!.varianceLeft).toBeCloseTo(1)
    expect(known!.high - known!.low).toBeLessThan(0.6 * (unknown!.high - unknown!.low))
  })

  test("spendingLead: the interval holds the truth about as often as it says", async () => {
    let held = 0
    for (let seed = 1; seed <= 200; seed++) {
      const { treatment, control } = arms(seed, 5)
      const lead = await spendingLead(treatment, control, { seed: seed })
      // Four fifths of an arm spend 5 more.
      if (lead && lead.low <= 4 && lead.high >= 4) held++
    }
    expect(held / 200).toBeGreaterThan(0.9)
    expect(held / 200).toBeLessThan(0.99)
  })

  test("spendingLead: large arms are drawn in groups, and their interval is as wide as their spread says", async () => {
    const random = createRandom(9)
    const arm = (): ArmSpending => {
      const spent = Array.from({ length: 25_000 }, () => 10 + 40 * random.next())
      return { shoppers: 200_000, spent, before: new Array<number>(spent.length).fill(0) }
    }
    const [treatment, control] = [arm(), arm()]
    const squaredError = ({ shoppers, spent }: ArmSpending): number => {
      const all = Array.from(spent)
      const mean = all.reduce((sum, one) => sum + one, 0) / shoppers
      return (all.reduce((sum, one) => sum + one * one, 0) / shoppers - mean * mean) / shoppers
    }
    const width = 2 * 1.96 * Math.sqrt(squaredError(treatment) + squaredError(control))
    const lead = await spendingLead(treatment, control, { seed: 1 })
    expect((lead!.high - lead!.low) / width).toBeGreaterThan(0.92)
    expect((lead!.high - lead!.low) / width).toBeLessThan(1.08)
  })

  test("spendingLead: the same figures and seed give the same interval", async () => {
    const { treatment, control } = arms(2)
    const of = (seed: number) => spendingLead(treatment, control, { seed })
    expect(await of(5)).toEqual(await of(5))
    expect(await of(5)).not.toEqual(await of(6))
  })

  test("spendingLead: too few spenders have no interval, impossible arms are refused", async () => {
    const few = { shoppers: 50, spent: [1, 2], before: [0, 0] }
    const { control } = arms(3)
    const seed = 1
    expect(await spendingLead(few, control, { seed })).toBeNull()
    const impossible = [
      { shoppers: 1, spent: [1, 2], before: [0, 0] },
      { shoppers: 5, spent: [1, 2], before: [0] },
    ]
    for (const arm of impossible) await expect(spendingLead(arm, control, { seed })).rejects.toThrow(RangeError)
  })
})
