import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"

const root = path.join(__dirname, "../..")
const packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })) }))
const LINK = /\]\((?!https?:|#|mailto:)([^)\s#]+)/g

/** Files that `npm publish` would send, without building them. */
function filesOf(folder: string): string[] {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: path.join(root, folder),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  })
  return packed.parse(JSON.parse(output)).flatMap(({ files }) => files.map((file) => file.path))
}

test.each([".", "storefront-widget"])(
  "package %s: every link in its documents leads to a file of the package",
  (folder) => {
    const files = filesOf(folder)
    const documents = files.filter((file) => file.endsWith(".md"))
    expect(documents).toContain("README.md")
    const dead = documents.flatMap((file) =>
      [...readFileSync(path.join(root, folder, file), "utf8").matchAll(LINK)]
        .map(([, target]) => path.posix.join(path.posix.dirname(file), target))
        .filter((target) => !files.includes(target))
        .map((target) => `${file} -> ${target}`),
    )
    expect(dead).toEqual([])
  },
)
