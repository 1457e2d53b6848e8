import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import { Project } from "ts-morph"
import { backendEdits } from "./backend-edits"
import { DATA_EDITS } from "./data-edits"
import type { EditedFile, MadeFile } from "./edit"
import { MADE_FILES } from "./made-files"
import { PAGE_EDITS } from "./page-edits"
import type { ShopProject } from "./project"

/** A file as it is and as it shall be; null where there is none. */
export interface FileChange {
  readonly file: string
  readonly before: string | null
  readonly after: string | null
}

/** All that `init` does to files, and what is left to be done by hand. */
export interface Plan {
  readonly changes: readonly FileChange[]
  readonly byHand: readonly string[]
}

/** Plans the changes, or with `isRemoval` their taking back; writes nothing. */
export function planChanges({ backend, config, storefront }: ShopProject, isRemoval: boolean): Plan {
  const changes: FileChange[] = []
  const byHand: string[] = []
  const edit = (app: string, files: readonly EditedFile[]): void => {
    for (const one of files) collect(planEdits(app, one, isRemoval), changes, byHand)
  }
  if (backend !== null) edit(backend, backendEdits(config))
  if (storefront !== null) {
    for (const made of MADE_FILES) collect(planMade(storefront, made, isRemoval), changes, byHand)
    edit(storefront, [...DATA_EDITS, ...PAGE_EDITS])
  }
  return { changes, byHand }
}

function collect(plan: Plan, changes: FileChange[], byHand: string[]): void {
  changes.push(...plan.changes)
  byHand.push(...plan.byHand)
}

function planEdits(app: string, { file, edits }: EditedFile, isRemoval: boolean): Plan {
  const full = path.join(app, file)
  if (!existsSync(full)) {
    return { changes: [], byHand: isRemoval ? [] : edits.map(({ about }) => `${full} is not there: put ${about}`) }
  }
  const before = readFileSync(full, "utf8")
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true })
  const source = project.createSourceFile(path.basename(file), before)
  const byHand: string[] = []
  for (const { about, apply, revert } of isRemoval ? [...edits].reverse() : edits) {
    if ((isRemoval ? revert : apply)(source) !== "unknown") continue
    byHand.push(`${full} is not as the starter has it: ${isRemoval ? "take out" : "put"} ${about}`)
  }
  const after = source.getFullText()
  return { changes: after === before ? [] : [{ file: full, before, after }], byHand }
}

function planMade(app: string, { file, text }: MadeFile, isRemoval: boolean): Plan {
  const full = path.join(app, file)
  const before = existsSync(full) ? readFileSync(full, "utf8") : null
  if (!isRemoval) return { changes: before === null ? [{ file: full, before, after: text }] : [], byHand: [] }
  if (before === null) return { changes: [], byHand: [] }
  if (before === text) return { changes: [{ file: full, before, after: null }], byHand: [] }
  return { changes: [], byHand: [`${full} was changed by you: delete it where you no longer need it`] }
}
