#!/usr/bin/env node
/*
 * npm run svm -- train|predict …
 *
 * Bundles the tool to one plain JavaScript file at the first run and whenever a source is newer, then runs that in
 * this same process: starting TypeScript each time would cost more than most trainings.
 */
import { mkdirSync, readdirSync, renameSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"

const here = path.dirname(fileURLToPath(import.meta.url))
const sources = path.join(here, "..", "src")
const bundle = path.join(here, "..", "..", "..", ".cache", "svm", "cli.cjs")

const changedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
const newestSource = Math.max(
  ...readdirSync(sources, { recursive: true }).map((name) => changedAt(path.join(sources, name))),
)

if (changedAt(bundle) < newestSource) {
  const { build } = await import("esbuild")
  mkdirSync(path.dirname(bundle), { recursive: true })
  const fresh = `${bundle}.${process.pid}`
  await build({
    entryPoints: [path.join(sources, "cli", "main.ts")],
    outfile: fresh,
    bundle: true,
    platform: "node",
    target: "node20",
    logLevel: "error",
  })
  // Renamed whole, so that two first runs at once do not read each other's half.
  renameSync(fresh, bundle)
}

createRequire(import.meta.url)(bundle)
