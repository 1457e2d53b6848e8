import type { Counted } from "../kept-figures"
import { KeptFigures, RECOUNT_FACTOR, SHORT_MS, StillCountingError } from "../kept-figures"

/** Longer than anybody should wait for. */
const COUNT_MS = 5_000

const atOnce = (figures: number): Promise<Counted<number>> => Promise.resolve({ figures, tookMs: 1 })

/** A count that ends on demand. */
function slowly() {
  const ends: ((counted: Counted<number>) => void)[] = []
  const fails: ((error: Error) => void)[] = []
  const count = jest.fn(
    () =>
      new Promise<Counted<number>>((resolve, reject) => {
        ends.push(resolve)
        fails.push(reject)
      }),
  )
  return {
    count,
    end: (figures: number, tookMs = COUNT_MS) => ends.shift()?.({ figures, tookMs }),
    fail: (error: Error) => fails.shift()?.(error),
  }
}

describe("figures that take long to count", () => {
  let kept: KeptFigures<number>

  beforeEach(() => {
    jest.useFakeTimers()
    kept = new KeptFigures<number>()
  })
  afterEach(() => jest.useRealTimers())

  test("what is quickly counted is counted at each look", async () => {
    let rows = 0
    const count = () => atOnce(++rows)
    expect(await kept.get("a", count, "shortly")).toBe(1)
    expect(await kept.get("a", count, "shortly")).toBe(2)
  })

  test("the first look at slow figures hears that they are being counted; a later one has them, for so long as 20 counts", async () => {
    const { count, end } = slowly()
    const asked = kept.get("a", count, "shortly")
    const refused = expect(asked).rejects.toThrow(StillCountingError)
    await jest.advanceTimersByTimeAsync(SHORT_MS)
    await refused
    await jest.advanceTimersByTimeAsync(COUNT_MS - SHORT_MS)
    end(7)
    await jest.advanceTimersByTimeAsync(1)
    expect(await kept.get("a", count, "shortly")).toBe(7)
    await jest.advanceTimersByTimeAsync(RECOUNT_FACTOR * COUNT_MS - 10)
    expect(await kept.get("a", count, "shortly")).toBe(7)
    expect(count).toHaveBeenCalledTimes(1)
    await jest.advanceTimersByTimeAsync(10)
    // Old by now: the one who asks has it at once, and it is counted again behind their back.
    expect(await kept.get("a", count, "shortly")).toBe(7)
    expect(count).toHaveBeenCalledTimes(2)
    await jest.advanceTimersByTimeAsync(COUNT_MS)
    end(8)
    await jest.advanceTimersByTimeAsync(1)
    expect(await kept.get("a", count, "shortly")).toBe(8)
  })

  test("figures of a second are never old: who looks later is asked to try again, and has those of this look", async () => {
    const { count, end } = slowly()
    const ask = () => kept.get("a", count, "shortly")
    for (const figures of [7, 8]) {
      const refused = expect(ask()).rejects.toThrow(StillCountingError)
      await jest.advanceTimersByTimeAsync(SHORT_MS)
      await refused
      await jest.advanceTimersByTimeAsync(500)
      end(figures, 800)
      await jest.advanceTimersByTimeAsync(500)
      expect(await ask()).toBe(figures)
      await jest.advanceTimersByTimeAsync(5_000)
    }
    expect(count).toHaveBeenCalledTimes(2)
  })

  test("who waits has figures of this moment, and those who ask at once share one count", async () => {
    const { count, end } = slowly()
    const asked = Promise.all([kept.get("a", count, "counted"), kept.get("a", count, "counted")])
    await jest.advanceTimersByTimeAsync(60_000)
    end(1)
    expect(await asked).toEqual([1, 1])
    expect(count).toHaveBeenCalledTimes(1)
    const again = kept.get("a", count, "counted")
    end(2)
    expect(await again).toBe(2)
  })

  test("questions do not answer each other", async () => {
    expect(await kept.get("a", () => atOnce(1), "shortly")).toBe(1)
    expect(await kept.get("b", () => atOnce(2), "shortly")).toBe(2)
  })

  test("a count that failed behind the back of who was asked to try again fails for whoever asks next, then starts again", async () => {
    const { count, fail } = slowly()
    const refused = expect(kept.get("a", count, "shortly")).rejects.toThrow(StillCountingError)
    await jest.advanceTimersByTimeAsync(SHORT_MS)
    await refused
    fail(new Error("the database is gone"))
    await jest.advanceTimersByTimeAsync(1)
    await expect(kept.get("a", count, "shortly")).rejects.toThrow("the database is gone")
    expect(await kept.get("a", () => atOnce(3), "shortly")).toBe(3)
  })

  test("a count that fails at once fails for who asked", async () => {
    const failing = () => Promise.reject(new Error("no such table"))
    await expect(kept.get("a", failing, "shortly")).rejects.toThrow("no such table")
  })

  test("figures that another instance counted are shown as long as its own, and the newer of the two", async () => {
    const { count } = slowly()
    const stored = (figures: number, ageMs: number) => ({ figures, ageMs, tookMs: COUNT_MS })
    expect(await kept.get("a", count, "shortly", stored(7, 1_000))).toBe(7)
    expect(await kept.get("a", count, "shortly", stored(6, 9_000))).toBe(7)
    expect(await kept.get("a", count, "shortly", stored(8, 10))).toBe(8)
    expect(count).not.toHaveBeenCalled()
    expect(await kept.get("b", count, "shortly", stored(5, RECOUNT_FACTOR * COUNT_MS))).toBe(5)
    expect(count).toHaveBeenCalledTimes(1)
  })
})
