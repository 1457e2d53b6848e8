import { request } from "node:http"
import type { ClientRequest } from "node:http"
import { readFileSync } from "node:fs"
import { Readable } from "node:stream"
import { gzipSync } from "node:zlib"

const MEGABYTE = 2 ** 20
/** A sender who gets neither an answer nor a closed door within this time was listened to. */
const TIMEOUT_MS = 30_000

/** Posts a JSON text of so many megabytes in pieces, without saying how long it will be; 0 where the door was closed. */
export function postInPieces(url: string, headers: Record<string, string>, megabytes: number): Promise<number> {
  const asked = request(url, { method: "POST", headers: { ...headers, "content-type": "application/json" } })
  const status = answerOf(asked)
  const pieces = Array<Buffer>(megabytes).fill(Buffer.alloc(MEGABYTE, "["))
  Readable.from(pieces).pipe(asked)
  return status
}

/** Posts `megabytes` of blanks and a brace, packed to a thousandth. */
export function postBomb(url: string, headers: Record<string, string>, megabytes: number): Promise<number> {
  const bomb = gzipSync(Buffer.alloc(megabytes * MEGABYTE, " "))
  const asked = request(url, {
    method: "POST",
    headers: {
      ...headers,
      "content-type": "application/json",
      "content-encoding": "gzip",
      "content-length": bomb.length,
    },
  })
  const status = answerOf(asked)
  asked.end(bomb)
  return status
}

/** Begins a post and never ends it; the returned function hangs up. */
export function dawdle(url: string, headers: Record<string, string>): () => void {
  const asked = request(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", "content-length": 1_000 },
  })
  asked.on("error", () => undefined)
  asked.write('{"events"')
  const timer = setInterval(() => asked.write(" "), 1_000)
  return () => {
    clearInterval(timer)
    asked.destroy()
  }
}

function answerOf(asked: ClientRequest): Promise<number> {
  return new Promise((resolve) => {
    asked.on("response", (response) => {
      resolve(response.statusCode ?? 0)
      response.resume()
    })
    asked.on("error", () => resolve(0))
    asked.setTimeout(TIMEOUT_MS, () => asked.destroy())
  })
}

/** Memory of a process that is in the machine's, in MB. */
export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
  return Number(kilobytes) / 1024
}
