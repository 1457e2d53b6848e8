import { SpanStatusCode } from "@medusajs/framework/opentelemetry/api"
import type { Span } from "@medusajs/framework/opentelemetry/api"
import { Tracer } from "@medusajs/framework/telemetry"

/** Medusa's own tracer: it does nothing until a shop's `instrumentation.ts` registers OpenTelemetry. */
export const tracer = new Tracer("medusa-plugin-svm-recommendations")

/**
 * Does `work` within a span, as a child of whatever span is active. An error that
 * passes is recorded. A span says nothing of a shopper: no id, no e-mail.
 */
export function traced<T>(name: string, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer.trace(name, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      recordFailure(span, error)
      throw error
    } finally {
      span.end()
    }
  })
}

/** Marks a span as failed, by the kind of error alone: a message may hold a statement, and with it a shopper. */
export function recordFailure(span: Span, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null
  span.recordException(code === null ? { name } : { name, code })
  span.setStatus({ code: SpanStatusCode.ERROR, message: code === null ? name : `${name} ${code}` })
}
