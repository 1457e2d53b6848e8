import { PacedRenewal } from "../live/paced-renewal"

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A renewal whose rests end when told to. */
function paced(renew: () => Promise<void>): { renewal: PacedRenewal; rests: number[]; wake: () => void } {
  const rests: number[] = []
  let wake = (): void => undefined
  const renewal = new PacedRenewal(renew, (ms) => {
    rests.push(ms)
    return new Promise((resolve) => (wake = resolve))
  })
  return { renewal, rests, wake: () => wake() }
}

test("paced renewal: the first is waited for, the others of its rest are one after it", async () => {
  let renewed = 0
  const { renewal, rests, wake } = paced(() => Promise.resolve(void (renewed += 1)))
  await renewal.ask()
  expect(renewed).toBe(1)
  await Promise.all([renewal.ask(), renewal.ask(), renewal.ask()])
  expect(renewed).toBe(1)
  wake()
  await settle()
  expect({ renewed, rests: rests.length }).toEqual({ renewed: 2, rests: 2 })
  wake()
  await settle()
  expect(renewed).toBe(2)
  await renewal.ask()
  expect(renewed).toBe(3)
})

test("paced renewal: it rests ten times as long as it took", async () => {
  const { renewal, rests } = paced(() => new Promise((resolve) => setTimeout(resolve, 30)))
  await renewal.ask()
  expect(rests[0]).toBeGreaterThan(250)
})

test("paced renewal: whoever waits hears of a failure, and it goes on after the rest", async () => {
  let asked = 0
  const { renewal, wake } = paced(() => {
    asked += 1
    return asked <= 2 ? Promise.reject(new Error("the database is away")) : Promise.resolve()
  })
  await expect(renewal.ask()).rejects.toThrow("away")
  await renewal.ask()
  wake()
  await settle()
  wake()
  await settle()
  await renewal.ask()
  expect(asked).toBe(3)
})
