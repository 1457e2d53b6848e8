import { BACKGROUND_CONNECTIONS, Slots } from "../background"

/** Works that end when they are let to. */
function heldWork(): {
  readonly work: () => Promise<void>
  readonly finish: () => void
  readonly started: () => boolean
} {
  let finish = (): void => undefined
  let isStarted = false
  const ended = new Promise<void>((resolve) => (finish = resolve))
  return {
    work: () => {
      isStarted = true
      return ended
    },
    finish: () => finish(),
    started: () => isStarted,
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe("background connections", () => {
  test("background: two connections of the pool, whatever comes", () => {
    expect(BACKGROUND_CONNECTIONS).toBe(2)
  })

  test("Slots: no more than so many at once, the others in the order in which they came", async () => {
    const slots = new Slots(2)
    const works = Array.from({ length: 4 }, heldWork)
    const done = works.map(({ work }) => slots.run(work))
    const started = async (): Promise<boolean[]> => {
      await turn()
      return works.map((one) => one.started())
    }
    expect(await started()).toEqual([true, true, false, false])
    works[1]?.finish()
    expect(await started()).toEqual([true, true, true, false])
    works[0]?.finish()
    expect(await started()).toEqual([true, true, true, true])
    works[2]?.finish()
    works[3]?.finish()
    await Promise.all(done)
  })

  test("Slots: work that fails gives its place to the next", async () => {
    const slots = new Slots(1)
    await expect(slots.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no")
    await expect(slots.run(() => Promise.resolve("yes"))).resolves.toBe("yes")
  })
})
