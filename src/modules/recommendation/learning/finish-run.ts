import { MEMORY_OPTION } from "../../../training/thread-memory"
import { TRAINING_KILLED } from "../../../training/training-process"
import type { ModuleContext } from "../context"
import { logEvent } from "../log-event"
import { aboutRun, MessageError } from "../sayings"
import type { Statement } from "../sayings"
import { LeaseLostError } from "./lease"
import type { Lease } from "./lease"
import { RunCanceledError } from "./heartbeat"
import type { RunStore } from "./run-store"

/** Attempts to write down how a run ended, with the database away; the lease's end closes it otherwise. */
const ATTEMPTS = 5
const FIRST_WAIT_MS = 500

/** Closes a run that did not get to its end, with its cause in words. */
export async function closeFailed(
  parts: { context: ModuleContext; runs: RunStore },
  lease: Lease,
  error: unknown,
): Promise<void> {
  const { context, runs } = parts
  // Another holder's run, or one that is closed: it is not ours to write to.
  if (error instanceof LeaseLostError) {
    context.logger?.warn(`recommendations: ${error.message}; what it trained is thrown away`)
    return
  }
  const cause = causeOf(error)
  const fields = { run: lease.runId, cause: String(error) }
  if (error instanceof RunCanceledError) logEvent(context, "info", { name: "run.canceled", fields })
  else logEvent(context, "error", { name: "run.failed", fields })
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runs.close(lease, error instanceof RunCanceledError ? "canceled" : "failed", cause)
      return
    } catch (closing) {
      if (attempt === ATTEMPTS) {
        context.logger?.error(`recommendations: run ${lease.runId} could not be closed: ${String(closing)}`)
        return
      }
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** (attempt - 1)))
    }
  }
}

/**
 * Cause of a failure for the admin: our own words as they are; of the database's
 * only the code, for its message holds statements.
 */
export function causeOf(error: unknown): Statement {
  if (!(error instanceof Error)) return aboutRun.seeLog()
  if (error instanceof MessageError) return error.statement
  const code = "code" in error && typeof error.code === "string" ? error.code : null
  if (code !== null || error.name === "KnexTimeoutError" || /connection/i.test(error.message)) {
    return aboutRun.databaseFailed(code ?? error.name)
  }
  // Ahead of the next: what was killed wants less memory, what ran out of its own may be given more.
  if (error.message === TRAINING_KILLED) return aboutRun.trainingKilled()
  // Thrown in the training thread: of an error only the message comes across.
  if (error.message.includes(MEMORY_OPTION)) return aboutRun.outOfMemory(error.message)
  return aboutRun.failedWith(error.message)
}
