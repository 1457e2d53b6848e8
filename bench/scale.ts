import { execFileSync } from "node:child_process"
import { availableParallelism } from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import { z } from "zod"
import { keepMeasurement } from "./lib/measurement"

/**
 * `npm run bench:scale -- [--events N] [--products N] [--threads N] [--simulate-machines]`: trains a made-up shop on so many
 * threads and on one, each in a process of its own, and compares the SHA-256 of the models. With `--simulate-machines`
 * it reckons from the times of the single tasks what 1, 4, 16 and 64 machines would take. Fails where the bytes differ.
 */

const MACHINES = "1,4,16,64"

const runSchema = z.object({
  ...{ events: z.number(), products: z.number(), threads: z.number(), seconds: z.number(), cpuSeconds: z.number() },
  ...{ peakMb: z.number(), sha256: z.string(), modelMb: z.number(), ndcg10: z.number().nullable() },
  durationsMs: z.record(z.string(), z.number()),
  paths: z.array(z.tuple([z.number(), z.number()])),
})
type Run = z.output<typeof runSchema>

interface Size {
  readonly events: number
  readonly products: number
}

function train({ events, products }: Size, threads: number, machines = ""): Run {
  const runner = path.join(__dirname, "..", "scripts", "ts-run.js")
  const script = path.join(__dirname, "lib", "scale", "train-once.ts")
  const args = [runner, script, String(events), String(products), String(threads), machines]
  const run = runSchema.parse(JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })))
  const { seconds, cpuSeconds, peakMb, durationsMs } = run
  console.log(
    `${threads} threads: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), peak ${peakMb.toFixed(0)} MB`,
  )
  console.log(durationsMs)
  return run
}

function main(): void {
  const { values } = parseArgs({
    options: {
      events: { type: "string", default: process.env.EVENTS ?? "1000000" },
      products: { type: "string", default: process.env.PRODUCTS ?? "50000" },
      threads: { type: "string", default: String(availableParallelism()) },
      "simulate-machines": { type: "boolean", default: false },
    },
  })
  const size = { events: Number(values.events), products: Number(values.products) }
  const one = train(size, 1)
  const many = Number(values.threads) === 1 ? one : train(size, Number(values.threads))
  const { paths } = values["simulate-machines"] ? train(size, 1, MACHINES) : one
  for (const [machines, seconds] of paths) console.log(`${machines} machines: critical path ${seconds} s`)
  keepMeasurement("scale", "npm run bench:scale", [
    {
      items: ["L5"],
      what: `${one.events} events of ${one.products} products`,
      outcome: `trained in ${one.seconds.toFixed(0)} s on one thread, ${many.seconds.toFixed(0)} s on ${many.threads}, peak ${many.peakMb.toFixed(0)} MB`,
      figures: { training_s: Math.round(many.seconds) },
    },
  ])
  console.log(
    JSON.stringify({
      ...{ events: one.events, products: one.products, threads: many.threads },
      seconds: Number(many.seconds.toFixed(1)),
      seconds_one_thread: Number(one.seconds.toFixed(1)),
      peak_mb: Math.round(many.peakMb),
      bytes_sha256: many.sha256,
      ...(paths.length > 0 ? { machines: Object.fromEntries(paths) } : {}),
    }),
  )
  if (one.sha256 !== many.sha256) throw new Error("the models of one thread and of several differ")
}

main()
