import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { randomInt } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:net"
import path from "node:path"
import { root, shopEnvironment } from "./database"

const START_LIMIT_MS = 120_000
/** Characters of a shop's output that are kept, for the message when it fails. */
const KEPT_OUTPUT = 200_000

/** One Medusa of this repository, in a process of its own that may be killed. */
export interface ShopProcess {
  readonly url: string
  readonly child: ChildProcess
  /** All that it has written, the newest part. */
  output(): string
  /** Sends a signal to the whole group and waits for its end. */
  end(signal?: NodeJS.Signals): Promise<void>
}

/** Where ports are looked for, the first and how many: below those that systems give to outgoing connections. */
const [FIRST_PORT, PORTS] = [20_000, 12_000]

/**
 * A port that nobody uses right now, and that no outgoing connection takes before a server listens there: one of those
 * kept a demo from starting, which waited for itself for ten minutes.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    const port = FIRST_PORT + randomInt(PORTS)
    probe.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(freePort())
      else reject(error)
    })
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port)))
  })
}

/**
 * Starts `medusa start` on this repository and waits until it is healthy.
 *
 * @param env at least DATABASE_URL; WORKER_MODE, REDIS_URL, RECOMMENDATION_OPTIONS as needed
 * @param within a command with its arguments that becomes the one that is appended to it, as `nice -n 5` does
 * @throws Error with the shop's last words when it does not come up
 */
export async function startShopProcess(
  env: Readonly<Record<string, string>>,
  within: readonly string[] = [],
): Promise<ShopProcess> {
  const port = await freePort()
  const cli = path.join(root, "node_modules", "@medusajs", "cli", "cli.js")
  const [command, ...args] = [...within, process.execPath, cli, "start", "--port", String(port)]
  const child = spawn(command, args, {
    cwd: root,
    env: { ...shopEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  })
  let printed = ""
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-KEPT_OUTPUT)))
  const shop: ShopProcess = {
    url: `http://127.0.0.1:${port}`,
    child,
    output: () => printed,
    end: (signal = "SIGTERM") => endGroup(child, signal),
  }
  await waitUntilHealthy(shop)
  return shop
}

async function waitUntilHealthy(shop: ShopProcess): Promise<void> {
  const until = Date.now() + START_LIMIT_MS
  for (;;) {
    if (shop.child.exitCode !== null) throw new Error(`the shop ended at once:\n${shop.output()}`)
    if (Date.now() > until) {
      await shop.end("SIGKILL")
      throw new Error(`the shop did not come up:\n${shop.output()}`)
    }
    const healthy = await fetch(`${shop.url}/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (healthy) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function endGroup(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, "exit")
  // Medusa forks: the whole group must go, or its server stays behind.
  process.kill(-child.pid, signal)
  await ended
}
