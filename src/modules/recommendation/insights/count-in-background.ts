import { Slots, inBackground } from "../background"
import type { ModuleContext } from "../context"
import type { Counted } from "./kept-figures"

/** Milliseconds that a statement of a count may take: it runs beside requests, not in their way. */
const COUNT_TIMEOUT_MS = 300_000

/*
 * Sorts and hashes of a million shoppers stay in memory: once, for there is one count at a time. And nothing is joined row
 * by row: between steps whose sizes Postgres cannot know it takes a few rows where there are thousands, and a join that
 * takes a second takes minutes. Nothing is compiled: that takes a second before the first row, in each worker.
 */
export const COUNT_SETTINGS =
  "set local work_mem = '128MB'; set local hash_mem_multiplier = 4; set local enable_nestloop = off; set local jit = off"

/** One for the process: of the two connections of background work, capture always has the other. */
const counts = new Slots(1)

/**
 * Runs a count of what may be much of the log: in one transaction, after those that asked before. `count` works with the
 * context that it is given, whose one connection is the transaction's: one statement after the other.
 */
export function countInBackground<T>(
  context: ModuleContext,
  count: (counting: ModuleContext) => Promise<T>,
): Promise<Counted<T>> {
  const work = (): Promise<Counted<T>> =>
    inBackground(
      context,
      async (transaction) => {
        const begun = performance.now()
        await transaction.raw(COUNT_SETTINGS)
        const figures = await count({ ...context, knex: () => transaction })
        return { figures, tookMs: performance.now() - begun }
      },
      { timeoutMs: COUNT_TIMEOUT_MS },
    )
  return counts.run(work)
}
