import type { ModuleContext } from "./context"
import { inTransaction } from "./database/transaction"
import type { Transaction, TransactionOptions } from "./database/transaction"

/** Connections of the shop's pool that background work holds at once, in this process. */
export const BACKGROUND_CONNECTIONS = 2

/** Milliseconds that a statement of background work may take: below the time after which a held import counts as dead. */
export const BACKGROUND_TIMEOUT_MS = 20_000

/** Lets in so many at once; the others wait in the order in which they came, without a connection. */
export class Slots {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(count: number) {
    this.free = count
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1
    else await new Promise<void>((resolve) => this.waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.free += 1
    }
  }
}

/** One for the process: the pool is one too. */
const slots = new Slots(BACKGROUND_CONNECTIONS)

/**
 * Runs `work` in a transaction of background work: subscribers, jobs, imports. However slow they are, and however many
 * wait, they hold two connections of the pool, and the shop has the rest. `work` must not ask for a second one.
 */
export function inBackground<T>(
  context: Pick<ModuleContext, "knex">,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions = { timeoutMs: BACKGROUND_TIMEOUT_MS },
): Promise<T> {
  return slots.run(() => inTransaction(context, work, options))
}
