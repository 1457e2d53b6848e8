import { bytesOfModel } from "../bytes-of-model"
import { withMachines } from "./coordinate"

/** Run by `bench/same-bytes.ts` as one of several processes that share a training: the bytes of its model. */
async function main(): Promise<void> {
  const { trained, remoteTasks } = await withMachines((remote) => bytesOfModel(1, remote))
  console.log(JSON.stringify({ ...trained, remoteTasks }))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
