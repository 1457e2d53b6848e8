import { StrictMode } from "react"
import type { ReactElement } from "react"
import { createRoot } from "react-dom/client"
import { askTogether, RecommendationsProvider } from "../../../storefront-widget/src/index"
import { fieldOf, shop } from "./config"
import { sdk } from "./medusa"
import { CategoryPage, GiftPage, HomePage, ProductPage, SearchPage } from "./pages-browse"
import { AccountPage, CartPage, ConfirmationPage } from "./pages-buy"
import { categoriesOf, LOCALE, useLoaded } from "./parts"
import { go, NavLink, useLinks, usePath } from "./router"
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
      return <ConfirmationPage orderId={name} />
    case "account":
      return <AccountPage />
    case "search":
      return <SearchPage words={url.searchParams.get("q") ?? ""} />
    default:
      return <h1>There is nothing here.</h1>
  }
}

function Header(): ReactElement {
  const { cart, customer, region, setRegion } = useShop()
  const { value: categories = [] } = useLoaded(categoriesOf, "categories")
  const count = cart?.items?.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0
  return (
    <header>
      <div className="bar">
        <a className="logo" href="/">
          {shop.name}
        </a>
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault()
            go(`/search?q=${encodeURIComponent(fieldOf(new FormData(event.currentTarget), "q"))}`)
          }}
        >
          <input type="search" name="q" aria-label="Search the shop" placeholder="Search" required />
        </form>
        {shop.regions.length > 1 && (
          <select aria-label="Region" value={region?.id} onChange={({ target }) => setRegion(target.value)}>
            {shop.regions.map(({ id, name, currency_code }) => (
              <option key={id} value={id}>
                {name} ({currency_code.toUpperCase()})
              </option>
            ))}
          </select>
        )}
        <NavLink to="/account">{customer ? (customer.first_name ?? "Account") : "Sign in"}</NavLink>
        <NavLink to="/cart">
          Cart <span className="count">{count}</span>
        </NavLink>
      </div>
      <nav aria-label="Drawers">
        <NavLink to="/gifts">Gift finder</NavLink>
        {categories.map(({ id, name, handle }) => (
          <NavLink key={id} to={`/categories/${handle}`}>
            {name}
          </NavLink>
        ))}
      </nav>
    </header>
  )
}

function ConsentBar(): ReactElement | null {
  const { consent, setConsent } = useShop()
  if (consent !== null) return null
  return (
    <section className="consent" aria-label="Your consent">
      <p>May we remember what you look at and buy, to recommend by it? Without it you see what is popular.</p>
      <button className="button" onClick={() => setConsent(true)}>
        Yes, remember
      </button>
      <button className="button quiet" onClick={() => setConsent(false)}>
        No
      </button>
    </section>
  )
}

function Shop(): ReactElement {
  const { consent, setConsent, customer, region } = useShop()
  useLinks()
  return (
    <RecommendationsProvider
      sdk={sdk}
      ask={askTogether}
      consent={consent === true}
      customerId={customer?.id}
      regionId={region?.id}
      locale={LOCALE}
    >
      {shop.simulated && (
        <p className="simulated">A demo. The history behind the recommendations was made by simulated shoppers.</p>
      )}
      <Header />
      <main>
        <Page />
      </main>
      <footer>
        <p>
          {shop.name} is no real shop.{" "}
          {consent !== null && (
            <button className="plain" onClick={() => setConsent(!consent)}>
              {consent ? "Forget me" : "Remember me"}
            </button>
          )}
        </p>
      </footer>
      <ConsentBar />
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
