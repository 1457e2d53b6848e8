import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import { build } from "esbuild"
import { z } from "zod"
import { withBenchMachines } from "./lib/machines/bench-machines"
import { keepMeasurement } from "./lib/measurement"

/**
 * `npm run bench:same-bytes -- --node COMMAND [--node COMMAND …]`: trains one model under this Node, on one thread, two
 * and four, in one process and in three that share it over Redis, and under each command, a Node of another version or another processor (an emulator before it is part of the
 * command), and compares the SHA-256 of the files. Fails where one differs.
 */

const THREADS = [1, 2, 4]
/** Processes on one Redis and one Postgres. */
const MACHINES = [1, 3]

const answerSchema = z.object({
  version: z.string(),
  arch: z.string(),
  threads: z.number(),
  /** Tasks that other processes ran. */
  remoteTasks: z.number(),
  bytes: z.number(),
  sha256: z.string(),
})
type Answer = z.output<typeof answerSchema>

const MODEL_BYTES = path.join(__dirname, "lib", "model-bytes.ts")
const SHARED_BYTES = path.join(__dirname, "lib", "machines", "shared-bytes.ts")

async function bundle(folder: string): Promise<string> {
  // The file of the threads lies beside the one that starts them, under its own name.
  const entryPoints = [
    { in: MODEL_BYTES, out: "model-bytes" },
    { in: path.join(__dirname, "..", "src", "training", "task-worker.ts"), out: "task-worker" },
  ]
  await build({
    ...{ entryPoints, outdir: folder, outExtension: { ".js": ".cjs" }, bundle: true },
    ...{ platform: "node", target: "node20", logLevel: "error" },
  })
  return path.join(folder, "model-bytes.cjs")
}

function trainUnder(command: string, script: string, threads: number): Answer {
  const [program, ...before] = command.split(" ")
  const args = [...before, script, String(threads)]
  const answer = answerSchema.parse(JSON.parse(execFileSync(program, args, { encoding: "utf8" })))
  console.log(
    `Node ${answer.version} ${answer.arch}, threads ${threads}: ${answer.bytes} bytes, SHA-256 ${answer.sha256}`,
  )
  return answer
}

/** Trains on one thread of each of so many processes. */
async function trainOnMachines(): Promise<Answer[]> {
  const answers: Answer[] = []
  await withBenchMachines({ "shared-bytes": SHARED_BYTES }, async (bench) => {
    for (const machines of MACHINES) {
      const answer = answerSchema.parse(JSON.parse((await bench.run("shared-bytes", [], machines)).output))
      const { bytes, sha256, remoteTasks } = answer
      console.log(`machines ${machines}: ${bytes} bytes, SHA-256 ${sha256}; ${remoteTasks} tasks ran on others`)
      if (machines > 1 && remoteTasks === 0) throw new Error("no task ran on another machine: nothing was compared")
      answers.push(answer)
    }
  })
  return answers
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { node: { type: "string", multiple: true, default: [] } } })
  const folder = mkdtempSync(path.join(os.tmpdir(), "same-bytes-"))
  try {
    const script = await bundle(folder)
    const here = THREADS.map((threads) => trainUnder(process.execPath, script, threads))
    const shared = await trainOnMachines()
    const answers = [...here, ...shared, ...values.node.map((command) => trainUnder(command, script, 1))]
    const equal = answers.every(({ sha256 }) => sha256 === answers[0].sha256)
    const runtimes = [...new Set(answers.map(({ version, arch }) => `${version} ${arch}`))]
    keepMeasurement("same-bytes", "npm run bench:same-bytes", [
      {
        items: ["R22"],
        what: `one model trained under Node ${runtimes.join(", ")}, on ${THREADS.join(", ")} threads and ${MACHINES.join(", ")} machines`,
        outcome: equal ? `SHA-256 equal in all ${answers.length}` : "SHA-256 DIFFERS",
      },
    ])
    console.log(
      JSON.stringify({
        equal,
        runtimes,
        threads: THREADS,
        machines: MACHINES,
        sha256: answers.map(({ sha256 }) => sha256),
      }),
    )
    if (!equal) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
