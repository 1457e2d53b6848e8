import type { SvmRecommendationsElement } from "./element/element"

/** `<svm-recommendations>` in TSX: `import "medusa-svm-recommendations-widget/jsx"`, once, for its types alone. */
declare global {
  interface HTMLElementTagNameMap {
    "svm-recommendations": SvmRecommendationsElement
  }
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "svm-recommendations": { [attribute: string]: unknown; key?: string | number | null }
    }
  }
}
