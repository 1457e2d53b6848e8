import { mkdir, realpath, rm, symlink } from "node:fs/promises"
import path from "node:path"
import { buildDashboard } from "../../scripts/built-dashboard"
import type { RunScript } from "../../scripts/built-dashboard"

/**
 * Has the built dashboard where `medusa start` looks for it in production. In
 * development Medusa would bundle it while a browser waits, up to a minute long.
 */
export async function openDashboard(root: string, runScript: RunScript): Promise<void> {
  const built = await buildDashboard(runScript)
  const place = path.join(root, "public", "admin")
  if ((await realpath(place).catch(() => null)) === built) return
  await mkdir(path.dirname(place), { recursive: true })
  await rm(place, { recursive: true, force: true })
  // On Windows a junction needs no rights of its own.
  await symlink(built, place, "junction")
}
