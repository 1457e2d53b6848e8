import { useState } from "react"
import type { ReactElement } from "react"
import { rankCards } from "../../../storefront-widget/src/page"
import { useRecommendationsContext } from "../../../storefront-widget/src/react/provider"
import { priceOf } from "../../../storefront-widget/src/view/product"
import { inWords, shop } from "./config"
import { listProducts, searchProducts } from "./medusa"
import type { Product } from "./medusa"
import { CategoryTiles, drawnPicture, Failed, List, ProductGrid, categoriesOf, useLoaded, usePageTitle } from "./parts"
import { useShop } from "./shop-state"

export function HomePage(): ReactElement {
  const { customer } = useShop()
  usePageTitle(shop.name)
  return (
    <>
      <section className="hero">
        <div>
          <h1>{customer?.first_name ? `Good to see you, ${customer.first_name}.` : "Something good for somebody."}</h1>
          <p>Everything in the drawer was picked to be given away. Some of it never is.</p>
          <a className="button" href="/gifts">
            Find a gift
          </a>
        </div>
        <div className="hero-pictures" aria-hidden="true">
          {["box", "teapot", "plant", "candle"].map((motif, i) => (
            <img key={motif} src={drawnPicture(motif, i * 2 + 1)} alt="" width={200} height={200} />
          ))}
        </div>
      </section>
      <List strategy="for_you" placement="home-top" limit={10} />
      <CategoryTiles />
      <List strategy="trending" placement="home-trending" limit={10} />
      <List strategy="new_arrivals" placement="home-new" limit={8} showReasons={false} />
      {/* It is empty for who has seen nothing: nothing may stand below it that would move. */}
      <List strategy="recently_viewed" placement="home-recent" limit={8} showReasons={false} />
    </>
  )
}

export function MissingPage(): ReactElement {
  usePageTitle(shop.name)
  return (
    <>
      <h1>Page not found</h1>
      <p>The address may be mistyped, or the page has moved.</p>
      <List strategy="popular" placement="missing" limit={8} />
    </>
  )
}

const SORTS = {
  yours: "Recommended",
  chosen: "Featured",
  cheap: "Price: low to high",
  dear: "Price: high to low",
} as const

/** A page of the shop, and the same in this shopper's order: asked for together, so that nothing moves afterwards. */
interface Shelf {
  readonly products: readonly Product[]
  readonly ranked: readonly Product[]
  readonly recommendationId: string | undefined
}

function useShelf(): (products: readonly Product[], placement: string) => Promise<Shelf> {
  const { region } = useShop()
  const { client } = useRecommendationsContext()
  return async (products, placement) => {
    const where = { placement, ...(region && { region_id: region.id }) }
    const { cards, recommendationId } = await rankCards(client, products, where)
    return { products, ranked: cards, recommendationId }
  }
}

function sorted({ products, ranked }: Shelf, by: string): readonly Product[] {
  if (by === "yours") return ranked
  if (by === "chosen") return products
  const sign = by === "cheap" ? 1 : -1
  const amount = (product: Product) => priceOf({ variants: product.variants })?.amount ?? 0
  return [...products].sort((a, b) => sign * (amount(a) - amount(b)))
}

const countOf = (products: number): string => `${products} ${products === 1 ? "product" : "products"}`

export function CategoryPage({ handle }: { handle: string }): ReactElement {
  const { region } = useShop()
  const [sort, setSort] = useState("yours")
  const toShelf = useShelf()
  const { value, error, retry } = useLoaded(
    async () => {
      const category = (await categoriesOf()).find((known) => known.handle === handle)
      if (!category) return null
      const products = await listProducts({ category_id: category.id, regionId: region?.id ?? "" })
      return { category, ...(await toShelf(products, "category")) }
    },
    `${handle} ${region?.id ?? ""}`,
  )
  usePageTitle(value?.category.name ?? shop.name)
  if (value === null) return <MissingPage />
  return (
    <>
      <div className="page-head">
        <h1>{value?.category.name ?? inWords(handle)}</h1>
        <span className="soft">{value && countOf(value.products.length)}</span>
        <select aria-label="Sort by" value={sort} onChange={({ target }) => setSort(target.value)}>
          {Object.entries(SORTS).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <Failed error={error} retry={retry} />
      {value ? (
        <ProductGrid
          products={sorted(value, sort)}
          page={{ placement: "category", recommendationId: sort === "yours" ? value.recommendationId : undefined }}
        />
      ) : (
        !error && <div className="grid-place" />
      )}
      {/* The grid shows the whole drawer: best sellers of it would show the same once more. */}
      <List strategy="recently_viewed" placement="category-recent" limit={8} showReasons={false} />
    </>
  )
}

export function SearchPage({ words }: { words: string }): ReactElement {
  const { region } = useShop()
  const toShelf = useShelf()
  const { client } = useRecommendationsContext()
  const { value, error, retry } = useLoaded(
    async () => {
      const regionId = region?.id ?? ""
      const { visitor_id: visitorId } = client.connection.identity()
      const hits = await searchProducts(words, { regionId, visitorId })
      if (hits) return hits
      const { ranked, recommendationId } = await toShelf(await listProducts({ q: words, regionId }), "search")
      return { products: ranked, recommendationId }
    },
    `${words} ${region?.id ?? ""}`,
  )
  usePageTitle(`${words} – ${shop.name}`)
  const count = value?.products.length
  return (
    <>
      <h1>
        {value ? `${count || "Nothing"} found for “${words}”` : `${error ? "Search" : "Searching"} for “${words}”`}
      </h1>
      <Failed error={error} retry={retry} />
      <div className="results">
        {value && (
          <ProductGrid
            products={value.products}
            page={{ placement: "search", recommendationId: value.recommendationId }}
          />
        )}
        {value && count === 0 && <List strategy="popular" placement="search-empty" />}
      </div>
    </>
  )
}
