import { execFileSync } from "node:child_process"
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import type { BuildOptions, Plugin } from "esbuild"

const here = __dirname
const dist = path.join(here, "dist")
const entry = (name: string) => path.join(here, "src", `${name}.ts`)

const common = {
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  external: ["react", "react-dom"],
  logLevel: "warning",
} as const satisfies BuildOptions

const everything = (name: string) => `export * from "./src/${name}.ts"`

/**
 * What a shop imports, and the most that it may add to the shop's bundle, in
 * bytes, minified and gzipped, React not counted. The README promises a little more.
 */
export const BUDGETS: readonly { name: string; imports: string; bytes: number }[] = [
  {
    name: "component with client",
    imports: 'export { Recommendations, RecommendationsProvider } from "./src/index.ts"',
    bytes: 9_940,
  },
  { name: "headless, all of it", imports: everything("headless"), bytes: 5_550 },
  { name: "page, all of it", imports: everything("page"), bytes: 10_340 },
  { name: "gift finder", imports: 'export { GiftFinder } from "./src/gift.ts"', bytes: 4_000 },
  { name: "gift finder with cart, all of it", imports: everything("gift"), bytes: 4_700 },
  { name: "own data, all of it", imports: everything("privacy"), bytes: 2_000 },
  { name: "custom element, all of it", imports: everything("element"), bytes: 12_490 },
  { name: "server, all of it", imports: everything("server"), bytes: 4_420 },
]

/** Bytes of some imports with all that they need, as a shop's bundler would make them. */
export async function weigh(imports: string): Promise<number> {
  const stdin = { contents: imports, resolveDir: here, loader: "ts" } as const
  const { outputFiles } = await build({ ...common, stdin, minify: true, write: false })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}

/** What a server component renders in the browser stays the module that begins with "use client". */
const clientBoundary: Plugin = {
  name: "client-boundary",
  setup: (bundle) => {
    bundle.onResolve({ filter: /^\.\/index$/ }, () => ({ path: "./index.js", external: true }))
  },
}

/**
 * Readable modules, so that a shop's bundler can shake and minify them, and the
 * types with those of the plugin's HTTP interface beside them: nothing to install.
 */
async function main(): Promise<void> {
  rmSync(dist, { recursive: true, force: true })
  // The server's entry shares no chunk with the others: those begin with "use client".
  await build({
    ...common,
    entryPoints: ["index", "headless", "page", "gift", "privacy", "element"].map(entry),
    outdir: dist,
    splitting: true,
  })
  await build({
    ...common,
    entryPoints: ["server", "next", "languages", "jsx"].map(entry),
    outdir: dist,
    plugins: [clientBoundary],
  })
  const compiler = path.join(path.dirname(require.resolve("typescript/package.json")), "bin", "tsc")
  execFileSync(process.execPath, [compiler, "-p", path.join(here, "tsconfig.build.json")], { stdio: "inherit" })
  finishTypes()
  // Of this folder alone: the package's own scripts are CommonJS, as the plugin's are.
  writeFileSync(path.join(dist, "package.json"), '{ "type": "module" }\n')
  for (const name of ["index", "headless", "page", "gift", "privacy"]) {
    const code = readFileSync(path.join(dist, `${name}.js`), "utf8")
    if (!code.startsWith('"use client"')) throw new Error(`dist/${name}.js does not begin with "use client"`)
  }
  for (const { name, imports, bytes } of BUDGETS) {
    const weight = await weigh(imports)
    console.log(`${name}: ${weight} of ${bytes} bytes gzipped`)
    if (weight > bytes) throw new Error(`${name} is ${weight - bytes} bytes over its budget`)
  }
}

/** Node's own resolution wants the endings that TypeScript leaves away. */
function finishTypes(): void {
  for (const name of readdirSync(path.join(dist, "types"), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue
    const file = path.join(dist, "types", name)
    writeFileSync(file, readFileSync(file, "utf8").replace(/(from |import\()"(\.[^"]+?)"/g, '$1"$2.js"'))
  }
}

if (process.argv[1] === __filename) {
  main().catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
}
