import HostedGitInfo from "hosted-git-info"
import { z } from "zod"

/** Where the sources of a release are, as the registry and the reader of a package are to be sent there. */
export interface Repository {
  readonly hosted: HostedGitInfo
  /** Of the release: what a page shows stays what it was when it was published. */
  readonly commit: string
}

/** Targets of links and pictures in Markdown that stay within the package, and of HTML's pictures. */
const RELATIVE_TARGET = /(!?\[[^\]]*\]\(|<img [^>]*?src=")(?!https?:|#|mailto:)([^)\s"]+)/g
const PICTURE = /\.(?:png|jpe?g|svg|gif|webp)$/

const manifestSchema = z.looseObject({ name: z.string(), version: z.string() })
/** A `package.json`, with all that stands in it. */
export type Manifest = z.output<typeof manifestSchema>

export const readManifest = (text: string): Manifest => manifestSchema.parse(JSON.parse(text))

/**
 * @param address `owner/name`, or the address of a repository at GitHub, GitLab or Bitbucket
 * @throws Error where it names no such repository
 */
export function repositoryAt(address: string, commit: string): Repository {
  const hosted = HostedGitInfo.fromUrl(address)
  if (!hosted)
    throw new Error(`repository "${address}" is none of GitHub, GitLab or Bitbucket: name OWNER/NAME or its address`)
  return { hosted, commit }
}

/**
 * A manifest that says where its package comes from. The registry refuses a provenance that names another repository.
 *
 * @param directory of the package within the repository; empty for the root
 */
export function withRepository(manifest: Manifest, { hosted }: Repository, directory: string): Manifest {
  return {
    ...manifest,
    repository: {
      ...{ type: "git", url: `git+${hosted.https({ noGitPlus: true, noCommittish: true })}` },
      ...(directory && { directory }),
    },
    homepage: `${hosted.browse({ noCommittish: true })}#readme`,
    bugs: { url: hosted.bugs({ noCommittish: true }) },
  }
}

/**
 * A page whose pictures and links lead to the release's files wherever it is read: a registry's page knows no relative ones.
 *
 * @param directory of the page within the repository; empty for the root
 */
export function withAbsoluteTargets(page: string, { hosted, commit }: Repository, directory: string): string {
  return page.replace(RELATIVE_TARGET, (_, before: string, target: string) => {
    const [file = "", fragment] = target.split("#")
    const path = [directory, file].filter(Boolean).join("/")
    const url = PICTURE.test(file)
      ? hosted.file(path, { committish: commit })
      : hosted.browse(path, { committish: commit })
    return `${before}${url}${fragment === undefined ? "" : `#${fragment}`}`
  })
}
