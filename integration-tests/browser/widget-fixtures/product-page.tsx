import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { RecommendationsProvider } from "../../../storefront-widget/src/index"
import { Alternatives, Bundle } from "../../../storefront-widget/src/page"
import { createSdk } from "../../../storefront-widget/src/server"

/** A product's page, for a guest who agreed: `?stock=0` is one of a product that has sold out. */
const sdk = createSdk({ baseUrl: location.origin, publishableKey: "pk_test" })
const stock = Number(new URLSearchParams(location.search).get("stock"))
const product = {
  id: "prod_1",
  variants: [{ id: "variant_1", manage_inventory: true, allow_backorder: false, inventory_quantity: stock }],
}

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <RecommendationsProvider sdk={sdk} consent regionId="reg_1">
      <main>
        <h1>Product 1</h1>
        <Alternatives product={product} limit={4} placement="sold-out" />
        <Bundle productId={product.id} cartId="cart_1" placement="product" />
      </main>
    </RecommendationsProvider>
  </StrictMode>,
)
