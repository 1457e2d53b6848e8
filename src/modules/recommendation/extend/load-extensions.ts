import { createRequire } from "node:module"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { SHOP_NUMBERS } from "../../../core/recommender"
import type { RecommendationExtension } from "../../../types/extension"

const PARTS = ["candidates", "filter", "rerank", "reason", "signal", "vectors", "revision"] as const
const MAX_NAME = 60

/** Whether a value keeps the contract of {@link RecommendationExtension}, as far as can be seen from outside. */
function isExtension(value: unknown): value is RecommendationExtension {
  if (typeof value !== "object" || value === null || !("name" in value)) return false
  const parts = new Map<string, unknown>(Object.entries(value))
  const name = parts.get("name")
  return (
    typeof name === "string" &&
    name.length > 0 &&
    name.length <= MAX_NAME &&
    PARTS.every((part) => ["undefined", "function"].includes(typeof parts.get(part))) &&
    PARTS.slice(0, -1).some((part) => parts.has(part))
  )
}

const CONTRACT = `an extension is an object with a name of at most ${MAX_NAME} characters and candidates, filter, rerank, reason, signal or vectors as functions`

const located = z.strictObject({
  /** A module of the shop, from the folder in which Medusa runs, or a package. */
  resolve: z.string().min(1).max(500),
  options: z.record(z.string(), z.unknown()).optional(),
})

/** An extension as it stands in `medusa-config.ts`: itself, or the module that exports it. */
export const extensionOption = z.union([
  z.string().min(1).max(500),
  located,
  z.custom<RecommendationExtension>(isExtension, CONTRACT),
])
export type ExtensionOption = z.output<typeof extensionOption>

const isFactory = (value: unknown): value is (options: Readonly<Record<string, unknown>>) => unknown =>
  typeof value === "function"
const moduleShape = z.union([z.object({ default: z.unknown() }).transform((module) => module.default), z.unknown()])

/**
 * The extensions of the options, in their order. A module's default export is one, or a function of its options that
 * gives one.
 *
 * @throws Error naming the module that cannot be loaded, keeps the contract not, or has the name of another
 */
export function loadExtensions(options: readonly ExtensionOption[], folder = process.cwd()): RecommendationExtension[] {
  const load = createRequire(path.join(folder, "medusa-config.js"))
  const found = options.map((option): RecommendationExtension => {
    if (isExtension(option)) return option
    const { resolve, options: own = {} } = typeof option === "string" ? { resolve: option } : option
    const exported = required(load, resolve)
    const made = isFactory(exported) ? exported(own) : exported
    if (!isExtension(made)) throw new Error(`extend.extensions: ${resolve}: ${CONTRACT}`)
    return made
  })
  const twice = found.find(({ name }, at) => found.findIndex((other) => other.name === name) !== at)
  if (twice) throw new Error(`extend.extensions: two are named ${twice.name}`)
  if (found.filter((one) => one.signal !== undefined).length > SHOP_NUMBERS)
    throw new Error(`extend.extensions: more than ${SHOP_NUMBERS} have a signal`)
  if (found.filter((one) => one.vectors !== undefined).length > 1)
    throw new Error("extend.extensions: two have vectors")
  return found
}

function required(load: NodeJS.Require, resolve: string): unknown {
  try {
    return moduleShape.parse(load(resolve))
  } catch (error) {
    throw new Error(`extend.extensions: ${resolve} cannot be loaded: ${String(error)}`, { cause: error })
  }
}
