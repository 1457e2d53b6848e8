import type { ToMachines, ToWorker } from "../protocol"
import { NotRunError } from "./machines"
import type { Machines } from "./machines"

/** Hands on what a training thread wants of other machines, and their answers. */
export class MachinesRelay {
  /**
   * @param thread gets the answers
   * @param fail is called with what ends the training: the snapshot could not be kept
   */
  constructor(
    private readonly machines: Machines,
    private readonly thread: { send(message: ToWorker): void },
    private readonly fail: (error: Error) => void,
  ) {}

  pass(message: ToMachines): void {
    this.answer(message).then(
      (answer) => {
        if (answer !== null) this.thread.send(answer)
      },
      (error: unknown) => this.fail(error instanceof Error ? error : new Error(String(error))),
    )
  }

  private async answer(message: ToMachines): Promise<ToWorker | null> {
    const { machines } = this
    if (message.type === "share") {
      await machines.share(message.bytes)
      return { type: "shared" }
    }
    const { id } = message
    if (message.type === "take_back") {
      await machines.takeBack(id)
      return null
    }
    try {
      return { type: "tasks_done", id, results: [...(await machines.run(id, message.bytes))] }
    } catch (error) {
      if (error instanceof NotRunError) return { type: "tasks_returned", id, isLost: error.isLost }
      return { type: "tasks_failed", id, message: error instanceof Error ? error.message : String(error) }
    }
  }
}
