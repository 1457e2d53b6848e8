import { fork } from "node:child_process"
import type { ChildProcess, Serializable } from "node:child_process"
import path from "node:path"
import type { TrainingPort } from "./port-exchange"
import type { HostThread } from "./start-thread"
import { PortSession } from "./training-session"
import type { StartTraining } from "./training-session"

/** Variables that Node and the modules' resolution go by; the shop's secrets are none of a training's business. */
const PASSED_ON = ["PATH", "NODE_OPTIONS", "NODE_PATH", "TZ", "TMPDIR", "SystemRoot"]

/** What a run reports whose process was killed from without. */
export const TRAINING_KILLED =
  "The training process was killed, as the kernel does where the container's memory is used up: lower training.max_memory_mb or training.max_rows, or raise the container's limit."

/**
 * Starts a process that trains, so that what ends it, the kernel for want of memory above all, does not end the shop. It
 * ends with the process that started it.
 */
export const startTrainingProcess: StartTraining = ({ maxMemoryMb }) =>
  new PortSession(processPort("training-worker", maxMemoryMb))

/** A thread in a process of its own that is talked to. */
export function processPort<Message extends Serializable>(
  name: HostThread,
  maxMemoryMb: number,
): TrainingPort<Message> {
  const child = startChild(name, maxMemoryMb)
  const gone = new Promise<Error>((resolve) => {
    child.on("error", (error) => resolve(new Error(`The training process did not start: ${error.message}`)))
    child.on("exit", (code, signal) => resolve(describeExit(code, signal)))
  })
  let isStopped = false
  return {
    // One that is gone says so by its end, which names the cause.
    send: (message) => child.send(message, () => undefined),
    onMessage: (take) => child.on("message", take),
    onEnd: (end) => void gone.then((cause) => end(isStopped ? new Error("The training process was stopped.") : cause)),
    stop: async () => {
      isStopped = true
      child.kill("SIGKILL")
      await gone
    },
  }
}

function startChild(name: HostThread, maxMemoryMb: number): ChildProcess {
  const extension = path.extname(__filename)
  const env = Object.fromEntries(PASSED_ON.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : [])))
  return fork(path.join(__dirname, `training-child${extension}`), [name, String(maxMemoryMb)], {
    env,
    execArgv: extension === ".ts" ? ["-r", "ts-node/register/transpile-only"] : [],
    // Rows and models cross as they are, not as JSON.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  })
}

/** How a process ended that was not done, in words that say what to change. */
function describeExit(code: number | null, signal: NodeJS.Signals | null): Error {
  if (signal === "SIGKILL") return new Error(TRAINING_KILLED)
  return new Error(`The training process ended before it was done (${signal ?? `exit code ${code}`}).`)
}
