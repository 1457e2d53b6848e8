import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"
import type { Commands } from "./commands"

/** Medusa's own starter as it was tried first: github.com/medusajs/dtc-starter, Medusa 2.18.0. */
const STARTER = { url: "https://github.com/medusajs/dtc-starter.git", commit: "9233262" }
const PINNED = path.join(__dirname, "../../../../shared/starters/dtc-starter-2.18.0.tar.gz")

/** The two apps of the starter, unpacked. */
export interface Starter {
  readonly root: string
  readonly backend: string
  readonly storefront: string
}

const manifest = z.looseObject({
  packageManager: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
})

/** Unpacks an archive of the starter, the pinned one by default; from git where that is absent. */
export async function unpackStarter(commands: Commands, root: string, archive = PINNED): Promise<Starter> {
  mkdirSync(root, { recursive: true })
  if (existsSync(archive)) {
    const tar = ["tar", "-xzf", path.resolve(archive), "-C", root, "--strip-components=1"]
    await commands.run(tar, { cwd: root, name: "unpack" })
  } else {
    if (archive !== PINNED) throw new Error(`${archive} is not there`)
    await commands.run(["git", "clone", STARTER.url, root], { cwd: root, name: "unpack" })
    await commands.run(["git", "checkout", STARTER.commit], { cwd: root, name: "unpack" })
  }
  bringPnpm(commands, path.join(root, "..", "bin"), readManifest(root).packageManager ?? "pnpm")
  return { root, backend: path.join(root, "apps", "backend"), storefront: path.join(root, "apps", "storefront") }
}

/** The package manager that the starter names, without installing it on this machine. */
function bringPnpm(commands: Commands, folder: string, packageManager: string): void {
  const file = path.join(folder, "pnpm")
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `#!/bin/sh\nexec npx --yes ${packageManager.split("+", 1)[0]} "$@"\n`)
  chmodSync(file, 0o755)
  commands.addToPath(folder)
}

/** Another version of Medusa in place of the starter's, which takes its lock file with it. */
export async function setMedusaVersion(commands: Commands, { root, ...starter }: Starter, version: string) {
  const view = async (name: string, field: string): Promise<string> => {
    const lines = await commands.run(["npm", "view", `${name}@${version}`, field], { cwd: root, name: "npm-view" })
    return lines.at(-1)?.trim() ?? ""
  }
  const resolved = await view("@medusajs/medusa", "version")
  // The dashboard's own; another one of a second copy would have another theme.
  const ui = await view("@medusajs/dashboard", "dependencies[@medusajs/ui]")
  const router = await view("@medusajs/dashboard", "dependencies[react-router-dom]")
  const versions: Record<string, string> = { "@medusajs/ui": ui, "react-router-dom": router }
  for (const app of [starter.backend, starter.storefront].filter((folder) => existsSync(folder))) {
    const found = readManifest(app)
    for (const list of [found.dependencies, found.devDependencies])
      for (const [name, before] of Object.entries(list ?? {}))
        if (versions[name] || (name.startsWith("@medusajs/") && before.startsWith("2.")))
          Object.assign(list ?? {}, { [name]: versions[name] || resolved })
    writeFileSync(path.join(app, "package.json"), `${JSON.stringify(found, null, 2)}\n`)
  }
  rmSync(path.join(root, "pnpm-lock.yaml"), { force: true })
  return resolved
}

/** All sources of both apps, as one text: equal where nothing has changed. */
export function sourcesOf({ backend, storefront }: Starter): string {
  const parts = [readFileSync(path.join(backend, "medusa-config.ts"), "utf8")]
  for (const app of [backend, storefront])
    for (const entry of readdirSync(path.join(app, "src"), { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name)
      if (entry.isFile() && /\.(tsx?|css)$/.test(file) && !file.includes("seed-orders"))
        parts.push(`${file}\n${readFileSync(file, "utf8")}`)
    }
  return parts.sort().join("\n")
}

function readManifest(folder: string): z.output<typeof manifest> {
  return manifest.parse(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")))
}
