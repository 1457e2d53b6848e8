import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { buildDashboard } from "./built-dashboard"

/** Builds the dashboard beside what else runs, so that the specs behind it find it built. */
buildDashboard((...command) => promisify(execFile)(process.execPath, command)).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
