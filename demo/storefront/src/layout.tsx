import { useEffect, useRef } from "react"
import type { ReactElement } from "react"
import { fieldOf, shop } from "./config"
import { Icon, Mark } from "./icons"
import { categoriesOf, useLoaded } from "./parts"
import type { Category } from "./parts"
import { go, NavLink, usePath } from "./router"
import { useShop } from "./shop-state"

export function Header(): ReactElement {
  const { cart, customer } = useShop()
  const { value: categories = [], error } = useLoaded(categoriesOf, "categories")
  const count = cart?.items?.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0
  return (
    <header>
      {shop.simulated && <p className="simulated">A demo: its shoppers and what they did are simulated.</p>}
      <div className="bar">
        <a className="logo" href="/">
          <Mark />
          {shop.name}
        </a>
        <Search />
        <NavLink to="/account">
          <Icon name="person" />
          <span className="who">{customer ? (customer.first_name ?? "Account") : "Sign in"}</span>
        </NavLink>
        <NavLink to="/wishlist">
          <Icon name="heart" />
          <span className="who">Saved</span>
        </NavLink>
        <NavLink to="/cart">
          <Icon name="bag" />
          <span>Cart</span>
          {count > 0 && <span className="count">{count}</span>}
        </NavLink>
      </div>
      <nav aria-label="Drawers">
        <AllDrawers categories={categories} />
        <CategoryRow categories={categories} />
      </nav>
      {error && (
        <p className="notice" role="alert">
          The shop does not answer just now.{" "}
          <button className="plain" onClick={() => location.reload()}>
            Try again
          </button>
        </p>
      )}
    </header>
  )
}

function Search(): ReactElement {
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        go(`/search?q=${encodeURIComponent(fieldOf(new FormData(event.currentTarget), "q"))}`)
      }}
    >
      <Icon name="search" />
      <input type="search" name="q" aria-label="Search the shop" placeholder="Search for a gift" required />
    </form>
  )
}

/** As many as fit in one line; what wraps out of sight is out of reach of the keyboard too, and stands in the menu. */
function CategoryRow({ categories }: { categories: readonly Category[] }): ReactElement {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries)
          if (target instanceof HTMLElement) target.style.visibility = isIntersecting ? "" : "hidden"
      },
      { root: row.current },
    )
    for (const link of row.current?.children ?? []) observer.observe(link)
    return () => observer.disconnect()
  }, [categories])
  return (
    <div ref={row}>
      <NavLink to="/gifts">Gift finder</NavLink>
      {categories.map(({ id, name, handle }) => (
        <NavLink key={id} to={`/categories/${handle}`}>
          {name}
        </NavLink>
      ))}
    </div>
  )
}

/** The row shows as many drawers as fit; here are all of them. */
function AllDrawers({ categories }: { categories: readonly Category[] }): ReactElement {
  const menu = useRef<HTMLDetailsElement>(null)
  const path = usePath()
  const close = () => menu.current?.removeAttribute("open")
  return (
    <details
      className="drawers"
      ref={menu}
      // On another page it is closed again.
      key={path}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget && !currentTarget.contains(relatedTarget)) close()
      }}
      onKeyDown={({ key }) => key === "Escape" && close()}
    >
      <summary>
        <Icon name="menu" />
        All drawers
      </summary>
      <ul>
        {categories.map(({ id, name, handle }) => (
          <li key={id}>
            <NavLink to={`/categories/${handle}`}>{name}</NavLink>
          </li>
        ))}
      </ul>
    </details>
  )
}

export function Footer(): ReactElement {
  const { consent, setConsent, showConfidence, setShowConfidence } = useShop()
  return (
    <footer>
      <div>
        <section>
          <h2>{shop.name}</h2>
          <p>No real shop: nothing is paid, nothing is sent. Its lists are real, and learn from what you do here.</p>
        </section>
        <section>
          <h2>Prices</h2>
          <RegionSelect />
        </section>
        <section>
          <h2>What we remember</h2>
          <p>
            {consent ? "What you look at and buy, to recommend by it." : "Nothing about you."}{" "}
            {consent !== null && (
              <button className="plain" onClick={() => setConsent(!consent)}>
                {consent ? "Forget me" : "Remember me"}
              </button>
            )}
          </p>
        </section>
        <section>
          <h2>For the curious</h2>
          <label>
            <input
              type="checkbox"
              checked={showConfidence}
              onChange={({ target }) => setShowConfidence(target.checked)}
            />{" "}
            Show the model’s confidence
          </label>
        </section>
      </div>
    </footer>
  )
}

function RegionSelect(): ReactElement {
  const { region, setRegion } = useShop()
  return (
    <select aria-label="Region" value={region?.id} onChange={({ target }) => setRegion(target.value)}>
      {shop.regions.map(({ id, name, currency_code }) => (
        <option key={id} value={id}>
          {name} ({currency_code.toUpperCase()})
        </option>
      ))}
    </select>
  )
}

export function ConsentBar(): ReactElement | null {
  const { consent, setConsent } = useShop()
  if (consent !== null) return null
  return (
    <section className="consent" aria-label="Your consent">
      <p>May we remember what you look at and buy, to recommend by it? Without it you see what is popular.</p>
      <div>
        <button className="button" onClick={() => setConsent(true)}>
          Yes, remember
        </button>
        <button className="button quiet" onClick={() => setConsent(false)}>
          No
        </button>
      </div>
    </section>
  )
}
