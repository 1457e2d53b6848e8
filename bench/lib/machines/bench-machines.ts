import { execFile, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import path from "node:path"
import { createInterface } from "node:readline"
import { promisify } from "node:util"
import { build } from "esbuild"
import { Client } from "pg"
import { z } from "zod"
import { startEmbeddedPostgres } from "../../../scripts/embedded-postgres"
import { Migration20261123000010_learning } from "../../../src/modules/recommendation/migrations/Migration20261123000010_learning"
import { Migration20261201000270_training_pieces } from "../../../src/modules/recommendation/migrations/Migration20261201000270_training_pieces"
import type { MeetingPlace } from "./coordinate"

const run = promisify(execFile)
const root = path.join(__dirname, "..", "..", "..")
const cache = path.join(root, ".cache")
const DATABASE = "bench_machines"
const OUTPUT = { maxBuffer: 1 << 26 }

const spent = z.object({ cpuSeconds: z.number(), peakMb: z.number() })

/** What another machine used from when it was ready. */
export type Spent = z.output<typeof spent>

/** Processes that run as shops do, compiled, and meet at one Redis and one Postgres. */
export interface BenchMachines {
  /**
   * Runs one of the bundled scripts with so many machines, itself among them.
   *
   * @returns what it printed, and what each of the others used
   */
  run(
    script: string,
    args: readonly string[],
    machines: number,
  ): Promise<{ readonly output: string; readonly others: Spent[] }>
}

/**
 * Bundles scripts, starts a Postgres, and ends both with `work`. The Redis is that of REDIS_URL, else this machine's own.
 *
 * @param scripts output name -> file
 */
export async function withBenchMachines(
  scripts: Readonly<Record<string, string>>,
  work: (machines: BenchMachines) => Promise<void>,
): Promise<void> {
  mkdirSync(cache, { recursive: true })
  // In the repo, for packages are looked up from where a file lies.
  const folder = mkdtempSync(path.join(cache, "machines-"))
  await bundle(scripts, folder)
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(cache, "machines-postgres") })
  try {
    await postgres.dropDatabase(DATABASE)
    await postgres.createDatabase(DATABASE)
    const databaseUrl = postgres.url(DATABASE)
    await makeTables(databaseUrl)
    const redisUrl = process.env.REDIS_URL ?? "redis://127.0.0.1:6379"
    await work({
      run: (script, args, machines) => runShared({ folder, databaseUrl, redisUrl }, [script, ...args], machines),
    })
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Only its statements are wanted, not the driver that would run them. */
const migrationClass = z.custom<new () => { up(): Promise<void>; getQueries(): unknown[] }>(
  (value) => typeof value === "function",
)

/** The tables of a run and of what its machines hand each other. */
async function makeTables(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (const Migration of [Migration20261123000010_learning, Migration20261201000270_training_pieces]) {
      const migration = new (migrationClass.parse(Migration))()
      await migration.up()
      for (const query of migration.getQueries()) await client.query(z.string().parse(query))
    }
  } finally {
    await client.end()
  }
}

/** Each under its own name beside the others: a thread's file is looked up beside the one that starts it. */
async function bundle(scripts: Readonly<Record<string, string>>, folder: string): Promise<void> {
  const training = path.join(root, "src", "training")
  const files = {
    ...scripts,
    machine: path.join(__dirname, "machine.ts"),
    "task-worker": path.join(training, "task-worker.ts"),
    "machine-worker": path.join(training, "machine-worker.ts"),
  }
  await build({
    entryPoints: Object.entries(files).map(([out, file]) => ({ in: file, out })),
    ...{ outdir: folder, outExtension: { ".js": ".cjs" }, bundle: true, packages: "external" },
    ...{ platform: "node", target: "node20", logLevel: "error" },
  })
}

interface Place extends Omit<MeetingPlace, "queueName"> {
  readonly folder: string
}

async function runShared(
  { folder, ...place }: Place,
  [script, ...args]: readonly string[],
  machines: number,
): Promise<{ output: string; others: Spent[] }> {
  const meeting: MeetingPlace = { ...place, queueName: `bench-${randomUUID()}` }
  const env = { ...process.env, MACHINES: JSON.stringify(meeting) }
  const file = (name: string): string => path.join(folder, `${name}.cjs`)
  const others = await Promise.all(Array.from({ length: machines - 1 }, () => startMachine(file("machine"), env)))
  try {
    const { stdout: output } = await run(process.execPath, [file(script), ...args], { env, ...OUTPUT })
    return { output, others: await Promise.all(others.map((other) => other.end())) }
  } finally {
    for (const other of others) other.kill()
  }
}

interface StartedMachine {
  /** Ends it politely; what it used. */
  end(): Promise<Spent>
  kill(): void
}

async function startMachine(file: string, env: NodeJS.ProcessEnv): Promise<StartedMachine> {
  const child = spawn(process.execPath, [file], { env, stdio: ["pipe", "pipe", "inherit"] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => z.string().parse((await lines.next()).value)
  if ((await nextLine()) !== "READY") throw new Error("a machine of the benchmark did not start")
  return {
    end: async () => {
      child.stdin.write("done\n")
      return spent.parse(JSON.parse(await nextLine()))
    },
    kill: () => child.kill("SIGKILL"),
  }
}
