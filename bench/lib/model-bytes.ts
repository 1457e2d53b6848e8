import { bytesOfModel } from "./bytes-of-model"

/** Bundled and run under one runtime after the other by `bench/same-bytes.ts`: the bytes of a model, on THREADS threads. */
async function main(): Promise<void> {
  console.log(JSON.stringify({ ...(await bytesOfModel(Number(process.argv[2]))), remoteTasks: 0 }))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
