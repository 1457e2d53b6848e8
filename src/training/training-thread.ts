import { describeEnd, startThread } from "./start-thread"
import { PortSession } from "./training-session"
import type { StartTraining } from "./training-session"

/** Starts a thread of this process that trains. */
export const startTrainingThread: StartTraining = ({ maxMemoryMb }) => {
  const worker = startThread("training-worker", maxMemoryMb)
  return new PortSession({
    send: (message) => worker.postMessage(message),
    onMessage: (take) => worker.on("message", take),
    onEnd: (end) => {
      worker.on("error", (error: Error) => end(describeEnd(error)))
      worker.on("exit", () => end(new Error("The training thread ended before it was done.")))
    },
    stop: async () => {
      await worker.terminate()
    },
  })
}
