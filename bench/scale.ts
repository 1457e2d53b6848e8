import { execFileSync } from "node:child_process"
import { availableParallelism } from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import { z } from "zod"
import { withBenchMachines } from "./lib/machines/bench-machines"
import { keepMeasurement } from "./lib/measurement"

/**
 * `npm run bench:scale -- [--events N] [--products N] [--threads N] [--machines N] [--simulate-machines]`: trains a made-up shop
 * on so many threads and on one, each in a process of its own, and compares the SHA-256 of the models. With `--machines` it
 * then trains in so many processes of one thread that share one Redis and one Postgres, and fails where all of them together
 * use more than 1.15 times the processor time of one alone. With `--simulate-machines` it reckons from the times of the single
 * tasks what 1, 4, 16 and 64 machines would take. Fails where the bytes differ.
 */

const MACHINES = "1,4,16,64"

/** Processor time of all machines together, beside one alone, at most. */
const CPU_AT_MOST = 1.15

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

const SCRIPT = path.join(__dirname, "lib", "scale", "train-once.ts")

function train({ events, products }: Size, threads: number, machines = ""): Run {
  const runner = path.join(__dirname, "..", "scripts", "ts-run.js")
  const args = [runner, SCRIPT, String(events), String(products), String(threads), machines]
  return described(`${threads} threads`, execFileSync(process.execPath, args, { encoding: "utf8" }))
}

function described(what: string, output: string): Run {
  const run = runSchema.parse(JSON.parse(output))
  const { seconds, cpuSeconds, peakMb, durationsMs } = run
  console.log(`${what}: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU), peak ${peakMb.toFixed(0)} MB`)
  console.log(durationsMs)
  return run
}

interface Shared {
  readonly sha256: string
  readonly seconds: number
  /** Processor time of all machines, as a multiple of that of one alone. */
  readonly cpu: number
}

/** Trains in so many processes, and in one alone right before it: other work on this machine slows both. */
async function share({ events, products }: Size, machines: number): Promise<Shared> {
  const found: Shared[] = []
  await withBenchMachines({ "train-once": SCRIPT }, async (bench) => {
    const args = [String(events), String(products), "1"]
    const alone = described("1 machine", (await bench.run("train-once", args, 1)).output)
    const { output, others } = await bench.run("train-once", args, machines)
    const run = described(`${machines} machines, the one that coordinates`, output)
    for (const { cpuSeconds, peakMb } of others) {
      console.log(`another machine: ${cpuSeconds.toFixed(1)} s of CPU, peak ${peakMb.toFixed(0)} MB`)
    }
    const all = others.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, run.cpuSeconds)
    if (alone.sha256 !== run.sha256) throw new Error("the models of one machine and of several differ")
    found.push({ sha256: run.sha256, seconds: run.seconds, cpu: all / alone.cpuSeconds })
  })
  return found[0]
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: "string", default: process.env.EVENTS ?? "1000000" },
      products: { type: "string", default: process.env.PRODUCTS ?? "50000" },
      threads: { type: "string", default: String(availableParallelism()) },
      machines: { type: "string", default: "1" },
      "simulate-machines": { type: "boolean", default: false },
    },
  })
  const size = { events: Number(values.events), products: Number(values.products) }
  const one = train(size, 1)
  const many = Number(values.threads) === 1 ? one : train(size, Number(values.threads))
  const { paths } = values["simulate-machines"] ? train(size, 1, MACHINES) : one
  for (const [machines, seconds] of paths) console.log(`${machines} machines: critical path ${seconds} s`)
  const machines = Number(values.machines)
  const shared = machines > 1 ? await share(size, machines) : null
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
      ...(paths.length > 0 ? { simulated_machines: Object.fromEntries(paths) } : {}),
      ...(shared === null
        ? {}
        : {
            machines,
            seconds_machines: Number(shared.seconds.toFixed(1)),
            cpu_machines: Number(shared.cpu.toFixed(2)),
          }),
    }),
  )
  if (one.sha256 !== many.sha256) throw new Error("the models of one thread and of several differ")
  if (shared !== null && shared.sha256 !== one.sha256)
    throw new Error("the models of one machine and of several differ")
  if (shared !== null && shared.cpu > CPU_AT_MOST) {
    throw new Error(`${machines} machines use ${shared.cpu.toFixed(2)} times the processor time of one`)
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
