import { execFile } from "node:child_process"
import { constants, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { promisify } from "node:util"
import { z } from "@medusajs/framework/zod"
import { root, shopEnvironment } from "../helpers/database"

const run = promisify(execFile)

export const NAME = "medusa-plugin-svm-recommendations"

/** npm and the plugin's own build are no shop: they see the tests' environment as a developer's. */
const env = { ...shopEnvironment(), NODE_ENV: "development" }

const rootPackage = z
  .object({ devDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")))
const packed = z.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
const lockfile = z.looseObject({ packages: z.record(z.string(), z.looseObject({ link: z.boolean().optional() })) })

/** A shop as `create-medusa-app` leaves it, with the one block that the README asks for. */
export const SHOP_CONFIG = `
import { defineConfig } from "@medusajs/framework/utils"
module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    http: { storeCors: "*", adminCors: "*", authCors: "*", jwtSecret: "j", cookieSecret: "c" },
    cookieOptions: { secure: false },
  },
  plugins: [{ resolve: "${NAME}", options: {} }],
})
`

/** As `create-medusa-app` writes it, in what matters here. */
const TSCONFIG = {
  compilerOptions: {
    target: "ES2021",
    module: "Node16",
    moduleResolution: "Node16",
    esModuleInterop: true,
    skipLibCheck: true,
    emitDecoratorMetadata: true,
    experimentalDecorators: true,
    outDir: "./.medusa/server",
    rootDir: "./",
  },
  "ts-node": { swc: true },
  include: ["**/*"],
  exclude: ["node_modules", ".medusa/server", ".medusa/admin", ".cache"],
}

/** What a shop of its own depends on, before the plugin. */
function shopDependencies(): Record<string, string> {
  const medusa = ["medusa", "framework", "cli", "admin-sdk"].map((name) => `@medusajs/${name}`)
  const others = ["react", "react-dom", "@swc/core", "ts-node", "typescript", "vite"]
  return Object.fromEntries([...medusa, ...others].map((name) => [name, rootPackage.devDependencies[name] ?? "*"]))
}

/** Both packages as `npm publish` would send them. */
export interface Built {
  readonly tarball: string
  /** What the plugin's tarball holds. */
  readonly files: readonly string[]
  readonly widget: string
}

/** Builds both packages and packs them. */
export async function buildPackage(folder: string): Promise<Built> {
  await run("npm", ["run", "build"], { cwd: root, env })
  const pack = async (cwd: string): Promise<{ tarball: string; files: readonly string[] }> => {
    const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd })
    const [tarball] = packed.parse(JSON.parse(stdout))
    if (!tarball) throw new Error("npm pack made nothing")
    return { tarball: path.join(folder, tarball.filename), files: tarball.files.map((file) => file.path) }
  }
  const { tarball: widget } = await pack(path.join(root, "storefront-widget"))
  return { ...(await pack(root)), widget }
}

/** A shop's folder with its files, and this repository's packages standing in it. */
export async function openShop(shop: string): Promise<void> {
  mkdirSync(shop)
  writeFileSync(path.join(shop, "medusa-config.ts"), SHOP_CONFIG)
  writeFileSync(path.join(shop, "tsconfig.json"), JSON.stringify(TSCONFIG))
  // With PACKAGE_FRESH_INSTALL=1, as before a release, npm fetches the newest that the ranges allow: minutes.
  if (process.env.PACKAGE_FRESH_INSTALL !== "1") await standPackages(shop)
}

/**
 * Links this repository's packages into the shop and takes over their versions, so that npm need not unpack a
 * thousand of them anew. Links into the registry's files only: npm replaces files, it never writes into one.
 */
async function standPackages(shop: string): Promise<void> {
  const from = path.join(root, "node_modules")
  const to = path.join(shop, "node_modules")
  try {
    await run("cp", ["-al", from, to])
  } catch {
    // Another file system, or a cp that cannot link.
    rmSync(to, { recursive: true, force: true })
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  }
  // The one file that npm does write in place.
  rmSync(path.join(to, ".package-lock.json"), { force: true })
  const lock = lockfile.parse(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")))
  const registry = Object.entries(lock.packages).filter(
    ([folder, { link }]) => folder.startsWith("node_modules/") && link !== true,
  )
  writeFileSync(
    path.join(shop, "package-lock.json"),
    JSON.stringify({
      ...lock,
      name: "fresh-shop",
      packages: { "": { name: "fresh-shop", dependencies: shopDependencies() }, ...Object.fromEntries(registry) },
    }),
  )
}

/**
 * Installs the tarball. Whatever the shop and the plugin do not declare goes, this repository's tools and tests'
 * libraries among it: a dependency that the plugin forgot to name would be missing afterwards.
 */
export async function installPackage(shop: string, tarball: string): Promise<void> {
  writeFileSync(
    path.join(shop, "package.json"),
    JSON.stringify({
      name: "fresh-shop",
      private: true,
      dependencies: { ...shopDependencies(), [NAME]: `file:${tarball}` },
    }),
  )
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"], { cwd: shop, env })
  // Used by the tests alone: were it still there, nothing would have been taken away.
  if (existsSync(path.join(shop, "node_modules", "fast-check"))) throw new Error("npm left what nobody declares")
}
