/** What is talked to: a thread, or a process. */
export interface TrainingPort<Message> {
  /** Sends a message; one that cannot be sent any more is lost, for the end comes by `onEnd`. */
  send(message: Message): void
  onMessage(take: (raw: unknown) => void): void
  /** Calls `end` when nothing more comes, with the cause. */
  onEnd(end: (error: Error) => void): void
  /** Ends the other side at once; resolves when it is gone. */
  stop(): Promise<void>
}

interface Waiting<Answer> {
  resolve(message: Answer): void
  reject(error: Error): void
}

/** One question at a time to the other side of a port; whatever ends that ends what waits for it. */
export class PortExchange<Message, Answer> {
  #waiting: Waiting<Answer> | null = null
  #ended: Error | null = null

  /**
   * @param take reads what comes: an answer, or null where it was none
   */
  constructor(
    private readonly port: TrainingPort<Message>,
    take: (raw: unknown) => Answer | null,
  ) {
    port.onMessage((raw) => {
      const answer = take(raw)
      if (answer === null) return
      this.#waiting?.resolve(answer)
      this.#waiting = null
    })
    port.onEnd((error) => this.end(error))
  }

  ask(message: Message): Promise<Answer> {
    if (this.#ended) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.port.send(message)
    })
  }

  /** What waits rejects with the cause, and whatever is asked later too. */
  end(error: Error): void {
    this.#ended ??= error
    this.#waiting?.reject(this.#ended)
    this.#waiting = null
  }
}
