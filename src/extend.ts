import type { RecommendationExtension } from "./types/extension"

export type {
  ExtensionCandidate,
  ExtensionCatalogProduct,
  ExtensionProduct,
  ExtensionQuestion,
  ExtensionReason,
  RecommendationExtension,
} from "./types/extension"

/** Gives an extension its type where it is written: `export default defineExtension({ name: "staff-picks", … })`. */
export function defineExtension(extension: RecommendationExtension): RecommendationExtension {
  return extension
}
