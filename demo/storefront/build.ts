import { copyFile, mkdir } from "node:fs/promises"
import path from "node:path"
import { build } from "esbuild"

const here = __dirname

/**
 * Builds the demo shop's pages into a folder of static files: `index.html`,
 * `app.js`, `app.css`. It takes half a second, and needs no browser tools but esbuild.
 */
export async function buildStorefront(outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true })
  const modules = path.resolve(here, "../../node_modules")
  await build({
    entryPoints: { app: path.join(here, "src", "main.tsx") },
    outdir: outDir,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    // The widget's folder has a newer React for its own tests; a page must have one only.
    alias: { react: path.join(modules, "react"), "react-dom": path.join(modules, "react-dom") },
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  })
  await copyFile(path.join(here, "index.html"), path.join(outDir, "index.html"))
}
