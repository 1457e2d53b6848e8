import { setTimeout as pause } from "node:timers/promises"
import type { ServingChange } from "./change-feed"

/** Milliseconds that changes wait for company. */
const GATHER_MS = 20
/** Milliseconds of rest at most: a change must not be told of much later than it was made. */
const REST_AT_MOST_MS = 2_000

/**
 * Turns what an import of products sets off one by one into few readings of the
 * catalogue: gathers for a moment, and for as long as what came before is being
 * applied. One at a time, for a database that is slow gets slower by being asked more; and between two turns it rests
 * for as long as the first has taken, for it has a shop to serve.
 */
export class ChangeGatherer {
  private gathered: ServingChange[] = []
  private turn: Promise<void> | null = null
  private before: Promise<void> = Promise.resolve()

  /** @param rest lets so many milliseconds go by */
  constructor(
    private readonly apply: (changes: readonly ServingChange[]) => Promise<void>,
    private readonly rest = (ms: number): Promise<void> => pause(ms, undefined, { ref: false }),
  ) {}

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
    const begun = performance.now()
    const applied = this.apply([...unique.values()])
    this.before = applied
      .catch(() => undefined)
      .then(() => this.rest(Math.min(performance.now() - begun, REST_AT_MOST_MS)))
    await applied
  }
}
