import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"

const root = path.join(__dirname, "..", "..")
const ROOMS = ["src", "admin", "storefront-widget/src"]
const ENDINGS = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"]
const IMPORTED = /(?:from|^import) "([^"]+)"/gm

const files = new Map(
  ROOMS.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes("__tests__"))
      .map((name) => path.join(room, name)),
  ).map((file): [string, string[]] => {
    const text = readFileSync(path.join(root, file), "utf8")
    return [file, Array.from(text.matchAll(IMPORTED), ([, name = ""]) => name)]
  }),
)

/** Files of the house that a file imports, for their types too. */
function neighbours(file: string): string[] {
  return (files.get(file) ?? [])
    .filter((name) => name.startsWith("."))
    .map((name) => path.join(path.dirname(file), name))
    .flatMap((name) => ENDINGS.map((ending) => name + ending).find((candidate) => files.has(candidate)) ?? [])
}

/** A way from a file back to itself; null when there is none. */
function cycleOf(start: string): string[] | null {
  const seen = new Set<string>()
  const walk = (file: string, way: string[]): string[] | null => {
    for (const next of neighbours(file)) {
      if (next === start) return [...way, next]
      if (seen.has(next)) continue
      seen.add(next)
      const found = walk(next, [...way, next])
      if (found) return found
    }
    return null
  }
  return walk(start, [start])
}

describe("the house", () => {
  test("house: core imports no package", () => {
    const packages = [...files]
      .filter(([file]) => file.startsWith("src/core/"))
      .flatMap(([file, names]) => names.filter((name) => !name.startsWith(".")).map((name) => `${file}: ${name}`))
    expect(files.size).toBeGreaterThan(300)
    expect(packages).toEqual([])
  })

  // The linter's rule passes over imports of types.
  test("house: no file imports itself by way of others, not even for a type", () => {
    expect([...files.keys()].flatMap((file) => cycleOf(file)?.join(" -> ") ?? [])).toEqual([])
  })
})
