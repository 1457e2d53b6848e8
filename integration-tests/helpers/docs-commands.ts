import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { root } from "./database"

/** A command of Medusa's or of ours, with variables before it, in a block of its own or within a sentence. */
const COMMAND = /(?:[A-Z_]+=[^\s`]+ \\?\s*)?npx (?:medusa|medusa-plugin-svm-recommendations)\b[^`#\n]*/g

/** What the documents of both packages tell a shop's owner to run, each once. */
export function commandsOfDocs(): string[] {
  const pages = readdirSync(path.join(root, "docs")).filter((file) => file.endsWith(".md"))
  const files = ["README.md", "AGENTS.md", "storefront-widget/README.md", ...pages.map((file) => `docs/${file}`)]
  const found = files.flatMap((file) => readFileSync(path.join(root, file), "utf8").match(COMMAND) ?? [])
  return [...new Set(found.map((command) => command.replace(/\\?\s+/g, " ").trim()))]
}
