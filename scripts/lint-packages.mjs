import { readFileSync } from "node:fs"
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"
import { formatMessage } from "publint/utils"

// `node scripts/lint-packages.mjs TARBALL …`: packed packages by publint's strict rules and by arethetypeswrong's, which
// resolves each entry as `moduleResolution` node, node16 and bundler do. One line for each problem.

/** What a shop's code imports by a pattern of `exports`, which is not looked into otherwise. */
const BY_PATTERN = {
  "medusa-plugin-svm-recommendations": ["./modules/recommendation", "./.medusa/server/src/modules/recommendation"],
}

/** The dashboard's bundler reads it, no code of a shop: it has no types, as in Medusa's own plugins. */
const NO_CODE = ["./admin"]

/** What is so on purpose. */
const isAccepted = ({ kind, fileName }) =>
  // The widget is modules alone, for bundlers. Node requires them from 20.19 on, the oldest that the plugin runs on.
  kind === "CJSResolvesToESM" ||
  // Medusa itself imports a module's index, and reads its `default`.
  (kind === "CJSOnlyExportsDefault" && fileName.endsWith("/modules/recommendation/index.js"))

async function problemsOf(file) {
  const bytes = new Uint8Array(readFileSync(file))
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true })
  const named = messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`)
  const packed = createPackageFromTarballData(bytes)
  const { problems, types } = await checkPackage(packed, {
    includeEntrypoints: BY_PATTERN[pkg.name] ?? [],
    excludeEntrypoints: NO_CODE,
  })
  if (!types) return [...named, "attw: no types at all"]
  const wrong = problems.filter((problem) => !isAccepted(problem))
  return [...named, ...wrong.map((problem) => `attw: ${JSON.stringify(problem)}`)]
}

for (const file of process.argv.slice(2))
  for (const problem of await problemsOf(file)) {
    console.error(`${file}: ${problem}`)
    process.exitCode = 1
  }
