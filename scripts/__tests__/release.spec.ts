import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { z } from "zod"
import { repositoryAt, withAbsoluteTargets } from "../lib/release/repository"

const root = path.join(__dirname, "../..")
const COMMIT = "0123456789abcdef0123456789abcdef01234567"
const manifestSchema = z.object({
  repository: z.object({ type: z.string(), url: z.string(), directory: z.string().optional() }),
  homepage: z.url(),
  bugs: z.object({ url: z.url() }),
})

describe("release", () => {
  let folder: string

  const prepare = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, ["scripts/ts-run.js", "scripts/release-prepare.ts", "--folder", folder, ...args], {
      cwd: root,
      encoding: "utf8",
      env: { PATH: process.env.PATH, ...env },
    })
  const read = (file: string): string => readFileSync(path.join(folder, file), "utf8")

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "release-"))
    mkdirSync(path.join(folder, "storefront-widget"))
    for (const file of ["package.json", "README.md", "storefront-widget/package.json", "storefront-widget/README.md"])
      cpSync(path.join(root, file), path.join(folder, file))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test("release: both packages say where they come from, and their pages lead to files of that commit", () => {
    expect(prepare([], { GITHUB_REPOSITORY: "acme/recs", GITHUB_SHA: COMMIT })).toMatchObject({ status: 0 })
    const shared = {
      homepage: "https://github.com/acme/recs#readme",
      bugs: { url: "https://github.com/acme/recs/issues" },
    }
    const repository = { type: "git", url: "git+https://github.com/acme/recs.git" }
    expect(manifestSchema.parse(JSON.parse(read("package.json")))).toEqual({ ...shared, repository })
    const widget = manifestSchema.parse(JSON.parse(read("storefront-widget/package.json")))
    expect(widget).toEqual({ ...shared, repository: { ...repository, directory: "storefront-widget" } })

    const links = [...read("README.md").matchAll(/\]\((?!#)([^)]+)\)/g)].map(([, target = ""]) => target)
    expect(links.filter((target) => !target.startsWith("https://"))).toEqual([])
    const pictures = links.filter((target) => target.endsWith(".png"))
    expect(pictures.length).toBeGreaterThan(1)
    const raw = `https://raw.githubusercontent.com/acme/recs/${COMMIT}/`
    const missing = pictures.filter(
      (url) => !url.startsWith(raw) || !existsSync(path.join(root, url.slice(raw.length))),
    )
    expect(missing).toEqual([])
  })

  test("release: twice is once, and nothing else of a manifest or a page changes", () => {
    const before = { ...(JSON.parse(read("package.json")) as Record<string, unknown>) }
    prepare(["--repository", "acme/recs", "--commit", COMMIT])
    const [manifest, page] = [read("package.json"), read("README.md")]
    expect(JSON.parse(manifest)).toMatchObject(before)
    prepare(["--repository", "acme/recs", "--commit", COMMIT])
    expect([read("package.json"), read("README.md")]).toEqual([manifest, page])
  })

  test("release: an unknown repository or commit is an error that says how to name it, and nothing is written", () => {
    const before = read("package.json")
    expect(prepare([])).toMatchObject({ status: 1, stderr: expect.stringContaining("--repository OWNER/NAME") })
    expect(prepare(["--repository", "acme/recs"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("--commit SHA"),
    })
    expect(prepare(["--repository", "/srv/git/recs", "--commit", COMMIT])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`repository "/srv/git/recs"`),
    })
    expect(read("package.json")).toBe(before)
  })

  test("release: links keep their fragments, and what is absolute stays", () => {
    const page = '[a](docs/A.md#one) [b](https://b.test/x.png) [c](#c) ![d](d.png) <img src="e.svg">'
    expect(withAbsoluteTargets(page, repositoryAt("gitlab:acme/recs", "v1"), "widget")).toBe(
      [
        "[a](https://gitlab.com/acme/recs/tree/v1/widget/docs/A.md#one) [b](https://b.test/x.png) [c](#c)",
        '![d](https://gitlab.com/acme/recs/raw/v1/widget/d.png) <img src="https://gitlab.com/acme/recs/raw/v1/widget/e.svg">',
      ].join(" "),
    )
  })
})
