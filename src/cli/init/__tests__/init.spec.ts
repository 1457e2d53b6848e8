import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { addCommand, findProject } from "../project"
import { runInit } from "../run"
import { STARTER, writeStarter } from "./starter"

let root: string
let printed: string[]

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "svm-init-"))
  printed = []
  jest.spyOn(console, "log").mockImplementation((words: string) => void printed.push(words))
})
afterEach(() => {
  jest.restoreAllMocks()
  rmSync(root, { recursive: true })
})

const init = (...flags: string[]): Promise<void> => runInit(["init", "--no-install", ...flags, root])
const read = (file: string): string => readFileSync(path.join(root, file), "utf8")
const all = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
      .map((file) => [file, read(file)]),
  )
const storefront = (file: string): string => read(`apps/storefront/src/${file}`)

describe("init", () => {
  test("init: the plugin's block, route, provider, lists and one line in each server action", async () => {
    writeStarter(root)
    await init("--yes")
    expect(read("apps/backend/medusa-config.ts")).toContain(
      "  },\n  plugins: [{ resolve: 'medusa-plugin-svm-recommendations', options: {} }]\n})",
    )
    expect(storefront("app/api/recommendations/[...path]/route.ts")).toContain("export const { GET, POST, DELETE }")
    const cart = storefront("lib/data/cart.ts")
    expect(cart).toContain("await setCartId(cart.id)\n  await recommendations.attachCart(cart.id)\n")
    expect(cart).toContain("quantity,\n      metadata: await recommendations.creditedLine(),\n")
    expect(cart).toContain("await recommendations.orderPlaced()\n    redirect(")
    const customer = storefront("lib/data/customer.ts")
    expect(customer).toContain("await setAuthToken(token)\n  await recommendations.login()\n")
    expect(customer).toContain("await removeAuthToken()\n  await recommendations.logout()\n")
    const layout = storefront("app/[countryCode]/(main)/layout.tsx")
    expect(layout).toContain("<RecommendationsPage consent={await shopperConsent()} customerId={customer?.id}>")
    for (const page of ["page", "cart/page", "order/[id]/confirmed/page"])
      expect(storefront(`app/[countryCode]/(main)/${page}.tsx`)).toMatch(/<RecommendationList [^>]+ \/>\n +<\/>\n/)
    expect(storefront("modules/products/templates/index.tsx")).toContain(
      "{/* replaced by recommendations: <RelatedProducts",
    )
    // The product's page reports that it was looked at, and has the starter's margins already.
    expect(storefront("modules/recommendations/list.tsx")).toContain("<ProductView productId={list.productId} />")
    expect(storefront("modules/recommendations/product-view.tsx")).toContain("useTrackView(productId)")
    expect(storefront("modules/products/templates/index.tsx")).toContain('className="" />')
  })

  test("init: run twice it changes nothing", async () => {
    writeStarter(root)
    await init("--yes")
    const once = all()
    await init("--yes")
    expect(all()).toEqual(once)
    expect(printed.at(-1)).toBe("Nothing to change.")
  })

  test("init: --remove takes all of it back, to the byte", async () => {
    writeStarter(root)
    await init("--yes")
    await init("--remove", "--yes")
    expect(all()).toEqual(STARTER)
    expect(readdirSync(path.join(root, "apps/storefront/src/modules"))).toEqual(["products"])
  })

  test.each([
    ["a list of plugins", '  plugins: [\n    { resolve: "another" },\n  ],\n'],
    ["a trailing comma", "  modules: [],\n"],
    ["other plugins and no comma", '  plugins: [{ resolve: "another" }]\n'],
  ])("init: a configuration with %s comes back to the byte as well", async (_, line) => {
    const config = `export default defineConfig({\n  projectConfig: {},\n${line}})\n`
    writeStarter(root, { "apps/backend/medusa-config.ts": config })
    await init("--yes")
    expect(read("apps/backend/medusa-config.ts")).toContain(
      '{ resolve: "medusa-plugin-svm-recommendations", options: {} }',
    )
    await init("--remove", "--yes")
    expect(read("apps/backend/medusa-config.ts")).toBe(config)
  })

  test("init: --dry-run shows the changes and writes nothing", async () => {
    writeStarter(root)
    await init("--dry-run")
    expect(all()).toEqual(STARTER)
    expect(printed.join("\n")).toContain("+  await recommendations.login()")
  })

  test("init: a file that it does not know is left alone, and what to do by hand is said", async () => {
    const layout = "export { default } from './my-layout'\n"
    const file = "apps/storefront/src/app/[countryCode]/(main)/layout.tsx"
    writeStarter(root, { [file]: layout, "apps/storefront/src/lib/data/customer.ts": null })
    await init("--yes")
    expect(read(file)).toBe(layout)
    const words = printed.filter((line) => line.startsWith("By hand: ")).join("\n")
    expect(words).toContain("layout.tsx is not as the starter has it: put <RecommendationsPage")
    expect(words).toContain("customer.ts is not there: put await recommendations.logout()")
  })

  test("init: what you changed in a file that it made is yours, and stays at --remove", async () => {
    writeStarter(root)
    await init("--yes")
    const file = path.join(root, "apps/storefront/src/lib/recommendations.ts")
    appendFileSync(file, "// mine\n")
    await init("--remove", "--yes")
    expect(readFileSync(file, "utf8")).toContain("// mine")
    expect(printed.join("\n")).toContain("recommendations.ts was changed by you")
  })

  test("init: a folder without a shop, and a word that is none, are refused", async () => {
    await expect(init("--yes")).rejects.toThrow("holds neither a medusa-config.ts nor a Next.js app")
    await expect(runInit(["install"])).rejects.toThrow("usage: npx medusa-plugin-svm-recommendations init")
  })

  test.each([
    ["pnpm-lock.yaml", "pnpm", ["pnpm", "add", "x"]],
    ["yarn.lock", "yarn", ["yarn", "add", "x"]],
    ["package-lock.json", "npm", ["npm", "install", "x"]],
  ])("init: %s tells that packages are added by %s", (lock, manager, command) => {
    writeStarter(root, { "pnpm-lock.yaml": null, [lock]: "" })
    const project = findProject(root)
    expect(project).toMatchObject({
      packageManager: manager,
      backend: path.join(root, "apps/backend"),
      storefront: path.join(root, "apps/storefront"),
    })
    expect(addCommand(project.packageManager, "x")).toEqual(command)
  })
})
