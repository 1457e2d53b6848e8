import path from "node:path"
import { parseAmount } from "../core/data"

/** What a script was given: at most one path, and `name=value` for the rest. */
export interface ScriptArguments {
  readonly path: string | null
  readonly options: ReadonlyMap<string, string>
}

/** @throws Error with the usage when there is anything else */
export function readArguments(args: readonly string[], names: readonly string[], usage: string): ScriptArguments {
  const options = new Map<string, string>()
  let given: string | null = null
  for (const argument of args) {
    const [name, ...value] = argument.split("=")
    if (name !== undefined && value.length > 0 && names.includes(name)) options.set(name, value.join("="))
    else if (given === null && (value.length === 0 || argument.includes("/"))) given = argument
    else throw new Error(`"${argument}" is not understood. ${usage}`)
  }
  return { path: given, options }
}

/**
 * From which rating on a product is liked, where that is given.
 *
 * @throws Error when it is no number
 */
export function likedFrom(options: ScriptArguments["options"]): { readonly likedFrom?: number } {
  const text = options.get("liked_from")
  if (text === undefined) return {}
  const value = parseAmount(text)
  if (Number.isNaN(value)) throw new Error(`liked_from="${text}" is no number, such as 4 or 3.5`)
  return { likedFrom: value }
}

/** A script as `medusa exec` is given it, from where the shop's owner stands: in the package, it lies deep. */
export function scriptPath(file: string): string {
  return `./${path.relative(process.cwd(), file).split(path.sep).join("/")}`
}
