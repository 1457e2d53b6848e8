import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { Client } from "pg"
import { freePort } from "../../../integration-tests/helpers/shop-process"
import { startEmbeddedPostgres } from "../../embedded-postgres"

const ROOT = path.join(__dirname, "../../..")
const READY = "Ctrl-C stops everything"

/** A demo that runs, with its database. */
export interface RunningDemo {
  readonly storefront: string
  readonly client: Client
}

/**
 * Starts the demo on a database of its own, and takes it away again whatever came of it.
 *
 * @throws Error with all that the demo said, where it ends before it is ready
 */
export async function withDemo(work: (demo: RunningDemo) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "svm-engines-"))
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "postgres") })
  await postgres.createDatabase("demo")
  const [backend, storefront] = [await freePort(), await freePort()]
  const ports = ["--port", String(backend), "--storefront-port", String(storefront)]
  const args = ["scripts/ts-run.js", "demo/main.ts", "--folder", folder, ...ports, "--reset", "--shoppers", "140"]
  const demo = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: postgres.url("demo"), REDIS_URL: "" },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const client = new Client({ connectionString: postgres.url("demo") })
  try {
    let output = ""
    await new Promise<void>((resolve, reject) => {
      for (const stream of [demo.stdout, demo.stderr])
        stream.on("data", (chunk: Buffer) => {
          output += chunk.toString()
          if (output.includes(READY)) resolve()
        })
      demo.once("exit", () => reject(new Error(`the demo ended:\n${output}`)))
    })
    await client.connect()
    await work({ storefront: `http://localhost:${storefront}`, client })
  } finally {
    await client.end().catch(() => undefined)
    if (demo.exitCode === null) {
      demo.kill("SIGKILL")
      await once(demo, "exit")
    }
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
