import { SvmRecommendationsElement } from "./element/element"

export { RecommendationsClient } from "./client/client"
export type { ClientOptions } from "./client/client-types"
export { createSdk } from "./client/http"
export { CHANGED_EVENT } from "./client/page-changes"
export { askTogether } from "./client/ask-together"
export type * from "./client/types"
export { configure, SvmRecommendationsElement } from "./element/element"
export type { ItemEventDetail } from "./element/element"
export type { LabelOverrides, Labels } from "./view/labels"

// On a server there are no elements, and a page that loads the script twice must not fail.
if (typeof customElements !== "undefined" && !customElements.get("svm-recommendations"))
  customElements.define("svm-recommendations", SvmRecommendationsElement)
