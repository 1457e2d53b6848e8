import type { SvmRecommendationsElement } from "./element/element"

/** `<svm-recommendations>` in TSX: `import "medusa-svm-recommendations-widget/jsx"`, once, for its types alone. */
declare global {
  interface HTMLElementTagNameMap {
    "svm-recommendations": SvmRecommendationsElement
  }
}

declare module "react" {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- React itself knows elements by a namespace.
  namespace JSX {
    interface IntrinsicElements {
      "svm-recommendations": { [attribute: string]: unknown; key?: string | number | null }
    }
  }
}
