import { mkdirSync, readdirSync } from "node:fs"
import path from "node:path"
import type { Commands } from "./commands"
import type { Starter } from "./starter"

const PLUGIN = "medusa-plugin-svm-recommendations"
const WIDGET = "medusa-svm-recommendations-widget"

/** Both packages as `npm publish` would send them. */
export interface Tarballs {
  readonly plugin: string
  readonly widget: string
}

const root = path.join(__dirname, "../../..")

/** Builds and packs both packages into a folder. */
export async function packPackages(commands: Commands, folder: string): Promise<Tarballs> {
  mkdirSync(folder, { recursive: true })
  await commands.run(["npm", "run", "build"], { cwd: root, name: "build-packages" })
  const pack = ["npm", "pack", "--pack-destination", folder]
  await commands.run(pack, { cwd: root, name: "pack-plugin" })
  await commands.run(pack, { cwd: path.join(root, "storefront-widget"), name: "pack-widget" })
  return tarballsIn(folder)
}

/** @throws Error where one of the two is missing */
export function tarballsIn(folder: string): Tarballs {
  const find = (name: string): string => {
    const found = readdirSync(folder).find((file) => file.startsWith(`${name}-`) && file.endsWith(".tgz"))
    if (found === undefined) throw new Error(`${folder} holds no ${name}-….tgz`)
    return path.join(folder, found)
  }
  return { plugin: find(PLUGIN), widget: find(WIDGET) }
}

/** Runs the installed plugin's `init` in the starter; gives what it said. */
export function initOf(
  commands: Commands,
  starter: Starter,
  ...options: readonly string[]
): Promise<readonly string[]> {
  const bin = path.join(starter.backend, "node_modules", ".bin", PLUGIN)
  return commands.run([bin, "init", ...options, starter.root], { cwd: starter.root, name: "init" })
}
