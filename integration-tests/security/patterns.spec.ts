import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { isSafe } from "redos-detector"
import ts from "typescript"
import { root } from "../helpers/database"
import { tried } from "../helpers/trials"

const FOLDERS = ["src", "admin", "storefront-widget/src"]
/** Patterns that one attack text may walk through in so many ways at most; past it time grows with no bound. */
const LIMITS = { maxScore: 200, maxSteps: 5_000 }
/** Put together at run time, from constants of fixed length. */
const BUILT_FROM_CONSTANTS = [
  "src/core/gift/arrival.ts",
  "storefront-widget/src/client/visitor.ts",
  "src/cli/init/data-edits.ts",
  "src/cli/init/page-edits.ts",
]

interface Pattern {
  readonly file: string
  readonly line: number
  /** Null where the pattern is put together at run time. */
  readonly expression: RegExp | null
}

/** Every regular expression of a source file, from the compiler's own reading of it. */
function patternsOf(file: string): Pattern[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true)
  const found: Pattern[] = []
  const visit = (node: ts.Node): void => {
    const where = { file: path.relative(root, file), line: source.getLineAndCharacterOfPosition(node.pos).line + 1 }
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/")
      found.push({ ...where, expression: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)) })
    }
    if (ts.isNewExpression(node) && node.expression.getText() === "RegExp") found.push({ ...where, expression: null })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

test("redos: no pattern of the plugin, its screens or its widget can be made to backtrack without bound", () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes("__tests__") && !file.includes("node_modules"))
      .map((file) => path.join(root, folder, file)),
  )
  const patterns = files.flatMap(patternsOf)
  expect(patterns.length).toBeGreaterThan(10)
  const unsafe = patterns.filter(({ file, expression }) =>
    expression === null ? !BUILT_FROM_CONSTANTS.includes(file) : !isSafe(expression, LIMITS).safe,
  )
  expect(unsafe.map(({ file, line }) => `${file}:${line}`)).toEqual([])
  tried({
    items: ["S12"],
    what: "patterns",
    times: patterns.length,
    outcome: `${patterns.length} patterns, none unsafe`,
  })
})

test("redos: the detector finds a pattern that has no bound", () => {
  expect(isSafe(/^([a-z0-9]+-?)+$/, LIMITS).safe).toBe(false)
})
