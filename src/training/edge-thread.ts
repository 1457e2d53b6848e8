import { fromEdgeThread } from "./edge-protocol"
import type { FromEdgeThread, ToEdgeThread } from "./edge-protocol"
import { PortExchange } from "./port-exchange"
import type { TrainingPort } from "./port-exchange"
import { threadPort } from "./training-thread"

/** A file for the edge, as Medusa's File module takes it. */
export interface EdgeFile {
  /** In base 64. */
  readonly content: string
  /** In bytes. */
  readonly size: number
}

/**
 * Makes a file for the edge in a thread of the lowest priority: done in the thread that answers shoppers, it would keep all
 * of them waiting for seconds. What stays there is copying the model's bytes to the thread and the file's back.
 */
export class EdgeThread {
  readonly #port: TrainingPort<ToEdgeThread>
  readonly #exchange: PortExchange<ToEdgeThread, FromEdgeThread>

  /** @param maxMemoryMb heap of the thread at most */
  constructor(maxMemoryMb: number) {
    this.#port = threadPort("edge-worker", maxMemoryMb)
    this.#exchange = new PortExchange(this.#port, (raw) => fromEdgeThread.parse(raw))
  }

  /** Takes ids of products that the file may name, one a line; resolves when there is room for the next. */
  async allow(ids: string): Promise<void> {
    await this.#ask({ type: "products", ids })
  }

  /**
   * Makes the file of a model file, of the products that were allowed.
   *
   * @param options.version number of the model's version
   * @param options.links of a product that each table keeps, the strongest
   * @throws Error with the cause when the model file is damaged or of another release, or memory runs out
   */
  async make(bytes: Uint8Array, options: { readonly version: number; readonly links: number }): Promise<EdgeFile> {
    const answer = await this.#ask({ type: "make", bytes, ...options })
    if (answer.type !== "made") throw new Error(`the thread that makes the file for the edge answered "${answer.type}"`)
    return { content: answer.content, size: answer.size }
  }

  /** Ends the thread at once, whatever it does. */
  stop(): Promise<void> {
    return this.#port.stop()
  }

  async #ask(message: ToEdgeThread): Promise<FromEdgeThread> {
    const answer = await this.#exchange.ask(message)
    if (answer.type === "failed") throw new Error(answer.message)
    return answer
  }
}
