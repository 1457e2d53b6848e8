import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import { build } from "esbuild"
import { z } from "zod"
import { keepMeasurement } from "./lib/measurement"

/**
 * `npm run bench:same-bytes -- --node COMMAND [--node COMMAND …]`: trains one model under this Node and under each
 * command, a Node of another version or another processor (an emulator before it is part of the command), and
 * compares the SHA-256 of the files. Fails where one differs.
 */

const answerSchema = z.object({ version: z.string(), arch: z.string(), bytes: z.number(), sha256: z.string() })
type Answer = z.output<typeof answerSchema>

async function bundle(folder: string): Promise<string> {
  const outfile = path.join(folder, "model-bytes.cjs")
  const entry = path.join(__dirname, "lib", "model-bytes.ts")
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", target: "node20", logLevel: "error" })
  return outfile
}

function trainUnder(command: string, script: string): Answer {
  const [program, ...before] = command.split(" ")
  const answer = answerSchema.parse(JSON.parse(execFileSync(program, [...before, script], { encoding: "utf8" })))
  console.log(`Node ${answer.version} ${answer.arch}: ${answer.bytes} bytes, SHA-256 ${answer.sha256}`)
  return answer
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { node: { type: "string", multiple: true, default: [] } } })
  const folder = mkdtempSync(path.join(os.tmpdir(), "same-bytes-"))
  try {
    const script = await bundle(folder)
    const answers = [process.execPath, ...values.node].map((command) => trainUnder(command, script))
    const equal = answers.every(({ sha256 }) => sha256 === answers[0].sha256)
    const runtimes = answers.map(({ version, arch }) => `${version} ${arch}`)
    keepMeasurement("same-bytes", "npm run bench:same-bytes", [
      {
        items: ["R22"],
        what: `one model trained under Node ${runtimes.join(", ")}`,
        outcome: equal ? `SHA-256 equal on all ${answers.length}` : "SHA-256 DIFFERS",
      },
    ])
    console.log(JSON.stringify({ equal, runtimes, sha256: answers.map(({ sha256 }) => sha256) }))
    if (!equal) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
