import { homeMotifs, wornMotifs } from "./motifs-home"
import { playMotifs } from "./motifs-play"
import { tableMotifs } from "./motifs-table"
import { disc } from "./shapes"
import type { Palette } from "./shapes"

const motifs: ReadonlyMap<string, (palette: Palette) => string> = new Map(
  Object.entries({ ...tableMotifs, ...playMotifs, ...homeMotifs, ...wornMotifs }),
)

/** back, halo, main, dark, accent, light: sets that sit well beside each other on one page. */
const palettes: readonly Palette[] = [
  ["#f3efe6", "#e6dcc8", "#5f7d5b", "#33503a", "#d99a4e", "#f9f4e8"],
  ["#eaf1f4", "#d0e1e8", "#3f7290", "#224a61", "#e2795b", "#f6fafb"],
  ["#faeee9", "#f3d7cb", "#c8674d", "#86392a", "#e9b44c", "#fff7f1"],
  ["#f2ecf5", "#e0d2e8", "#7d5a96", "#4c3361", "#e39aae", "#fbf6fd"],
  ["#f6f1dd", "#ebdfae", "#c08a1e", "#77520f", "#5a8a80", "#fffaea"],
  ["#e8f2ee", "#cae3d9", "#3e8573", "#1f5246", "#f0b75e", "#f5fbf8"],
  ["#f8e9ee", "#f0cdd8", "#b9476e", "#762745", "#6f8fb0", "#fff5f8"],
  ["#ecedf5", "#d5d8ec", "#525da6", "#2e366e", "#efa15a", "#f7f8fd"],
  ["#f1ede9", "#dfd5cb", "#8a6a50", "#553d2b", "#6c9a8b", "#fbf7f3"],
  ["#edf3e2", "#d6e5bb", "#6f9432", "#41601a", "#d9694a", "#fafdf2"],
].map(([back, halo, main, dark, accent, light]) => ({ back, halo, main, dark, accent, light }))

/** Names of everything that can be drawn. */
export const motifNames: readonly string[] = [...motifs.keys()]

/**
 * Draws one product as an SVG document of 400 x 400: the same motif and seed
 * always give the same bytes. An unknown motif is drawn as a wrapped box.
 */
export function drawPicture(motif: string, seed: number): string {
  const palette = palettes[Math.abs(Math.trunc(seed)) % palettes.length]
  const draw = motifs.get(motif) ?? tableMotifs.box
  const haloX = 150 + (Math.abs(seed >> 4) % 100)
  const inner = disc(haloX, 205, [150], palette.halo) + disc(200, 318, [110, 14], palette.halo) + draw(palette)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="800" height="800" role="img">` +
    `<rect width="400" height="400" fill="${palette.back}"/>${inner}</svg>`
  )
}

/** A seed from a name, so that a product keeps its picture. FNV-1a over UTF-16 units. */
export function pictureSeed(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash >>> 1
}

/** Path of a picture under the storefront's address. */
export function picturePath(motif: string, name: string): string {
  return `/pictures/${motif}/${pictureSeed(name)}.svg`
}
