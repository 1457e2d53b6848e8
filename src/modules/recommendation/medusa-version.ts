import { existsSync, readFileSync } from "node:fs"
import path from "node:path"

const PACKAGE = "@medusajs/framework"
/** Tables that lists are made of (`product_option_value.rank`, `product_product_option`) are of this version. */
const OLDEST: readonly [major: number, minor: number] = [2, 17]
const NEXT_MAJOR = 3

/** The version of Medusa that this shop runs on; null where it cannot be found out. */
function installedMedusa(): string | null {
  try {
    for (let folder = path.dirname(require.resolve(`${PACKAGE}/utils`)); ; folder = path.dirname(folder)) {
      const file = path.join(folder, "package.json")
      if (existsSync(file)) {
        const found: unknown = JSON.parse(readFileSync(file, "utf8"))
        if (isPackage(found) && found.name === PACKAGE) return found.version
      }
      if (folder === path.dirname(folder)) return null
    }
  } catch {
    return null
  }
}

function isPackage(value: unknown): value is { readonly name: string; readonly version: string } {
  return typeof value === "object" && value !== null && "name" in value && "version" in value
}

/** Whether this shop's Medusa is of a version or later; one of an unknown form is taken for a new one. */
export function isMedusaSince(wanted: readonly number[], version: string | null = installedMedusa()): boolean {
  const parts = /^(\d+)\.(\d+)\.(\d+)/.exec(version ?? "")
  if (parts === null) return true
  const differs = wanted.findIndex((part, at) => Number(parts[at + 1]) !== part)
  return differs === -1 || Number(parts[differs + 1]) > (wanted[differs] ?? 0)
}

/**
 * Refuses a Medusa that the plugin cannot work on, in words: on an older one everything would install, train and be
 * reported as healthy, and every list would fail.
 *
 * @throws Error naming the version found and those that work
 */
export function assertMedusaVersion(version: string | null = installedMedusa()): void {
  const parts = /^(\d+)\.(\d+)\./.exec(version ?? "")
  // A version of an unknown form (a snapshot, a fork) is not judged.
  if (parts === null) return
  const [major, minor] = [Number(parts[1]), Number(parts[2])]
  if (major < NEXT_MAJOR && (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]))) return
  throw new Error(
    `medusa-plugin-svm-recommendations works on Medusa ${OLDEST.join(".")} and later versions of Medusa 2; ` +
      `this shop has ${version ?? ""}. Update the @medusajs packages, or take the plugin out of medusa-config.ts.`,
  )
}
