import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs"
import path from "node:path"

const root = path.join(__dirname, "..")

/** What the dashboard's bundle is made from. */
const SOURCES = ["admin", "src/admin", "src/types", "package-lock.json"]

/** Runs one of this repository's scripts on Node to its end; rejects when it fails. */
export type RunScript = (script: string, ...args: readonly string[]) => Promise<unknown>

/**
 * Medusa's dashboard as `medusa build` builds it, with the screens in it. That
 * takes most of a minute, so it is kept until a source changes.
 *
 * @param runScript the caller's way to run a process, for the caller must end it where it ends itself
 * @returns the folder with `index.html`
 */
export async function buildDashboard(runScript: RunScript): Promise<string> {
  const folder = path.join(root, ".cache", `dashboard-${sourcesHash()}`)
  if (existsSync(path.join(folder, "index.html"))) return folder
  // Built under a name of its own: two builds at once, or one that dies, leave nothing half-made behind.
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  try {
    await runScript(path.join(root, "scripts", "build-dashboard.js"), draft)
    if (!existsSync(folder)) renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return folder
}

function sourcesHash(): string {
  const hash = createHash("sha256")
  const visit = (file: string): void => {
    if (statSync(file).isDirectory()) for (const entry of readdirSync(file).sort()) visit(path.join(file, entry))
    else hash.update(path.relative(root, file)).update(readFileSync(file))
  }
  for (const source of SOURCES) visit(path.join(root, source))
  return hash.digest("hex").slice(0, 12)
}
