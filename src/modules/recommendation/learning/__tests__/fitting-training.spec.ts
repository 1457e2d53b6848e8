import type { TrainingSession } from "../../../../training/training-session"
import { FittingTraining } from "../fitting-training"
import type { Attempt } from "../fitting-training"

const TOO_LARGE = new Error("Training needs more than the 10 MB it may use: raise training.max_memory_mb.")

/** A training of a log of so many rows, and what it was asked to do. */
function aTraining() {
  const events: string[] = []
  let started = 0
  const start = (): TrainingSession => {
    const number = ++started
    events.push(`start ${number}`)
    return {
      add: () => Promise.resolve(),
      train: () => Promise.reject(new Error("not asked")),
      stop: async () => void events.push(`stop ${number}`),
    }
  }
  const smaller: number[] = []
  const training = new FittingTraining({ start, onSmaller: (rows) => smaller.push(rows) })
  return { training, events, smaller }
}

/** Reads all rows that it may, and fits where they are so many at most. */
const reads =
  (there: number, fitting: number) =>
  async ({ maxRows, isSmaller, onRows }: Attempt): Promise<{ rows: number; isSmaller: boolean }> => {
    const rows = Math.min(there, maxRows)
    onRows(rows)
    if (rows > fitting) throw TOO_LARGE
    return { rows, isSmaller }
  }

describe("a training that does not fit", () => {
  test("fitting: out of memory it reads half the rows that it had read, once the first has given its memory back", async () => {
    const { training, events, smaller } = aTraining()
    expect(await training.run(2_000_000, reads(1_000_000, 300_000))).toEqual({ rows: 250_000, isSmaller: true })
    expect(smaller).toEqual([500_000, 250_000])
    expect(events).toEqual(["start 1", "stop 1", "start 2", "stop 2", "start 3"])
    await training.stop()
    expect(events.at(-1)).toBe("stop 3")
  })

  test("fitting: what fits is tried once, with all rows", async () => {
    const { training, smaller } = aTraining()
    expect(await training.run(2_000_000, reads(90_000, 300_000))).toEqual({ rows: 90_000, isSmaller: false })
    expect(smaller).toEqual([])
  })

  test("fitting: it fails with its cause after four attempts, and where so few rows do not fit", async () => {
    const { training, smaller } = aTraining()
    await expect(training.run(2_000_000, reads(8_000_000, 0))).rejects.toBe(TOO_LARGE)
    expect(smaller).toEqual([1_000_000, 500_000, 250_000])
    const few = aTraining()
    await expect(few.training.run(2_000_000, reads(19_999, 0))).rejects.toBe(TOO_LARGE)
    expect(few.smaller).toEqual([])
  })

  test("fitting: another failure ends it at once", async () => {
    const { training, smaller } = aTraining()
    const broken = new Error("a row is none")
    const attempt = async ({ onRows }: Attempt): Promise<never> => {
      onRows(1_000_000)
      throw broken
    }
    await expect(training.run(2_000_000, attempt)).rejects.toBe(broken)
    expect(smaller).toEqual([])
  })

  test("fitting: stopped in an attempt, no other begins", async () => {
    const { training, events } = aTraining()
    const attempt = async ({ onRows }: Attempt): Promise<never> => {
      onRows(1_000_000)
      await training.stop()
      throw TOO_LARGE
    }
    await expect(training.run(2_000_000, attempt)).rejects.toBe(TOO_LARGE)
    expect(events).toEqual(["start 1", "stop 1"])
  })
})
