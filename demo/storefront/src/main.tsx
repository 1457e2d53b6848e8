import { StrictMode } from "react"
import type { ReactElement } from "react"
import { createRoot } from "react-dom/client"
import { askTogether, RecommendationsProvider } from "../../../storefront-widget/src/index"
import { ConsentBar, Footer, Header } from "./layout"
import { sdk } from "./medusa"
import { GiftPage } from "./page-gifts"
import { MailPage } from "./page-mail"
import { CategoryPage, HomePage, MissingPage, SearchPage } from "./pages-browse"
import { ProductPage } from "./page-product"
import { AccountPage } from "./pages-account"
import { WishlistPage } from "./page-wishlist"
import { CartPage, OrderPage } from "./pages-buy"
import { LOCALE } from "./parts"
import { useLinks, usePath } from "./router"
import { ShopProvider, useShop } from "./shop-state"
import "./style.css"

function Page(): ReactElement {
  const url = new URL(usePath(), location.origin)
  const [, room = "", name = ""] = url.pathname.split("/").map(decodeURIComponent)
  switch (room) {
    case "":
      return <HomePage />
    case "categories":
      return <CategoryPage handle={name} key={name} />
    case "products":
      return <ProductPage handle={name} key={name} />
    case "gifts":
      return <GiftPage />
    case "cart":
      return <CartPage />
    case "orders":
      return <OrderPage orderId={name} key={name} />
    case "wishlist":
      return <WishlistPage />
    case "account":
      return <AccountPage />
    case "mail":
      return <MailPage />
    case "search":
      return <SearchPage words={url.searchParams.get("q") ?? ""} />
    default:
      return <MissingPage />
  }
}

function Shop(): ReactElement {
  const { cartId, consent, customer, region } = useShop()
  useLinks()
  return (
    <RecommendationsProvider
      sdk={sdk}
      ask={askTogether}
      consent={consent ?? undefined}
      customerId={customer?.id}
      regionId={region?.id}
      cartId={cartId}
      locale={LOCALE}
    >
      {/* First in the order of the keyboard, wherever it stands on the page. */}
      <a className="skip" href="#content">
        Skip to content
      </a>
      <ConsentBar />
      <Header />
      <main id="content" tabIndex={-1}>
        <Page />
      </main>
      <Footer />
    </RecommendationsProvider>
  )
}

const root = document.getElementById("root")
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ShopProvider>
        <Shop />
      </ShopProvider>
    </StrictMode>,
  )
}
