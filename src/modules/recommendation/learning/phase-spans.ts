import type { Span } from "@medusajs/framework/opentelemetry/api"
import type { TrainingPhase } from "../../../core/contract"
import { recordFailure, tracer } from "../telemetry"

/**
 * One span for each phase of a run, from the report of one to the next. They
 * are children of what was active when this was made: what the training thread
 * reports comes in without a context of its own.
 */
export class PhaseSpans {
  private readonly parent = tracer.getActiveContext()
  private span: Span | null = null
  private hasEnded = false

  enter(phase: TrainingPhase): void {
    // A thread that is being stopped may still have reported a phase.
    if (this.hasEnded) return
    this.span?.end()
    this.span = tracer.getOTTracer().startSpan(`recommendations.training.${phase}`, {}, this.parent)
  }

  /** The phase under way is the one that failed. */
  fail(error: unknown): void {
    if (this.span) recordFailure(this.span, error)
  }

  end(): void {
    this.hasEnded = true
    this.span?.end()
    this.span = null
  }
}
