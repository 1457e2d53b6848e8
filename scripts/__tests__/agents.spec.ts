import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { STRATEGIES } from "../../src/core/contract"
import { optionsSchema } from "../../src/modules/recommendation/options"
import { readRoutes } from "../openapi"

const root = path.join(__dirname, "..", "..")
const text = readFileSync(path.join(root, "AGENTS.md"), "utf8")
const words = [...text.matchAll(/`([^`\n]+)`/g)].map(([, word = ""]) => word)
const found = (pattern: RegExp): string[] => words.filter((word) => pattern.test(word))

function optionNames(): string[] {
  return Object.entries(optionsSchema.parse({})).flatMap(([group, fields]) =>
    Object.keys(z.record(z.string(), z.unknown()).parse(fields)).map((field) => `${group}.${field}`),
  )
}

describe("AGENTS.md", () => {
  test("agents: every option named there is one", () => {
    const groups = new Set(optionNames().map((name) => name.split(".")[0]))
    const named = found(/^[a-z]+\.[a-z_]+$/).filter((word) => groups.has(word.split(".")[0] ?? ""))
    expect(named.length).toBeGreaterThan(5)
    expect(optionNames()).toEqual(expect.arrayContaining(named))
  })

  test("agents: every route named there is one", () => {
    const routes = new Set(readRoutes().map(({ method, path: route }) => `${method} ${route}`))
    const named = found(/^(GET|POST|DELETE) \//).map((word) => word.split("?")[0])
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((route) => !routes.has(route ?? ""))).toEqual([])
  })

  test("agents: every strategy stands there, and no other", () => {
    const section = text.slice(text.indexOf("Strategies:"), text.indexOf("- Several lists"))
    const named = [...section.matchAll(/`([a-z_]+)`/g)].map(([, word]) => word)
    const strategies = named.filter((word) => word !== "product_id" && word !== "cart_id")
    expect(strategies.sort()).toEqual([...STRATEGIES].sort())
  })

  test("agents: every command, file and export named there is there", () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")))
    for (const command of found(/^npm run /)) expect(scripts).toHaveProperty([command.split(" ")[2] ?? ""])
    for (const file of found(/^[\w/]+\.(md|json)$/))
      expect([file, existsSync(path.join(root, file))]).toEqual([file, true])
    const workflows = readFileSync(path.join(root, "src", "workflows", "index.ts"), "utf8")
    const named = found(/Workflow$/)
    expect(named.length).toBeGreaterThan(3)
    for (const name of named) expect(workflows).toContain(name)
    const widget = readFileSync(path.join(root, "storefront-widget", "package.json"), "utf8")
    const { exports } = z.object({ exports: z.record(z.string(), z.unknown()) }).parse(JSON.parse(widget))
    for (const entry of found(/^\/[a-z]+$/)) expect(exports).toHaveProperty([`.${entry}`])
    const page = readFileSync(path.join(root, "storefront-widget", "src", "page.ts"), "utf8")
    for (const name of ["useRankedCards", "Bundle", "Alternatives"]) {
      expect(words).toContain(name)
      expect(page).toMatch(new RegExp(`\\b${name}\\b`))
    }
  })
})
