/** Addresses within the dashboard. */
export const VERSIONS_PATH = "/recommendations/versions"

export function versionPath(id: string): string {
  return `${VERSIONS_PATH}/${encodeURIComponent(id)}`
}
