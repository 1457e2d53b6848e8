import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, rmSync, rmdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { createInterface } from "node:readline/promises"
import { parseArgs } from "node:util"
import { planChanges } from "./plan"
import type { FileChange } from "./plan"
import { addCommand, dependsOn, findProject, removeCommand } from "./project"
import type { ShopProject } from "./project"
import { showChange } from "./show-changes"

const PLUGIN = "medusa-plugin-svm-recommendations"
const WIDGET = "medusa-svm-recommendations-widget"
const USAGE = `npx ${PLUGIN} init [--yes] [--dry-run] [--remove] [--no-install] [FOLDER]`

/**
 * `init`: puts the plugin into a shop of Medusa's starter and its storefront, shows what it changes, and asks first.
 *
 * @throws Error with the usage, or when neither a backend nor a storefront is found, or an installation fails
 */
export async function runInit(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      yes: { type: "boolean" },
      "dry-run": { type: "boolean" },
      remove: { type: "boolean" },
      "no-install": { type: "boolean" },
    },
  })
  if (positionals[0] !== "init" || positionals.length > 2) throw new Error(`usage: ${USAGE}`)
  const root = path.resolve(positionals[1] ?? ".")
  const isRemoval = values.remove === true
  const project = findProject(root)
  if (project.backend === null && project.storefront === null) {
    throw new Error(`${root} holds neither a medusa-config.ts nor a Next.js app: run it in the shop's folder`)
  }
  const { changes, byHand } = planChanges(project, isRemoval)
  const commands = values["no-install"] === true ? [] : commandsFor(project, isRemoval)
  for (const change of changes) console.log(`${showChange(change)}\n`)
  for (const { folder, command } of commands) console.log(`in ${folder}: ${command.join(" ")}`)
  for (const words of byHand) console.log(`By hand: ${words}`)
  if (changes.length === 0 && commands.length === 0) {
    console.log("Nothing to change.")
    return
  }
  if (values["dry-run"] === true) return
  if (values.yes !== true && !(await isAgreed())) return
  for (const { folder, command } of commands) install(folder, command)
  for (const change of changes) write(change)
  console.log(isRemoval ? "Taken out." : `Done. Next: npx medusa db:migrate, start, and press "Learn from my orders".`)
}

interface Installation {
  readonly folder: string
  readonly command: readonly string[]
}

function commandsFor({ backend, storefront, packageManager }: ShopProject, isRemoval: boolean): Installation[] {
  const wanted: [string | null, string][] = [
    [backend, PLUGIN],
    [storefront, WIDGET],
  ]
  return wanted.flatMap(([folder, name]) => {
    if (folder === null || dependsOn(folder, name) !== isRemoval) return []
    return [{ folder, command: (isRemoval ? removeCommand : addCommand)(packageManager, name) }]
  })
}

async function isAgreed(): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await reader.question("Make these changes? [y/N] ")).trim())
  } finally {
    reader.close()
  }
}

function install(folder: string, [program, ...args]: readonly string[]): void {
  const { status } = spawnSync(program, args, { cwd: folder, stdio: "inherit" })
  if (status !== 0) throw new Error(`"${program} ${args.join(" ")}" failed in ${folder}; no file was changed`)
}

function write({ file, after }: FileChange): void {
  if (after === null) {
    rmSync(file)
    for (let folder = path.dirname(file); readdirSync(folder).length === 0; folder = path.dirname(folder))
      rmdirSync(folder)
    return
  }
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, after)
}
