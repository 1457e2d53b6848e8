import { Fragment, StrictMode, useState } from "react"
import type { ReactElement } from "react"
import { createRoot } from "react-dom/client"
import Medusa from "@medusajs/js-sdk"
import {
  askTogether,
  Recommendations,
  RecommendationsProvider,
  useTrackBehavior,
  useTrackView,
} from "../../../storefront-widget/src/index"
import type { RecommendationsProps } from "../../../storefront-widget/src/index"
import { Bundle } from "../../../storefront-widget/src/page"
import { createSdk } from "../../../storefront-widget/src/server"

/** A page of a shop that uses the React component; its address says how. */
const options = new URLSearchParams(location.search)
const shop = { baseUrl: options.get("shop") ?? location.origin, publishableKey: "pk_test" }
// Medusa's own SDK reads a token from a storage that a sandboxed frame has not.
const sdk = options.has("plain") ? createSdk(shop) : new Medusa(shop)
const flag = (name: string) => options.has(name)

/** A product's page, reached without a reload. */
function ProductPage({ leave }: { leave: () => void }): ReactElement {
  useTrackView("prod_1")
  return (
    <main>
      <h1>Product 1</h1>
      <button onClick={leave}>Back to the list</button>
    </main>
  )
}

function Page(): ReactElement {
  const { track, changed, logout } = useTrackBehavior()
  const [isOpen, setIsOpen] = useState(false)
  useTrackView(options.get("view") ?? undefined)
  const props: RecommendationsProps = {
    limit: Number(options.get("limit") ?? 6),
    title: options.get("title") ?? undefined,
    refreshInterval: Number(options.get("interval") ?? 300_000),
    ...{ showConfidence: flag("rich"), showAddToCart: flag("rich"), showWishlist: flag("rich") },
    showDismiss: flag("dismiss"),
    countryCode: options.get("country") ?? undefined,
    moreHref: options.get("more") ?? undefined,
    onAddToCart: (item, { metadata }) =>
      sdk.client.fetch("/store/carts/cart_1/line-items", {
        method: "POST",
        body: { variant_id: item.product.id, quantity: 1, metadata },
      }),
    ...(flag("own") && { renderItem: (item) => <a href="#own">Own card of {item.product.title}</a> }),
  }
  if (isOpen) return <ProductPage leave={() => setIsOpen(false)} />
  return (
    <main>
      <h1>A shop</h1>
      <button onClick={() => setIsOpen(true)}>Open product 1</button>
      <button onClick={() => track({ type: "add_to_cart", product_id: "prod_1" })}>Track a cart</button>
      <button
        onClick={() =>
          void fetch("/store/carts/cart_1/line-items", {
            method: "POST",
            body: "{}",
            headers: { "x-publishable-api-key": "pk_test" },
          }).then((answer) => answer.json())
        }
      >
        Somebody else&apos;s cart button
      </button>
      <button onClick={changed}>Changed</button>
      <button onClick={logout}>Log out</button>
      {flag("set") ? <Bundle productId="prod_1" /> : <Recommendations {...props} />}
      <p id="below">Below the list</p>
      {flag("two") && <Recommendations strategy="trending" limit={4} headingLevel={3} />}
    </main>
  )
}

function App(): ReactElement {
  const [consent, setConsent] = useState<boolean | undefined>(flag("banner") ? undefined : flag("consent"))
  return (
    <RecommendationsProvider
      sdk={sdk}
      consent={consent}
      timeBudgetMs={Number(options.get("budget") ?? 3_000)}
      cartId={options.get("cart") ?? undefined}
      ask={flag("two") ? askTogether : undefined}
    >
      <button onClick={() => setConsent(!consent)}>Consent: {consent ? "yes" : "no"}</button>
      <Page />
    </RecommendationsProvider>
  )
}

const root = document.getElementById("root")
const Mode = process.env.NODE_ENV === "production" ? Fragment : StrictMode
if (root)
  createRoot(root).render(
    <Mode>
      <App />
    </Mode>,
  )
