import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { en } from "../../src/modules/recommendation/serving/reasons/en"

const root = path.join(__dirname, "..", "..")
const ROOMS = ["src", "admin", "storefront-widget/src", "packages/linear-svm/src"]
const PURE = ["src/core/", "packages/linear-svm/"]
const ENDINGS = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"]
const IMPORTED = /(?:from|^import) "([^"]+)"/gm

/** What each file of those rooms imports. */
const importsIn = (rooms: readonly string[], isOne: (name: string) => boolean): Map<string, string[]> =>
  new Map(
    rooms
      .flatMap((room) =>
        readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" })
          .filter((name) => /\.tsx?$/.test(name) && !name.includes("node_modules") && isOne(name))
          .map((name) => path.join(room, name)),
      )
      .map((file): [string, string[]] => {
        const text = readFileSync(path.join(root, file), "utf8")
        return [file, Array.from(text.matchAll(IMPORTED), ([, name = ""]) => name)]
      }),
  )

const files = importsIn(ROOMS, (name) => !name.includes("__tests__"))
const everyFile = importsIn([...ROOMS, "bench", "demo", "scripts", "integration-tests"], () => true)

/** Files of the house that a file imports, for their types too. */
function neighbours(file: string): string[] {
  return (everyFile.get(file) ?? [])
    .filter((name) => name.startsWith("."))
    .map((name) => path.join(path.dirname(file), name))
    .flatMap((name) => ENDINGS.map((ending) => name + ending).find((candidate) => everyFile.has(candidate)) ?? [])
}

/** Ways from a file back to itself, one for each import that closes one. */
function cyclesOf(start: readonly string[], importsOf: (file: string) => readonly string[]): string[] {
  const done = new Set<string>()
  const way: string[] = []
  const walk = (file: string): string[] => {
    if (way.includes(file)) return [[...way.slice(way.indexOf(file)), file].join(" -> ")]
    if (done.has(file)) return []
    way.push(file)
    const found = importsOf(file).flatMap(walk)
    way.pop()
    done.add(file)
    return found
  }
  return start.flatMap(walk)
}

/** What Postgres keeps for a session, where a pooler hands the next transaction to another one. */
const SESSION_STATE = new RegExp(
  [
    "pg_(?:try_)?advisory_lock(?:_shared)?\\(",
    "\\blisten [a-z_]+;?[`\"']",
    "\\bcreate temp(?:orary)? table (?!\\S+ on commit drop\\b)",
  ]
    .concat(["[`\"']set (?!local )[a-z_]+ ?(?:=|to )", "\\bset session\\b", "set_config\\([^)]*, false\\)"])
    .join("|"),
  "i",
)

describe("the house", () => {
  test("house: core and the solver import no package", () => {
    const packages = [...files]
      .filter(([file]) => PURE.some((room) => file.startsWith(room)) && !file.includes("/cli/"))
      .flatMap(([file, names]) => names.filter((name) => !name.startsWith(".")).map((name) => `${file}: ${name}`))
    expect(files.size).toBeGreaterThan(300)
    expect(packages).toEqual([])
  })

  test("house: the plugin reaches the solver through core's doors alone", () => {
    const doors = [...files].filter(
      ([file, names]) => file.startsWith("src/") && names.some((name) => name.includes("packages/")),
    )
    expect(doors.map(([file]) => file).sort()).toEqual([
      "src/core/numeric/portable-math.ts",
      "src/core/random/seeded-random.ts",
      "src/core/svm.ts",
    ])
  })

  test("house: no SQL leaves anything behind in its session, for PgBouncer in transaction mode", () => {
    const kept = ["select pg_advisory_lock(1)", "`set statement_timeout = 5`", "set_config('work_mem', '1', false)"]
    kept.push("create temporary table came as select 1")
    for (const sql of kept) expect(sql).toMatch(SESSION_STATE)
    expect("create temporary table ${NAME} on commit drop as select 1").not.toMatch(SESSION_STATE)
    // The import of an old log talks to that log's own database.
    const ours = [...files.keys()].filter((file) => file.startsWith("src/") && !file.endsWith("/legacy-log.ts"))
    const found = ours.filter((file) => SESSION_STATE.test(readFileSync(path.join(root, file), "utf8")))
    expect(found).toEqual([])
  })

  test("house: every reason that has words is given by some code", () => {
    const reasons = "src/modules/recommendation/serving/reasons/"
    const code = [...files.keys()]
      .filter((file) => file.startsWith("src/") && !file.startsWith(reasons))
      .map((file) => readFileSync(path.join(root, file), "utf8"))
      .join("\n")
    // Those of gifts are put together out of what was answered.
    const plain = Object.keys(en).filter((reason) => !reason.startsWith("gift_"))
    expect(plain.length).toBeGreaterThan(20)
    expect(plain.filter((reason) => !code.includes(`"${reason}"`))).toEqual([])
  })

  test("house: no file imports itself by way of others, not even for a type", () => {
    const imports: Readonly<Record<string, readonly string[]>> = { a: ["b", "d"], b: ["c"], c: ["a"], d: ["c", "d"] }
    expect(cyclesOf(["a", "b"], (file) => imports[file] ?? [])).toEqual(["a -> b -> c -> a", "d -> d"])
    expect(everyFile.size).toBeGreaterThan(1_000)
    expect(neighbours("scripts/__tests__/house.spec.ts")).toContain("src/modules/recommendation/serving/reasons/en.ts")
    expect(cyclesOf([...everyFile.keys()], neighbours)).toEqual([])
  })
})
