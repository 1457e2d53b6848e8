import { spawn, spawnSync } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { freePort } from "../../integration-tests/helpers/shop-process"

const root = path.join(__dirname, "..", "..")
const app = path.join(root, ".medusa", "app")
const cli = path.join(root, "node_modules", "@medusajs", "cli", "cli.js")
const START_LIMIT_MS = 120_000

/** A route that does nothing, for the floor of what Medusa itself costs; it is written into the build alone. */
const TRIVIAL = `"use strict"
Object.defineProperty(exports, "__esModule", { value: true })
exports.GET = async (_req, res) => { res.json({ ok: true }) }
`

function addTrivialRoute(folder: string): void {
  const route = path.join(folder, "src", "api", "store", "trivial")
  mkdirSync(route, { recursive: true })
  writeFileSync(path.join(route, "route.js"), TRIVIAL)
}

function medusa(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: root,
    env: { ...process.env, ...env, DISABLE_ADMIN: "true" },
    maxBuffer: 1 << 27,
  })
  if (status !== 0)
    throw new Error(`medusa ${args.join(" ")} failed:\n${stdout.toString()}\n${stderr.toString()}`.slice(-4_000))
}

/** Builds the shop as for production, with the trivial route beside ours. */
export function buildShop(): void {
  medusa(["build"], {})
  addTrivialRoute(app)
}

const BARE_CONFIG = `const { defineConfig } = require("@medusajs/framework/utils")
module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    http: { storeCors: "*", adminCors: "*", authCors: "*", jwtSecret: "bench", cookieSecret: "bench" },
  },
  admin: { disable: true },
  modules:
    process.env.MEDUSA_FF_CACHING === "true"
      ? [{ resolve: "@medusajs/medusa/caching", options: { in_memory: { enable: true } } }]
      : [],
})
`

/** The built shop without the plugin, but with the trivial route; returns its folder, for {@link startShop}. */
export function buildBareShop(): string {
  const bare = path.join(root, ".medusa", "bare-app")
  rmSync(bare, { recursive: true, force: true })
  cpSync(app, bare, { recursive: true })
  rmSync(path.join(bare, "src"), { recursive: true })
  addTrivialRoute(bare)
  writeFileSync(path.join(bare, "medusa-config.js"), BARE_CONFIG)
  return bare
}

export function migrateShop(databaseUrl: string): void {
  medusa(["db:migrate"], { DATABASE_URL: databaseUrl })
}

/** One production shop in a process of its own. */
export interface ProductionShop {
  readonly port: number
  /** Bytes of memory that it holds now. */
  residentBytes(): number
  /** Seconds of processor that it has used, on all cores together. */
  processorSeconds(): number
  stop(): Promise<void>
}

/**
 * @param folder of the built shop; the one with the plugin when absent
 * @throws Error with the shop's last words when it does not come up
 */
export async function startShop(env: Readonly<Record<string, string>>, folder = app): Promise<ProductionShop> {
  const port = await freePort()
  const child = spawn(process.execPath, [cli, "start", "--port", String(port)], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: "production", DISABLE_ADMIN: "true", LOG_LEVEL: "error", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)))
  const until = Date.now() + START_LIMIT_MS
  for (;;) {
    if (child.exitCode !== null || Date.now() > until) {
      await end(child)
      throw new Error(`the shop did not come up:\n${output}`)
    }
    const healthy = await fetch(`http://127.0.0.1:${port}/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (healthy) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const group = child.pid ?? 0
  return {
    port,
    residentBytes: () => largestResident(group),
    processorSeconds: () => processorSeconds(group),
    stop: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return
  const ended = once(child, "exit")
  // Medusa forks: the whole group must go.
  process.kill(-child.pid, "SIGKILL")
  await ended
}

/** Files of `/proc/PID` of each process of the group, those that ended meanwhile left out. */
function readOfGroup(group: number, file: "status" | "stat"): string[] {
  const { stdout } = spawnSync("ps", ["-e", "-o", "pgid=,pid="])
  const pids = stdout
    .toString()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([pgid, pid]) => (Number(pgid) === group && pid ? [pid] : []))
  return pids.flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/${file}`, "utf8")]
    } catch {
      return []
    }
  })
}

/** The server is a child of the command: the largest of the group counts. */
function largestResident(group: number): number {
  const sizes = readOfGroup(group, "status").map((status) => Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024)
  return Math.max(0, ...sizes)
}

/** Linux counts in hundredths of a second (`sysconf(_SC_CLK_TCK)`), whatever the kernel's own clock. */
const TICKS_A_SECOND = 100

/** Of proc(5): utime and stime are the 12th and 13th field behind the command's name, which may hold spaces. */
function processorSeconds(group: number): number {
  const ticks = readOfGroup(group, "stat").map((stat) => {
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_A_SECOND
}
