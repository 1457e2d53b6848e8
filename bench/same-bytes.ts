import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import { build } from "esbuild"
import { z } from "zod"
import { keepMeasurement } from "./lib/measurement"

/**
 * `npm run bench:same-bytes -- --node COMMAND [--node COMMAND …]`: trains one model under this Node, on one thread, two
 * and four, and under each command, a Node of another version or another processor (an emulator before it is part of the
 * command), and compares the SHA-256 of the files. Fails where one differs.
 */

const THREADS = [1, 2, 4]

const answerSchema = z.object({
  version: z.string(),
  arch: z.string(),
  threads: z.number(),
  bytes: z.number(),
  sha256: z.string(),
})
type Answer = z.output<typeof answerSchema>

async function bundle(folder: string): Promise<string> {
  // The file of the threads lies beside the one that starts them, under its own name.
  const entryPoints = [
    { in: path.join(__dirname, "lib", "model-bytes.ts"), out: "model-bytes" },
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

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { node: { type: "string", multiple: true, default: [] } } })
  const folder = mkdtempSync(path.join(os.tmpdir(), "same-bytes-"))
  try {
    const script = await bundle(folder)
    const here = THREADS.map((threads) => trainUnder(process.execPath, script, threads))
    const answers = [...here, ...values.node.map((command) => trainUnder(command, script, 1))]
    const equal = answers.every(({ sha256 }) => sha256 === answers[0].sha256)
    const runtimes = [...new Set(answers.map(({ version, arch }) => `${version} ${arch}`))]
    keepMeasurement("same-bytes", "npm run bench:same-bytes", [
      {
        items: ["R22"],
        what: `one model trained under Node ${runtimes.join(", ")}, on ${THREADS.join(", ")} threads`,
        outcome: equal ? `SHA-256 equal in all ${answers.length}` : "SHA-256 DIFFERS",
      },
    ])
    console.log(JSON.stringify({ equal, runtimes, threads: THREADS, sha256: answers.map(({ sha256 }) => sha256) }))
    if (!equal) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
