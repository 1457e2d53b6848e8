import { existsSync, readFileSync, readdirSync } from "node:fs"
import path from "node:path"

/** The apps of a shop, and how packages are installed in it. */
export interface ShopProject {
  /** Folder of the Medusa server; null where there is none. */
  readonly backend: string | null
  /** Its configuration's file name. */
  readonly config: string
  /** Folder of the Next.js storefront; null where there is none. */
  readonly storefront: string | null
  readonly packageManager: "npm" | "pnpm" | "yarn"
}

const CONFIGS = ["medusa-config.ts", "medusa-config.js"]
const LOCKS = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["package-lock.json", "npm"],
] as const

/** Finds backend and storefront in a folder, or in the apps of a monorepo there. */
export function findProject(root: string): ShopProject {
  const folders = [
    root,
    ...foldersIn(root),
    ...["apps", "packages"].flatMap((name) => foldersIn(path.join(root, name))),
  ]
  const backend = folders.find((folder) => CONFIGS.some((name) => existsSync(path.join(folder, name)))) ?? null
  const storefront = folders.find((folder) => isNext(folder)) ?? null
  const config = CONFIGS.find((name) => existsSync(path.join(backend ?? root, name))) ?? CONFIGS[0]
  return { backend, config, storefront, packageManager: managerOf(root) }
}

/** The command that adds a package to an app. */
export function addCommand(manager: ShopProject["packageManager"], name: string): readonly string[] {
  return manager === "npm" ? ["npm", "install", name] : [manager, "add", name]
}

/** The command that takes a package out of an app. */
export function removeCommand(manager: ShopProject["packageManager"], name: string): readonly string[] {
  return manager === "npm" ? ["npm", "uninstall", name] : [manager, "remove", name]
}

/** Whether an app's package.json names a package. */
export function dependsOn(folder: string, name: string): boolean {
  const file = path.join(folder, "package.json")
  if (!existsSync(file)) return false
  const found: unknown = JSON.parse(readFileSync(file, "utf8"))
  if (typeof found !== "object" || found === null) return false
  return Object.entries(found).some(
    ([key, list]) => /^(dev)?dependencies$/i.test(key) && typeof list === "object" && list !== null && name in list,
  )
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map((entry) => path.join(folder, entry.name))
}

function isNext(folder: string): boolean {
  return dependsOn(folder, "next") && existsSync(path.join(folder, "src", "app"))
}

function managerOf(root: string): ShopProject["packageManager"] {
  for (let folder = path.resolve(root); ; folder = path.dirname(folder)) {
    const lock = LOCKS.find(([file]) => existsSync(path.join(folder, file)))
    if (lock) return lock[1]
    if (folder === path.dirname(folder)) return "npm"
  }
}
