import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { GiftFinder, GiftFinderWithCart } from "../../../storefront-widget/src/gift"
import type { ChosenGift } from "../../../storefront-widget/src/gift"
import { RecommendationsProvider } from "../../../storefront-widget/src/index"
import { createSdk } from "../../../storefront-widget/src/server"

/** A page of a shop with the gift finder, for a guest who agreed; with `?cart` gifts go into a cart that the page keeps, and refuses the second. */
const sdk = createSdk({ baseUrl: location.origin, publishableKey: "pk_test" })

const carts: unknown[] = []
Object.assign(window, { carts })

async function addToCart({ product, metadata, wrap }: ChosenGift): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50))
  if (product.id === "prod_2") throw new Error("sold out")
  carts.push({ id: product.id, metadata, wrap: wrap?.variant_id ?? null })
}

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <RecommendationsProvider sdk={sdk} consent regionId="reg_1">
      <main>
        <h1>A shop</h1>
        {location.search === "?cart" ? (
          <GiftFinderWithCart limit={6} onAddToCart={addToCart} />
        ) : (
          <GiftFinder limit={6} />
        )}
      </main>
    </RecommendationsProvider>
  </StrictMode>,
)
