import { parentPort } from "node:worker_threads"
import type { MessagePort } from "node:worker_threads"
import { encodeEdgeFile } from "../core/recommender/edge/edge-file"
import { toEdgeThread } from "./edge-protocol"
import type { FromEdgeThread } from "./edge-protocol"
import { lowerThreadPriority } from "./thread-priority"

/** Makes one file for the edge: first the products that it may name, page by page, then the model. */
function listen(port: MessagePort): void {
  lowerThreadPriority()
  const products = new Set<string>()
  const answer = (raw: unknown): FromEdgeThread => {
    try {
      const message = toEdgeThread.parse(raw)
      if (message.type === "products") {
        for (const id of message.ids.split("\n")) products.add(id)
        return { type: "taken" }
      }
      const { bytes, version, links } = message
      const file = encodeEdgeFile(bytes, { version, links, keeps: (id) => products.has(id) })
      return { type: "made", content: Buffer.from(file).toString("base64"), size: file.byteLength }
    } catch (error) {
      return { type: "failed", message: error instanceof Error ? error.message : String(error) }
    }
  }
  port.on("message", (raw: unknown) => port.postMessage(answer(raw)))
}

if (parentPort) listen(parentPort)
