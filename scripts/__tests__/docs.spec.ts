import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import ts from "typescript"
import { z } from "@medusajs/framework/zod"
import { STRATEGIES } from "../../src/core/contract"
import { optionsSchema } from "../../src/modules/recommendation/options"
import { readRoutes } from "../openapi"

const root = path.join(__dirname, "..", "..")
const pages = readdirSync(path.join(root, "docs")).filter((file) => file.endsWith(".md"))
const documents = ["README.md", "CONTRIBUTING.md", "demo/README.md", ...pages.map((file) => `docs/${file}`)]
const read = (file: string): string => readFileSync(path.join(root, file), "utf8")

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json")))
const options = new Set(
  Object.entries(optionsSchema.parse({})).flatMap(([group, fields]) =>
    Object.keys(z.record(z.string(), z.unknown()).parse(fields)).map((field) => `${group}.${field}`),
  ),
)
const groups = new Set([...options].map((name) => name.split(".")[0]))
const routes = new Set(readRoutes().map(({ method, path: route }) => `${method} ${route.replace(/\{(\w+)\}/g, ":$1")}`))

/** Words in backticks of one line. */
const wordsOf = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, word = ""]) => word)

/** A script's own text, and that of what it imports of this repository: options may be read in either. */
function sourceOf(file: string, seen = new Set<string>()): string {
  if (seen.has(file) || !existsSync(path.join(root, file))) return ""
  seen.add(file)
  const text = read(file)
  const imports = [...text.matchAll(/from "(\.{1,2}\/[^"]+)"/g)].map(([, to = ""]) =>
    path.posix.join(path.posix.dirname(file), `${to}.ts`),
  )
  return [text, ...imports.map((to) => sourceOf(to, seen))].join("\n")
}

