import { StrictMode } from "react"
import type { ReactElement } from "react"
import { Recommendations, RecommendationsProvider } from "../../../storefront-widget/src/index"
import type { RecommendationsAnswer } from "../../../storefront-widget/src/index"
import { createSdk } from "../../../storefront-widget/src/server"

/** A page that the server renders and the browser takes over. */
export function SsrPage({ url, answer }: { url: string; answer: RecommendationsAnswer | null }): ReactElement {
  return (
    <StrictMode>
      <RecommendationsProvider sdk={createSdk({ baseUrl: url, publishableKey: "pk_test" })} consent locale="de-DE">
        <main>
          <h1>A shop, rendered</h1>
          <Recommendations
            limit={4}
            initialData={answer}
            showAddToCart
            showWishlist
            showConfidence
            onAddToCart={() => null}
          />
        </main>
      </RecommendationsProvider>
    </StrictMode>
  )
}
