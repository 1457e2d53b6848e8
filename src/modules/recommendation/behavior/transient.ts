import { z } from "@medusajs/framework/zod"

/** SQLSTATEs and socket errors after which the same statement may well succeed. */
const TRANSIENT = [
  /^40(001|P01)$/,
  /^08/,
  /^53/,
  /^57P0[123]$/,
  /^57014$/,
  /^55P03$/,
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/,
]

const withCode = z.looseObject({
  code: z.string().optional(),
  message: z.string().optional(),
  name: z.string().optional(),
})

/** Whether an error of the database will pass: a lost connection, a deadlock, a full pool, a restart. */
export function isTransient(error: unknown): boolean {
  const parsed = withCode.safeParse(error)
  if (!parsed.success) return false
  const { code, message = "", name } = parsed.data
  if (code !== undefined && TRANSIENT.some((pattern) => pattern.test(code))) return true
  return name === "KnexTimeoutError" || /Connection terminated|connection timeout|Timeout acquiring/i.test(message)
}

/** What a log may say of an error of the database: its code or its kind, for its words may hold rows and statements. */
export function codeOf(error: unknown): string {
  const { code, name } = withCode.safeParse(error).data ?? {}
  return code ?? name ?? "unknown"
}

/** Whether Postgres ended a statement for the time it took, or did not answer: at once again it would take as long. */
export function isGivenUp(error: unknown): boolean {
  const { code, message = "", name } = withCode.safeParse(error).data ?? {}
  return code === "57014" || (name === "KnexTimeoutError" && message.startsWith("Defined query timeout"))
}

/**
 * Runs `work` again, at most `times` in all, while it fails with what will pass. Not after a time-out: the next request
 * or the next run of the job is soon enough, and a shop that is slow is not asked three times over.
 */
export async function retryTransient<T>(work: () => Promise<T>, times = 3): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= times || !isTransient(error) || isGivenUp(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * 50 * (1 + Math.random())))
    }
  }
}
