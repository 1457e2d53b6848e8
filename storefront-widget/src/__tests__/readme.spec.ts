import { readFileSync } from "node:fs"
import path from "node:path"
import ts from "typescript"
import { BUDGETS } from "../../build"
import { OBSERVED } from "../element/attributes"
import { styles } from "../view/styles"

const root = path.join(__dirname, "../..")
const readme = readFileSync(path.join(root, "README.md"), "utf8")
const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, code]) => ({ language, code }))
const codeOf = (language: string) => blocks.filter((block) => block.language === language).map(({ code }) => code)

/** Names in the first column of the component's table. */
const properties = [
  ...readme
    .split("## The component")[1]
    .split("\n## ")[0]
    .matchAll(/^\| (`.+?) +\|/gm),
].flatMap(([, cell]) => [...cell.matchAll(/`(\w+)/g)].map(([, name]) => name))

/** What belongs to the shops of the README: the starter's own modules, as far as they are used. */
const SHOPS = `
declare module "next/headers" {
  interface Cookies {
    get(name: string): { name: string; value: string } | undefined
    set(name: string, value: string, options?: { path?: string; maxAge?: number; httpOnly?: boolean; secure?: boolean; sameSite?: true | "lax" | "strict" | "none" }): Cookies
  }
  export function cookies(): Promise<Cookies>
  export function headers(): Promise<Headers>
}
declare module "next/navigation" {
  export function useParams<T>(): T
  export function useRouter(): { push(path: string): void }
}
declare module "@lib/data/customer" {
  export function retrieveCustomer(): Promise<{ id: string } | null>
}
declare module "@lib/data/regions" {
  export function getRegion(countryCode: string): Promise<{ id: string } | null | undefined>
}
declare module "@lib/data/cart" {
  export function retrieveCart(): Promise<{ id: string } | null>
  export function addToCart(line: {
    variantId: string
    quantity: number
    countryCode: string
    metadata: Record<string, unknown>
  }): Promise<void>
}
`
const ROUTES = `
export const regionId = ""
export const useConsent = () => true
`
const ROUTE_TYPES = `
import type { loader } from "../home"
export namespace Route {
  export type LoaderArgs = { request: Request }
  export type ComponentProps = { loaderData: Awaited<ReturnType<typeof loader>> }
}
`
const TABLE = `
import type { RecommendationsProps } from "medusa-svm-recommendations-widget"
const named = ${JSON.stringify(properties)} as const satisfies readonly (keyof RecommendationsProps)[]
export const missing: Exclude<keyof RecommendationsProps, (typeof named)[number]> extends never ? true : never = true
`
/** The page of the plain HTML, which gets its events typed here. */
const PAGE = `
import type { ItemEventDetail, LabelOverrides } from "medusa-svm-recommendations-widget/element"
declare global {
  interface DocumentEventMap { "svm-add-to-cart": CustomEvent<ItemEventDetail> }
  const myCart: { add(product: ItemEventDetail["item"]["product"], metadata: object): Promise<void> }
}
export const labels: LabelOverrides = ${/element\.labels = (\{.+?\})`/.exec(readme)?.[1] ?? "missing"}
`

/** Where the code of a block would stand: its first line says so. */
const placeOf = (code: string, i: number): string => {
  const named = /^\/\/ (?:src|app)\/(\S+?\.tsx?)/.exec(code)?.[1] ?? `block-${i}.tsx`
  return `readme/${named}`
}

function complaints(): string[] {
  const files = new Map<string, string>([
    ["readme/shops.d.ts", SHOPS],
    ["readme/shop.ts", ROUTES],
    ["readme/routes/+types/home.ts", ROUTE_TYPES],
    ["readme/table.ts", TABLE],
    ["readme/page.ts", PAGE + codeOf("js").join("\n")],
    ...codeOf("tsx").map((code, i): [string, string] => [placeOf(code, i), code]),
  ])
  const texts = new Map([...files].map(([name, code]) => [path.join(root, name), code]))
  const entry = (name: string) => [path.join(root, `src/${name}.ts`)]
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, isolatedModules: true, esModuleInterop: true },
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.ReactJSX },
    ...{ moduleResolution: ts.ModuleResolutionKind.Bundler, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: ["node"] },
    paths: {
      "@modules/*": [path.join(root, "readme/modules/*")],
      "@lib/recommendations": [path.join(root, "readme/lib/recommendations.ts")],
      "medusa-svm-recommendations-widget": entry("index"),
      "medusa-svm-recommendations-widget/*": [path.join(root, "src/*.ts")],
    },
  }
  const host = ts.createCompilerHost(options)
  host.readFile = (name) => texts.get(path.normalize(name)) ?? ts.sys.readFile(name)
  host.fileExists = (name) => texts.has(path.normalize(name)) || ts.sys.fileExists(name)
  const folders = new Set([...texts.keys()].map((name) => path.dirname(name)))
  host.directoryExists = (name) => folders.has(path.normalize(name)) || ts.sys.directoryExists(name)
  const program = ts.createProgram([...texts.keys()], options, host)
  return [...texts.keys()].flatMap((name) => {
    const source = program.getSourceFile(name)
    return ts
      .getPreEmitDiagnostics(program, source)
      .filter(({ file }) => file === source)
      .map((found) => `${path.relative(root, name)}: ${ts.flattenDiagnosticMessageText(found.messageText, "\n")}`)
  })
}

test("readme: every snippet type-checks, and the table names every property of the component and no other", () => {
  expect(codeOf("tsx").length).toBeGreaterThanOrEqual(6)
  expect(properties.length).toBeGreaterThan(25)
  expect(complaints()).toEqual([])
}, 60_000)

test("readme: the attributes of the plain HTML are those of the element", () => {
  const [tag] = codeOf("html")
  const used = [...tag.matchAll(/^ {2}([a-z-]+)(?:=|$)/gm)].map(([, name]) => name)
  expect(used.length).toBeGreaterThan(6)
  expect(OBSERVED).toEqual(expect.arrayContaining(used))
})

test("readme: the variables and classes it offers are in the styles", () => {
  const offered = [...readme.matchAll(/`(?:--)?(svmr-[a-z-]+)`/g)].map(([, name]) => name)
  expect(offered.length).toBeGreaterThan(8)
  expect(offered.filter((name) => !styles.includes(name))).toEqual([])
})

test("readme: the weights it promises are no less than those that the build allows", () => {
  const promised = [...readme.matchAll(/under ([\d.]+) kB/g)].map(([, kilobytes]) => Number(kilobytes) * 1_000)
  expect(promised).toHaveLength(BUDGETS.length)
  for (const [i, { bytes }] of BUDGETS.entries()) expect(bytes).toBeLessThanOrEqual(promised[i])
})
