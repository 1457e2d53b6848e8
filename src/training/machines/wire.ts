import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import { deserialize, serialize } from "node:v8"
import { gunzipSync, gzipSync } from "node:zlib"
import { z } from "zod"

const PACKAGE = "medusa-plugin-svm-recommendations"
const packageFile = z.object({ name: z.string(), version: z.string() })

/** Version of what instances send each other about tasks: raise it with every change of its form. */
const TASK_PROTOCOL = 2

/** Smallest effort of gzip: of columns of numbers it makes a quarter, in a tenth of the time that making them took. */
const LEVEL = 1

/**
 * Names what two instances must have in common to run tasks of one training: the release, whose features and solver decide
 * the bytes of a model, the protocol, and the form in which Node writes values. Part of the queue's name, so that during an
 * upgrade nobody sees tasks that they do not know.
 */
export function taskRelease(): string {
  return `${ownVersion()}-${TASK_PROTOCOL}-${serialize(null)[1]}`
}

/** The plugin's version, of the package that this file lies in. */
function ownVersion(): string {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    const file = path.join(folder, "package.json")
    const found = existsSync(file) ? packageFile.safeParse(JSON.parse(readFileSync(file, "utf8"))).data : undefined
    if (found?.name === PACKAGE) return found.version
    if (folder === path.dirname(folder)) throw new Error(`the package.json of ${PACKAGE} was not found`)
  }
}

/** A value as compressed bytes: typed arrays as they lie in memory, numbers bit for bit, maps in their order. */
export function pack(value: unknown): Uint8Array {
  return gzipSync(serialize(value), { level: LEVEL })
}

/**
 * The value of {@link pack}.
 *
 * @throws Error where the bytes are no such value, or those of a later Node
 */
export function unpack(bytes: Uint8Array): unknown {
  const value: unknown = deserialize(gunzipSync(bytes))
  return value
}
