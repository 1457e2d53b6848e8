import type { ModuleContext } from "../context"
import { limitStatements, TIMEOUT_MS } from "./prepared-statements"

type Knex = ReturnType<ModuleContext["knex"]>

/** A transaction of the module's knex. */
export type Transaction = Parameters<Parameters<Knex["transaction"]>[0]>[0]

export interface TransactionOptions {
  /** Milliseconds after which Postgres ends a statement of it, waiting for locks included. @defaultValue {@link TIMEOUT_MS} */
  readonly timeoutMs?: number
}

/** Runs `work` in a transaction each of whose statements Postgres itself ends in time. */
export function inTransaction<T>(
  context: Pick<ModuleContext, "knex">,
  work: (transaction: Transaction) => Promise<T>,
  { timeoutMs = TIMEOUT_MS }: TransactionOptions = {},
): Promise<T> {
  return context.knex().transaction(async (transaction) => {
    await limitStatements(transaction, timeoutMs)
    return work(transaction)
  })
}
