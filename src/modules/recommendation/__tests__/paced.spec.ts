import { Paced } from "../paced"

/** Work whose runs and rests end on demand. */
function paced(run: () => Promise<void>): { paced: Paced; rests: number[]; wake: () => void } {
  const rests: number[] = []
  let wake = (): void => undefined
  const pace = { restTimes: 10, restAtMostMs: 60_000 }
  const work = new Paced(run, pace, (ms) => {
    rests.push(ms)
    return new Promise((resolve) => (wake = resolve))
  })
  return { paced: work, rests, wake: () => wake() }
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test("paced: the first is run at once, and those who ask during its rest share one run after it", async () => {
  let runs = 0
  const { paced: work, wake } = paced(() => Promise.resolve(void (runs += 1)))
  await work.ask()
  expect(runs).toBe(1)
  const later = [work.ask(), work.ask(), work.ask()]
  await settle()
  expect(runs).toBe(1)
  wake()
  await Promise.all(later)
  expect(runs).toBe(2)
})

test("paced: who asks during a run waits for one that begins after it", async () => {
  let runs = 0
  const ends: (() => void)[] = []
  const { paced: work, wake } = paced(() => {
    runs += 1
    return new Promise((resolve) => ends.push(resolve))
  })
  const first = work.ask()
  await settle()
  const second = work.ask()
  await settle()
  expect(runs).toBe(1)
  ends[0]?.()
  await first
  await settle()
  wake()
  await settle()
  expect(runs).toBe(2)
  ends[1]?.()
  await second
})

test("paced: it rests so many times as long as it took", async () => {
  const { paced: work, rests } = paced(() => new Promise((resolve) => setTimeout(resolve, 30)))
  await work.ask()
  await settle()
  expect(rests[0]).toBeGreaterThan(250)
})

test("paced: who waits hears of a failure, and the next run is one all the same", async () => {
  let runs = 0
  const { paced: work, wake } = paced(() => (++runs === 1 ? Promise.reject(new Error("away")) : Promise.resolve()))
  await expect(work.ask()).rejects.toThrow("away")
  await settle()
  const next = work.ask()
  wake()
  await next
  expect(runs).toBe(2)
})
