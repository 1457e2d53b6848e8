/** A run and the fencing number that its holder has, and one who lost its lease has not. */
export interface FencedRun {
  readonly runId: string
  readonly fencing: number
}

/** The run is over, or another holds its lease: nobody wants what was made for it. */
export class RunGoneError extends Error {
  override readonly name = "RunGoneError"
}

/** What instances hand each other in a run: parts of the snapshot, results of tasks. Gone with the run. */
export interface PieceStore {
  /**
   * Keeps bytes under a name that nothing else of the run has.
   *
   * @throws RunGoneError when the run is over or another's; whatever the store fails with
   */
  put(run: FencedRun, name: string, bytes: Uint8Array): Promise<void>
  /** The bytes of a name; null where there are none. */
  get(run: FencedRun, name: string): Promise<Uint8Array | null>
  /** Forgets names that begin so. */
  drop(run: FencedRun, prefix: string): Promise<void>
  /** Whether the run goes on, held by whoever asked. */
  isOpen(run: FencedRun): Promise<boolean>
}

/** Name of a part of the snapshot. */
export const snapshotPiece = (part: number): string => `snapshot/${part}`

/** Name of a result of tasks that were run under a name. */
export const resultPiece = (name: string, result: number): string => `${name}/${result}`
