import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { root } from "../helpers/database"

/** One route of the plugin, as the files under src/api say. */
export interface PluginRoute {
  readonly method: string
  /** Such as `/admin/recommendations/versions/:id`. */
  readonly path: string
}

const METHOD = /export (?:async )?(?:function|const) (GET|POST|PUT|PATCH|DELETE)\b/g

/**
 * Every route of the plugin, read from the files by which Medusa finds them: a
 * new route is attacked without anyone having to remember it.
 */
export function pluginRoutes(): PluginRoute[] {
  const folder = path.join(root, "src", "api")
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const route = `/${path.dirname(file).split(path.sep).join("/")}`.replace(/\[([^\]]+)\]/g, ":$1")
      const source = readFileSync(path.join(folder, file), "utf8")
      return [...source.matchAll(METHOD)].map(([, method]) => ({ method: method ?? "GET", path: route }))
    })
    .sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))
}

/** The route's address with `value` in place of each parameter. */
export function addressOf(route: PluginRoute, value: string): string {
  // A lone surrogate has no address; it becomes the replacement character, as in a browser.
  const wellFormed = Buffer.from(value).toString()
  return route.path.replace(/:[A-Za-z_]+/g, () => encodeURIComponent(wellFormed))
}
