import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { MyData } from "../../../storefront-widget/src/privacy"
import { RecommendationsProvider } from "../../../storefront-widget/src/index"
import { createSdk } from "../../../storefront-widget/src/server"

/** A page of an account where shoppers see and delete what is known of them. */
const sdk = createSdk({ baseUrl: location.origin, publishableKey: "pk_test" })

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <RecommendationsProvider sdk={sdk} consent regionId="reg_1">
      <main>
        <h1>My account</h1>
        <MyData onForgotten={() => document.body.append("Asked again")} />
      </main>
    </RecommendationsProvider>
  </StrictMode>,
)
