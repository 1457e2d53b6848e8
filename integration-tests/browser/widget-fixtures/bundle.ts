import { execFile } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import { build } from "esbuild"
import type { BuildOptions } from "esbuild"

const root = path.resolve(__dirname, "../../..")

/** Folder of the React that a page is built with: the plugin's own 18, or the widget's 19. */
const reactOf = (version: 18 | 19) => path.join(root, version === 18 ? "" : "storefront-widget", "node_modules")

function optionsOf(entry: string, version: 18 | 19): BuildOptions {
  const modules = reactOf(version)
  return {
    entryPoints: [path.join(__dirname, entry)],
    bundle: true,
    write: false,
    jsx: "automatic",
    target: "es2022",
    alias: { react: path.join(modules, "react"), "react-dom": path.join(modules, "react-dom") },
    logLevel: "warning",
  }
}

/** A script for the browser. In development React tells of mistakes; only in production is it as fast as in a shop. */
export async function bundlePage(
  entry: string,
  version: 18 | 19 = 18,
  mode: "development" | "production" = "development",
): Promise<string> {
  const define = { "process.env.NODE_ENV": JSON.stringify(mode) }
  const { outputFiles = [] } = await build({
    ...optionsOf(entry, version),
    format: "iife",
    platform: "browser",
    define,
  })
  return outputFiles[0].text
}

/** Runs a script on Node, as a server would, and reads what it prints. */
export async function runOnServer(entry: string, version: 18 | 19, argument: string): Promise<string> {
  const { outputFiles = [] } = await build({ ...optionsOf(entry, version), format: "cjs", platform: "node" })
  const folder = mkdtempSync(path.join(tmpdir(), "widget-ssr-"))
  try {
    const file = path.join(folder, "server.cjs")
    writeFileSync(file, outputFiles[0].contents)
    // Not in the foreground: the shop that the script asks is served by this very process.
    const { stdout } = await promisify(execFile)(process.execPath, [file, argument], { encoding: "utf8" })
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
