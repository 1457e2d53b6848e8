import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { z } from "@medusajs/framework/zod"

const ROUTER = "react-router-dom"
const DASHBOARD = "@medusajs/dashboard"
const manifest = z.looseObject({ version: z.string() })

/**
 * Whether the plugin's pages would get another router than the dashboard that shows them: a shop that raised
 * `@medusajs/*` and kept its own `react-router-dom` has two, which do not know of each other, and the pages fail.
 *
 * @param pages a file or folder that the plugin's pages are resolved from
 * @returns what to do, in words; null where the two fit, or one of them cannot be found
 */
export function routerMismatch(pages = __filename, shop = process.cwd()): string | null {
  const dashboard = locate(DASHBOARD, path.join(shop, "package.json"))
  const needed = dashboard && versionAt(locate(ROUTER, dashboard))
  const found = versionAt(locate(ROUTER, pages))
  if (!needed || !found || majorOf(needed) === majorOf(found)) return null
  return (
    `the shop has ${ROUTER} ${found}, and Medusa's dashboard needs ${needed}: ` +
    `the plugin's pages will fail. Set "${ROUTER}": "${needed}" in the shop's package.json and install again.`
  )
}

function locate(name: string, from: string): string | null {
  try {
    return createRequire(from).resolve(`${name}/package.json`)
  } catch {
    return null
  }
}

function versionAt(file: string | null): string | null {
  return file && (manifest.safeParse(JSON.parse(readFileSync(file, "utf8"))).data?.version ?? null)
}

const majorOf = (version: string): string => version.split(".", 1)[0]
