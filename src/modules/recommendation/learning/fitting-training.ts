import { MEMORY_OPTION } from "../../../training/thread-memory"
import type { TrainingSession } from "../../../training/training-session"

/** Attempts of one run at most: the last reads an eighth of the rows of the first. */
const ATTEMPTS = 4
/** Rows below which a run fails rather than reads fewer: what does not fit then are not the rows. */
const ROWS_AT_LEAST = 10_000

/** One attempt at a training. */
export interface Attempt {
  readonly session: TrainingSession
  /** Rows of behavior that it may read. */
  readonly maxRows: number
  /** Whether an earlier one ran out of memory. */
  readonly isSmaller: boolean
  /** To be called with rows as they are read. */
  readonly onRows: (rows: number) => void
}

/** How a run that ran out of memory goes on. */
export interface FittingOptions {
  readonly start: () => TrainingSession
  /** Called with the rows that are read next, and with the error that makes them fewer. */
  readonly onSmaller: (maxRows: number, why: Error) => void
}

/**
 * A training that reads half the rows, of the older ones the fewer, where its memory does not suffice: a shop that has outgrown
 * its container keeps learning. Each attempt has a session of its own, and the one before has given its memory back by then.
 */
export class FittingTraining {
  readonly #options: FittingOptions
  #session: TrainingSession | null = null
  #isStopped = false

  constructor(options: FittingOptions) {
    this.#options = options
  }

  /**
   * Tries until it fits.
   *
   * @throws what ended the last attempt
   */
  async run<T>(maxRows: number, attempt: (own: Attempt) => Promise<T>): Promise<T> {
    let allowed = maxRows
    for (let number = 1; ; number++) {
      if (this.#isStopped) throw new Error("The training was stopped.")
      const session = this.#options.start()
      this.#session = session
      let read = 0
      const onRows = (rows: number): void => void (read += rows)
      try {
        return await attempt({ session, maxRows: allowed, isSmaller: number > 1, onRows })
      } catch (error) {
        const fewer = Math.floor(Math.min(allowed, read) / 2)
        const mayTry = !this.#isStopped && number < ATTEMPTS && fewer >= ROWS_AT_LEAST
        if (!mayTry || !isForMemory(error)) throw error
        await session.stop()
        this.#options.onSmaller(fewer, error)
        allowed = fewer
      }
    }
  }

  /** Ends whatever runs, and tries nothing more. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#session?.stop()
  }
}

/** Whether a training ended for want of memory, by its own count, its heap's limit or the kernel. */
function isForMemory(error: unknown): error is Error {
  return error instanceof Error && error.message.includes(MEMORY_OPTION)
}
