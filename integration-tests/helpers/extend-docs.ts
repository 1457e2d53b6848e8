import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import ts from "typescript"
import { root } from "./database"

const BLOCK = /```ts\n\/\/ (src\/[\w./-]+)\n([^`]*(?:`[^`]+`[^`]*)*?)```/g
const PACKAGE = "medusa-plugin-svm-recommendations/extend"

/** Files that docs/EXTEND.md tells a shop to write, by their path. */
export function filesOfDocs(): ReadonlyMap<string, string> {
  const text = readFileSync(path.join(root, "docs", "EXTEND.md"), "utf8")
  return new Map([...text.matchAll(BLOCK)].map(([, file = "", code = ""]) => [file, code]))
}

/** Writes the files of the docs, compiled as Medusa's build does, where a shop's packages are found; returns the folder. */
export function writeDocsShop(): string {
  const folder = mkdtempSync(path.join(root, "node_modules", ".extend-docs-"))
  for (const [file, code] of filesOfDocs()) {
    const target = path.join(folder, file.replace(/\.ts$/, ".js"))
    mkdirSync(path.dirname(target), { recursive: true })
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2021, esModuleInterop: true },
    })
    writeFileSync(target, outputText.replaceAll(PACKAGE, path.join(root, "src", "extend")))
  }
  return folder
}
