import { setTimeout as pause } from "node:timers/promises"
import type { ServingChange } from "./change-feed"

/** Milliseconds that changes wait for company. */
const GATHER_MS = 20

/**
 * Turns what an import of products sets off one by one into few readings of the
 * catalogue: gathers for a moment, and for as long as what came before is being
 * applied. One at a time, for a database that is slow gets slower by being asked more.
 */
export class ChangeGatherer {
  private gathered: ServingChange[] = []
  private turn: Promise<void> | null = null
  private before: Promise<void> = Promise.resolve()

  constructor(private readonly apply: (changes: readonly ServingChange[]) => Promise<void>) {}

  /** Settles when these changes are applied, together with whatever else came by then; rejects as their turn does. */
  add(changes: readonly ServingChange[]): Promise<void> {
    this.gathered.push(...changes)
    this.turn ??= this.takeTurn()
    return this.turn
  }

  private async takeTurn(): Promise<void> {
    await pause(GATHER_MS)
    await this.before
    const unique = new Map(this.gathered.map((change) => [`${change.kind} ${change.key ?? ""}`, change]))
    this.gathered = []
    this.turn = null
    const applied = this.apply([...unique.values()])
    this.before = applied.catch(() => undefined)
    await applied
  }
}
