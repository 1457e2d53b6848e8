import { hydrateRoot } from "react-dom/client"
import type { RecommendationsAnswer } from "../../../storefront-widget/src/index"
import { SsrPage } from "./ssr-page"

declare global {
  interface Window {
    ANSWER: RecommendationsAnswer | null
    mismatches: string[]
  }
}

window.mismatches = []
const root = document.getElementById("root")
if (root) {
  hydrateRoot(root, <SsrPage url={location.origin} answer={window.ANSWER} />, {
    onRecoverableError: (error) => window.mismatches.push(String(error)),
  })
}
