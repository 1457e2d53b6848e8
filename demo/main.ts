import { existsSync } from "node:fs"
import path from "node:path"
import { parseOptions, USAGE, UsageError } from "./lib/options"
import { Screen } from "./lib/progress"
import { Demo } from "./lib/demo"

const ROOT = path.resolve(__dirname, "..")
const OLDEST_NODE = [20, 19] as const

function checkNode(): void {
  const [major, minor] = process.versions.node.split(".").map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  throw new UsageError(`Node ${OLDEST_NODE.join(".")} or newer is needed, this is ${process.versions.node}`)
}

async function main(): Promise<number> {
  checkNode()
  const options = parseOptions(process.argv.slice(2))
  const screen = new Screen()
  if (options === "help") {
    screen.plain(USAGE)
    return 0
  }
  if (options.dataFolder !== undefined && !existsSync(path.join(options.dataFolder, "interactions.csv.gz"))) {
    throw new UsageError(`${options.dataFolder} is no data folder: it has no interactions.csv.gz`)
  }
  const demo = new Demo(ROOT, options, screen)
  // The first Ctrl-C ends everything in order; whoever asks again has waited long enough.
  const interrupted = new Promise<number>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        screen.plain("\nStopping ...")
        process.once(signal, () => process.exit(130))
        resolve(0)
      })
    }
  })
  try {
    return await Promise.race([demo.run(), interrupted])
  } finally {
    await demo.stop()
  }
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`)
    if (error instanceof UsageError) console.error(`\n${USAGE}`)
    process.exit(error instanceof UsageError ? 2 : 1)
  })
