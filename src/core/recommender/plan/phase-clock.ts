import type { TrainingPhase, TrainingProgress } from "../../contract/recommender"

/** Share of the whole run at which each phase begins. */
const PHASE_STARTS: Readonly<Record<TrainingPhase, number>> = {
  snapshot: 0,
  candidates: 0.02,
  features: 0.05,
  fit: 0.6,
  evaluate: 0.7,
  refit: 0.85,
  store: 0.97,
}

/** Times the phases of a run and reports how far it is. */
export class PhaseClock {
  readonly #durations: Partial<Record<TrainingPhase, number>> = {}
  readonly #onProgress: ((progress: TrainingProgress) => void) | undefined
  #phase: TrainingPhase | null = null
  #since = 0

  constructor(onProgress: ((progress: TrainingProgress) => void) | undefined) {
    this.#onProgress = onProgress
  }

  enter(phase: TrainingPhase): void {
    this.finish()
    this.#phase = phase
    this.#since = performance.now()
    this.progress(0)
  }

  /** Reports how much of the phase is done, 0 to 1. */
  progress(share: number): void {
    if (this.#phase === null) return
    const start = PHASE_STARTS[this.#phase]
    const later = Object.values(PHASE_STARTS).filter((value) => value > start)
    const end = Math.min(1, ...later)
    this.#onProgress?.({ phase: this.#phase, fraction: start + (end - start) * share })
  }

  finish(): Readonly<Partial<Record<TrainingPhase, number>>> {
    if (this.#phase !== null) {
      const spent = performance.now() - this.#since
      this.#durations[this.#phase] = Math.round((this.#durations[this.#phase] ?? 0) + spent)
      this.#phase = null
    }
    return this.#durations
  }
}
