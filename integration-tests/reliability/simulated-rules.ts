import type fc from "fast-check"
import type { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { PromotionError } from "../../src/modules/recommendation/learning/activation-store"
import { LeaseLostError } from "../../src/modules/recommendation/learning/lease"
import type { Lease } from "../../src/modules/recommendation/learning/lease"
import type { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import type { NewVersion } from "../../src/modules/recommendation/learning/version-store"
import { aReport } from "../helpers/fake-training"
import type { TestModule } from "../helpers/module-context"
import { SIMULATED, States } from "./states"

export const ACCURACY = { pairwise: 0.8, hit_rate: 0.5, sample: 40, source: "holdout" as const }

export const A_VERSION: NewVersion = {
  trigger: "admin",
  isRefused: false,
  gate: { text: "", said: [] },
  bytes: new Uint8Array([1, 2, 3]),
  report: aReport({ challenger: 0.5 }),
  weights: [],
  durationMs: 1,
  memoryMb: 1,
  arrival: { seq: 0 },
  catalogSize: 1,
}

export const states = new States(SIMULATED)

/** A run as the rules have it. */
export interface ModelRun {
  /** Order of leases and promotions. */
  readonly fencing: number
  status: "running" | "over"
  /** Another took over; else, if it is over, it was closed. */
  replaced: boolean
  /** Instance that opened it. */
  readonly at: number
  lapsed: boolean
  version: number | null
}

/** The rules of the plugin in memory: what must be true of the database after any commands. */
export class Rules {
  readonly owners = new Map<string, string>()
  /** Customers whose past is erased: all events are of before. */
  readonly erased = new Set<string>()
  /** Instance that recorded an event. */
  readonly recordedAt = new Map<string, number>()
  /** Events that were erased with their owner. */
  readonly freed = new Set<string>()
  readonly runs: ModelRun[] = []
  versions = 0
  /** Whether somebody was erased since the latest run opened, which took up all erasures before it. */
  erasureWaits = false
  /** Versions that the gate refused: a run does not promote them, an admin may. */
  readonly refused = new Set<number>()
  /** Versions that were stored without a file, for they were trained on somebody who was erased. */
  readonly fileless = new Set<number>()
  serving: { version: number; fencing: number } | null = null
  fencing = 0

  get running(): ModelRun | undefined {
    return this.runs.find(({ status }) => status === "running")
  }
}

/** The plugin itself: several instances on one database. */
export interface Real {
  readonly behaviors: readonly BehaviorStore[]
  readonly learnings: readonly LearningStore[]
  readonly leases: Lease[]
  readonly versionIds: string[]
  run: TestModule["run"]
  /** An instance whose database refuses what storefronts report, and one whose connections can fall silent. */
  readonly failing: { readonly behavior: BehaviorStore; fail(): void }
  readonly remote: { readonly behavior: BehaviorStore; silence(): Promise<void>; wake(): void }
}

export interface Command extends fc.AsyncCommand<Rules, Real> {
  toString(): string
}

export const command = (name: string, run: (rules: Rules, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
})

/** What the work did, by the name of its error. */
export const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof LeaseLostError || error instanceof PromotionError) return error.name
      throw error
    },
  )
