import { Fragment, StrictMode, useState } from "react"
import type { ReactElement } from "react"
import { createRoot } from "react-dom/client"
import Medusa from "@medusajs/js-sdk"
import {
  askTogether,
  beaconUrlOf,
  Recommendations,
  RecommendationsProvider,
  useTrackBehavior,
  useTrackView,
} from "../../../storefront-widget/src/index"
import type { RecommendationsProps } from "../../../storefront-widget/src/index"

/** A page of a shop that uses the React component; its address says how. */
const options = new URLSearchParams(location.search)
const shop = { baseUrl: location.origin, publishableKey: "pk_test" }
const sdk = new Medusa(shop)
const flag = (name: string) => options.has(name)

function Page(): ReactElement {
  const { track, changed, logout } = useTrackBehavior()
  useTrackView(options.get("view") ?? undefined)
  const props: RecommendationsProps = {
    limit: Number(options.get("limit") ?? 6),
    title: options.get("title") ?? undefined,
    refreshInterval: Number(options.get("interval") ?? 300_000),
    ...{ showConfidence: flag("rich"), showAddToCart: flag("rich"), showWishlist: flag("rich") },
    onAddToCart: (item, { metadata }) =>
      sdk.client.fetch("/store/carts/cart_1/line-items", {
        method: "POST",
        body: { variant_id: item.product.id, quantity: 1, metadata },
      }),
    ...(flag("own") && { renderItem: (item) => <a href="#own">Own card of {item.product.title}</a> }),
  }
  return (
    <main>
      <h1>A shop</h1>
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
      <Recommendations {...props} />
      <p id="below">Below the list</p>
      {flag("two") && <Recommendations strategy="trending" limit={4} headingLevel={3} />}
    </main>
  )
}

function App(): ReactElement {
  const [consent, setConsent] = useState(flag("consent"))
  return (
    <RecommendationsProvider
      sdk={sdk}
      consent={consent}
      timeBudgetMs={Number(options.get("budget") ?? 3_000)}
      beaconUrl={flag("beacon") ? beaconUrlOf(shop) : undefined}
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
