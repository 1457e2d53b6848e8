import { PortExchange } from "../port-exchange"
import type { TrainingPort } from "../port-exchange"
import { processPort } from "../training-process"
import { threadPort } from "../training-thread"
import { fromMachineThread } from "./machine-protocol"
import type { FromMachineThread, ToMachineThread } from "./machine-protocol"

/** A thread, of this process or one of its own, that runs tasks of one training. */
export interface TaskHost {
  /** Takes the next part of the snapshot. */
  add(part: Uint8Array): Promise<void>
  /** Takes tasks; resolves to how many results they will have. */
  begin(tasks: Uint8Array): Promise<number>
  /** The next result of the tasks. */
  next(): Promise<Uint8Array>
  stop(): Promise<void>
}

/** Starts a host; given by tests in place of a real one. */
export type StartTaskHost = (options: { readonly maxMemoryMb: number }) => TaskHost

export const startTaskThread: StartTaskHost = ({ maxMemoryMb }) =>
  new PortHost(threadPort("machine-worker", maxMemoryMb))

export const startTaskProcess: StartTaskHost = ({ maxMemoryMb }) =>
  new PortHost(processPort("machine-worker", maxMemoryMb))

class PortHost implements TaskHost {
  readonly #exchange: PortExchange<ToMachineThread, FromMachineThread>

  constructor(private readonly port: TrainingPort<ToMachineThread>) {
    this.#exchange = new PortExchange(port, (raw) => fromMachineThread.parse(raw))
  }

  async add(part: Uint8Array): Promise<void> {
    await this.#ask({ type: "part", bytes: part }, "taken")
  }

  async begin(tasks: Uint8Array): Promise<number> {
    return (await this.#ask({ type: "tasks", bytes: tasks }, "tasks")).count
  }

  async next(): Promise<Uint8Array> {
    return (await this.#ask({ type: "next" }, "result")).bytes
  }

  stop(): Promise<void> {
    return this.port.stop()
  }

  async #ask<T extends FromMachineThread["type"]>(
    message: ToMachineThread,
    wanted: T,
  ): Promise<Extract<FromMachineThread, { type: T }>> {
    const answer = await this.#exchange.ask(message)
    if (answer.type === "failed") throw new Error(answer.message)
    if (!isA(answer, wanted)) throw new Error(`the thread that runs tasks answered "${answer.type}"`)
    return answer
  }
}

function isA<T extends FromMachineThread["type"]>(
  message: FromMachineThread,
  type: T,
): message is Extract<FromMachineThread, { type: T }> {
  return message.type === type
}