/** Options of commands that their scripts do not take; those of a command without a script of its own are passed over. */
function unknownOptions(text: string): string[] {
  const commands = [...text.matchAll(/npm run ([\w:-]+) --((?: +[^\s`|)]+)+)/g)]
  return commands.flatMap(([, name = "", given = ""]) => {
    const script = /ts-run\.js (\S+\.ts)$/.exec(scripts[name] ?? "")?.[1]
    if (script === undefined) return []
    const source = sourceOf(script)
    const options = [...given.matchAll(/ --([a-z][\w-]*)/g)].map(([, option = ""]) => option)
    return options
      .filter((option) => !new RegExp(`\\b${option}"?: (?:\\{ type:|text\\b|flag\\b)`).test(source))
      .map((option) => `${name} --${option}`)
  })
}

test("docs: an option that a script does not take is found", () => {
  expect(unknownOptions("`npm run bench:rank -- --data DIR --nonsense 3`")).toEqual(["bench:rank --nonsense"])
})

describe.each(documents)("docs: %s", (file) => {
  const text = read(file)

  test(`docs: every npm script that ${file} names is there`, () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  test(`docs: every option of an npm script that ${file} names is one that the script takes`, () => {
    expect(unknownOptions(text)).toEqual([])
  })

  test(`docs: every option that ${file} names is there`, () => {
    const named = wordsOf(text)
      .map((word) => /^([a-z_]+)\.([a-z_]+)(?:$|:)/.exec(word))
      .flatMap((found) => (found && groups.has(found[1]) ? [`${found[1]}.${found[2]}`] : []))
    expect(named.filter((name) => !options.has(name))).toEqual([])
  })

  test(`docs: every route that ${file} names is there`, () => {
    const named = [
      ...text.matchAll(/\b(GET|POST|DELETE) (\/(?:store|admin)\/[\w/:-]*(?:recommendation|behavior)[\w/:-]*)/g),
    ]
    const unknown = named.map(([, method, route]) => `${method} ${route}`).filter((route) => !routes.has(route))
    expect(unknown).toEqual([])
  })
})

test("docs: the index leads to every page, and to nothing else", () => {
  const linked = [...read("docs/INDEX.md").matchAll(/\]\(([\w-]+\.(?:md|json))\)/g)].map(([, file = ""]) => file)
  for (const file of linked) expect([file, existsSync(path.join(root, "docs", file))]).toEqual([file, true])
  expect(pages.filter((file) => file !== "INDEX.md" && !linked.includes(file))).toEqual([])
})

test("docs: each strategy has its section", () => {
  const sections = [...read("docs/STRATEGIES.md").matchAll(/^## (\w+)$/gm)].map(([, name]) => name)
  expect(sections.sort()).toEqual([...STRATEGIES].sort())
})

test("docs: each parameter of an example of a strategy is one of the route", () => {
  const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(JSON.parse(read("docs/openapi.json")))
  const { parameters } = z
    .object({ get: z.object({ parameters: z.array(z.looseObject({ name: z.string() })) }) })
    .parse(paths["/store/recommendations"]).get
  const named = wordsOf(read("docs/STRATEGIES.md")).flatMap((word) => [...word.matchAll(/(?:^|[?&])([a-z_]+)=/g)])
  expect(named.length).toBeGreaterThan(8)
  expect(named.map(([, name]) => name).filter((name) => !parameters.some((one) => one.name === name))).toEqual([])
})

test("docs: an option of the README's table has its default there, and none is missing", () => {
  const table = read("README.md").match(/^\| `[a-z]+\.[^\n]+/gm) ?? []
  const named = table.flatMap((row) => {
    const [first = "", ...more] = wordsOf(row.split(" | ")[0] ?? "")
    const group = first.split(".")[0] ?? ""
    return [first, ...more.map((word) => (word.startsWith(".") ? group + word : word))]
  })
  // Of an option with parts each part has a row.
  const isNamed = (name: string): boolean => named.some((one) => one === name || one.startsWith(`${name}.`))
  expect([...options].filter((name) => !isNamed(name))).toEqual([])
})

/** Titles of all tests, what is filled in as “…”. */
const testTitles = (): Set<string> =>
  new Set(
    ["src", "packages", "integration-tests"]
      .flatMap((room) =>
        readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" })
          .filter((file) => file.endsWith(".spec.ts") && !file.includes("node_modules"))
          .map((file) => path.join(room, file)),
      )
      .flatMap((file) => titlesIn(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true))),
  )

function titlesIn(node: ts.Node): string[] {
  const below: string[] = []
  ts.forEachChild(node, (child) => void below.push(...titlesIn(child)))
  if (!ts.isCallExpression(node) || !/^(test|it)\b/.test(node.expression.getText())) return below
  const [title] = node.arguments
  if (title === undefined) return below
  if (ts.isStringLiteralLike(title)) return [title.text, ...below]
  if (!ts.isTemplateExpression(title)) return below
  return [[title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)].join("…"), ...below]
}

test("docs: each promise of freshness names tests that are there, by their whole titles", () => {
  const [, table = ""] = /\| what changes \|[^\n]+\n\|[^\n]+\n((?:\|[^\n]+\n)+)/.exec(read("ARCHITECTURE.md")) ?? []
  const rows = table.trim().split("\n")
  const titles = testTitles()
  const named = rows.map((row) => Array.from(row.matchAll(/“([^”]+)”/g), ([, title = ""]) => title))
  expect(rows.length).toBeGreaterThan(12)
  expect(rows.filter((_, at) => named[at]?.length === 0)).toEqual([])
  expect(rows.filter((row) => row.includes("no test"))).toEqual([])
  expect(named.flat().filter((title) => !titles.has(title))).toEqual([])
})

test("docs: troubleshooting has the three cases that come first, and ten more", () => {
  const cases = [...read("docs/TROUBLESHOOTING.md").matchAll(/^## (.+)$/gm)].map(([, name]) => name)
  expect(cases.slice(0, 3)).toEqual(["There are no recommendations", "Accuracy is poor", "It is slow"])
  expect(cases.length).toBeGreaterThanOrEqual(13)
})
