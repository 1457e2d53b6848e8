import type { ReactElement } from "react"
import { shop } from "./config"
import { findProducts } from "./medusa"
import { Failed, List, ProductGrid, useLoaded, usePageTitle } from "./parts"
import { useShop } from "./shop-state"

/** What is saved, the latest first. */
export function WishlistPage(): ReactElement {
  const { region, wishes } = useShop()
  const {
    value: found,
    error,
    retry,
  } = useLoaded(() => findProducts(wishes, region?.id ?? ""), `${region?.id ?? ""} ${wishes.join()}`)
  usePageTitle(`Saved – ${shop.name}`)
  const products = [...wishes].reverse().flatMap((id) => found?.find((product) => product.id === id) ?? [])
  return (
    <>
      <h1>Saved</h1>
      <Failed error={error} retry={retry} />
      {wishes.length === 0 && <p className="soft">Nothing saved yet. Tap a heart to keep a product here.</p>}
      {found && <ProductGrid products={products} />}
      {/* Below what is saved, and never moved by it. */}
      {found || error ? <List strategy="for_you" placement="wishlist" limit={8} /> : <div className="grid-place" />}
    </>
  )
}
