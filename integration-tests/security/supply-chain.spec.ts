import { readFileSync } from "node:fs"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { root } from "../helpers/database"
import { tried } from "../helpers/trials"

const names = z.record(z.string(), z.string()).default({})
const entrySchema = z.object({
  license: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  link: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
  dependencies: names,
  optionalDependencies: names,
})
type Entry = z.output<typeof entrySchema>
const jsonOf = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), "utf8"))

const packages = new Map(
  Object.entries(z.object({ packages: z.record(z.string(), entrySchema) }).parse(jsonOf("package-lock.json")).packages),
)

/** Where a package that stands in `from` finds `name`: in its own folder, else in the nearest one above. */
function locate(from: string, name: string): string | null {
  const here = `${from === "" ? "" : `${from}/`}node_modules/${name}`
  if (packages.has(here)) return here
  if (from === "") return null
  const above = from.lastIndexOf("/node_modules/")
  return locate(above < 0 ? "" : from.slice(0, above), name)
}

/** All that a shop gets with the plugin: its dependencies and theirs, by their places in the lockfile. */
function runtimePackages(): Map<string, Entry> {
  const found = new Map<string, Entry>()
  const visit = (from: string): void => {
    const { dependencies, optionalDependencies } = packages.get(from) ?? entrySchema.parse({})
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = locate(from, name)
      const entry = place === null ? undefined : packages.get(place)
      if (place === null || entry === undefined || found.has(place)) continue
      found.set(place, entry)
      visit(place)
    }
  }
  visit("")
  return found
}

/** Licences that ask for no more than their text, and so go with the plugin's own (MIT). */
const COMPATIBLE = new Set([
  "MIT",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "Unlicense",
])

test("supply chain: every package that comes with the plugin has a licence that goes with MIT, and runs nothing at its install", () => {
  const runtime = [...runtimePackages()]
  expect(runtime.length).toBeGreaterThan(8)
  expect(runtime.filter(([, { license }]) => !COMPATIBLE.has(license ?? "")).map(([place]) => place)).toEqual([])
  expect(runtime.filter(([, { hasInstallScript }]) => hasInstallScript).map(([place]) => place)).toEqual([])
  tried({ items: ["S25"], what: "runtime packages", times: runtime.length, outcome: "licences compatible, no scripts" })
})

test("supply chain: the lockfile pins each package by its SHA-512, and takes none from elsewhere", () => {
  const foreign = [...packages].filter(([place, { link }]) => place.includes("node_modules/") && !link)
  expect(foreign.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([place]) => place)).toEqual([])
  expect(foreign.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([])
})

test("supply chain: the widget brings no dependency, and each of the plugin is argued for", () => {
  const widget = z.object({ dependencies: names }).parse(jsonOf("storefront-widget/package.json"))
  expect(Object.keys(widget.dependencies)).toEqual([])
  const page = readFileSync(path.join(root, "docs", "SECURITY.md"), "utf8")
  const { dependencies } = z.object({ dependencies: names }).parse(jsonOf("package.json"))
  // Each dependency is argued for where an auditor looks.
  expect(Object.keys(dependencies).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
