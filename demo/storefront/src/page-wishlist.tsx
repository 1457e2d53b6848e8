import type { ReactElement } from "react"
import { shop } from "./config"
import { findProducts } from "./medusa"
import { List, ProductGrid, useLoaded, usePageTitle } from "./parts"
import { useShop } from "./shop-state"

/** What is saved, the latest first. */
export function WishlistPage(): ReactElement {
  const { region, wishes } = useShop()
  const { value: found, error } = useLoaded(
    () => findProducts(wishes, region?.id ?? ""),
    `${region?.id ?? ""} ${wishes.join()}`,
  )
  usePageTitle(`Saved – ${shop.name}`)
  const products = [...wishes].reverse().flatMap((id) => found?.find((product) => product.id === id) ?? [])
  return (
    <>
      <h1>Saved</h1>
      {error && <p role="alert">{error}</p>}
      {wishes.length === 0 && <p className="soft">Nothing saved yet. Tap a heart to keep a product here.</p>}
      {found ? <ProductGrid products={products} /> : <div className="grid-place" />}
      <List strategy="for_you" placement="wishlist" limit={8} />
    </>
  )
}
