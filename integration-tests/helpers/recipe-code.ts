import { readFileSync } from "node:fs"
import path from "node:path"

/**
 * The TypeScript of a section of docs/RECIPES.md without its imports, to be run as it stands there.
 *
 * @param names what stands there for a shop's own, with ours
 * @throws Error where the section or one of the names is not there
 */
export function recipeCode(heading: string, names: Readonly<Record<string, string>>): string {
  const recipes = readFileSync(path.join(__dirname, "../../docs/RECIPES.md"), "utf8")
  const section = recipes.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? ""
  const code = section
    .split("```ts\n")[1]
    ?.split("```")[0]
    ?.replace(/^import .*$/m, "")
  if (code === undefined) throw new Error(`no code under ${heading}`)
  return Object.entries(names).reduce((text, [name, own]) => {
    if (!text.includes(name)) throw new Error(`${name} does not stand under ${heading}`)
    return text.replaceAll(name, own)
  }, code)
}
