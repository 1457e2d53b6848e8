import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { GiftFinder } from "../../../storefront-widget/src/gift"
import { RecommendationsProvider } from "../../../storefront-widget/src/index"
import { createSdk } from "../../../storefront-widget/src/server"

/** A page of a shop with the gift finder, for a guest who agreed. */
const sdk = createSdk({ baseUrl: location.origin, publishableKey: "pk_test" })

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <RecommendationsProvider sdk={sdk} consent regionId="reg_1">
      <main>
        <h1>A shop</h1>
        <GiftFinder limit={6} />
      </main>
    </RecommendationsProvider>
  </StrictMode>,
)
