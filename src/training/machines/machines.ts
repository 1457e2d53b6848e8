/** What other machines did in a training, for its report. */
export interface MachinesReport {
  /** Other instances that offered to run tasks when the training began. */
  readonly instances: number
  /** Tasks that they ran. */
  readonly tasks: number
  /** Why the training went on without them; null where it did not. */
  readonly alone: string | null
}

/** Tasks were not begun, and are wanted back or can be had by nobody. */
export class NotRunError extends Error {
  override readonly name = "NotRunError"

  /** @param isLost whether no other machine will run any task of this training */
  constructor(
    message: string,
    readonly isLost: boolean,
  ) {
    super(message)
  }
}

/** Other machines that run tasks of one training, as whoever feeds its thread reaches them. */
export interface Machines {
  /** Tasks that they run at once. */
  readonly lanes: number
  /** Keeps a packed part of the snapshot where they find it. */
  share(part: Uint8Array): Promise<void>
  /**
   * Has packed tasks run; resolves to their packed results, in order.
   *
   * @throws NotRunError when nobody runs them; any other error when they failed as often as tasks may
   */
  run(id: number, tasks: Uint8Array): Promise<readonly Uint8Array[]>
  /** Wants tasks back; where nobody has begun them, `run` rejects with {@link NotRunError}. */
  takeBack(id: number): Promise<void>
  report(): MachinesReport
  /** Ends it: what is under way is for nobody any more. */
  close(): Promise<void>
}
