import type { TrainingPort } from "./port-exchange"
import { describeEnd, startThread } from "./start-thread"
import type { OwnThread } from "./start-thread"
import { PortSession } from "./training-session"
import type { StartTraining } from "./training-session"

/** Starts a thread of this process that trains. */
export const startTrainingThread: StartTraining = ({ maxMemoryMb }) =>
  new PortSession(threadPort("training-worker", maxMemoryMb))

/** A thread of this process that is talked to. */
export function threadPort<Message>(name: OwnThread, maxMemoryMb: number): TrainingPort<Message> {
  const worker = startThread(name, maxMemoryMb)
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (take) => worker.on("message", take),
    onEnd: (end) => {
      worker.on("error", (error: Error) => end(describeEnd(error)))
      worker.on("exit", () => end(new Error("The training thread ended before it was done.")))
    },
    stop: async () => {
      await worker.terminate()
    },
  }
}
