import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import os from "node:os"
import path from "node:path"
import { build } from "esbuild"
import type { Metafile } from "esbuild"
import workerd from "workerd"

/** The plugin's worker under workerd, the runtime of Cloudflare Workers, and a server of files beside it. */
export interface RunningWorker {
  /** Where the worker listens. */
  readonly url: string
  /** What the files' server hands out from now on; null: it answers 500. */
  serve(file: Uint8Array | null): void
  /** Requests for the file so far. */
  readonly fetched: number
  /** Processor time of the runtime so far, in seconds; NaN where the system has no `/proc`. */
  cpuSeconds(): number
  stop(): Promise<void>
}

const ENTRY = `
import { edgeWorker } from "./src/edge"
export default edgeWorker({ fileUrl: (env) => env.FILE_URL })
`
const ROOT = path.join(__dirname, "..", "..")
/** Milliseconds that the runtime has to start. */
const START_MS = 20_000

/**
 * Bundles the worker as a shop would, for a runtime without Node.
 *
 * @returns its code, and what it is made of
 */
export async function bundleWorker(): Promise<{ readonly code: string; readonly inputs: Metafile["inputs"] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: ENTRY, resolveDir: ROOT, loader: "ts" },
    ...{ bundle: true, format: "esm", platform: "neutral", target: "es2022", minify: true },
    ...{ write: false, metafile: true, logLevel: "silent" },
  })
  return { code: outputFiles[0].text, inputs: metafile.inputs }
}

/** Starts the worker and waits until it answers. */
export async function startWorker(): Promise<RunningWorker> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "edge-"))
  const files = await startFiles()
  const port = await freePort()
  writeFileSync(path.join(folder, "worker.js"), (await bundleWorker()).code)
  writeFileSync(path.join(folder, "config.capnp"), configOf(port, files.url))
  const child = spawn(workerd, ["serve", path.join(folder, "config.capnp")], {
    stdio: ["ignore", "ignore", "inherit"],
  })
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  const url = `http://127.0.0.1:${port}`
  const stop = async (): Promise<void> => {
    child.kill()
    await ended
    files.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answering(url)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    ...{ url, stop, serve: files.serve },
    cpuSeconds: () => cpuSecondsOf(child.pid),
    get fetched() {
      return files.asked()
    },
  }
}

/** Clock ticks of a second, as Linux counts processes' times. */
const TICKS = 100

function cpuSecondsOf(pid: number | undefined): number {
  try {
    // Behind the name, which may hold spaces: state first, the times of user and system as the 12th and 13th.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? []
    return (Number(fields[11]) + Number(fields[12])) / TICKS
  } catch {
    return Number.NaN
  }
}

const configOf = (port: number, fileUrl: string): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "edge")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
  bindings = [(name = "FILE_URL", text = "${fileUrl}")],
);
`

async function startFiles() {
  let file: Uint8Array | null = null
  let asked = 0
  const server = createServer((_, response) => {
    asked++
    if (file === null) response.writeHead(500).end()
    else response.end(file)
  })
  const port = await listening(server)
  return {
    url: `http://127.0.0.1:${port}/recommendation-edge.svm`,
    serve: (next: Uint8Array | null): void => void (file = next),
    asked: () => asked,
    close: (): void => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function listening(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port))
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A question that needs no model is answered as soon as the worker runs. */
async function answering(url: string): Promise<void> {
  const until = Date.now() + START_MS
  for (;;) {
    try {
      await (await fetch(`${url}/?list=none`)).text()
      return
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
