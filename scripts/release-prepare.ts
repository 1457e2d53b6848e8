import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { parseArgs } from "node:util"
import { readManifest, repositoryAt, withAbsoluteTargets, withRepository } from "./lib/release/repository"

/*
 * `npm run release:prepare [-- --repository OWNER/NAME] [--commit SHA] [--folder DIR]`: writes `repository`, `homepage` and `bugs` into the
 * manifests of both packages, and makes pictures and links of their READMEs absolute at the release's commit. The repository
 * is the one named, that of the GitHub run, or the remote `origin`: a fork publishes under its own name.
 */

const PACKAGES = ["", "storefront-widget"]

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    repository: { type: "string" },
    commit: { type: "string" },
    folder: { type: "string", default: path.join(__dirname, "..") },
  },
})

/** What git says, or nothing where the folder is no checkout. */
function git(...args: string[]): string | null {
  try {
    return execFileSync("git", args, {
      cwd: values.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim()
  } catch {
    return null
  }
}

function main(): void {
  const address = values.repository ?? process.env.GITHUB_REPOSITORY ?? git("remote", "get-url", "origin")
  if (!address)
    throw new Error(
      "no repository is known: --repository OWNER/NAME, GITHUB_REPOSITORY or a git remote `origin` names it",
    )
  const commit = values.commit ?? process.env.GITHUB_SHA ?? git("rev-parse", "HEAD")
  if (!commit) throw new Error("no commit is known: --commit SHA, GITHUB_SHA or a git checkout names it")
  const repository = repositoryAt(address, commit)
  for (const directory of PACKAGES) {
    const [manifestFile, page] = [
      path.join(values.folder, directory, "package.json"),
      path.join(values.folder, directory, "README.md"),
    ]
    const manifest = readManifest(readFileSync(manifestFile, "utf8"))
    writeFileSync(manifestFile, `${JSON.stringify(withRepository(manifest, repository, directory), null, 2)}\n`)
    writeFileSync(page, withAbsoluteTargets(readFileSync(page, "utf8"), repository, directory))
    console.log(`${manifest.name}@${manifest.version}: ${repository.hosted.browse({ noCommittish: true })}`)
  }
}

main()
