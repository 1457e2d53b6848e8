import { useState } from "react"
import type { ReactElement } from "react"
import { useTrackBehavior, useTrackView } from "../../../storefront-widget/src/index"
import { inWords, shop } from "./config"
import { findProduct, listProducts } from "./medusa"
import type { Product } from "./medusa"
import { categoriesOf, Field, List, messageOf, Picture, Price, ProductGrid, useLoaded, usePageTitle } from "./parts"
import { useShop } from "./shop-state"

export function HomePage(): ReactElement {
  const { customer } = useShop()
  usePageTitle(shop.name)
  return (
    <>
      <section className="hero">
        <h1>{customer?.first_name ? `Good to see you, ${customer.first_name}.` : "Something good for somebody."}</h1>
        <p>Everything in the drawer was picked to be given away. Some of it never is.</p>
        <a className="button" href="/gifts">
          Find a gift
        </a>
      </section>
      <List strategy="for_you" placement="home-top" limit={10} showConfidence />
      <List strategy="recently_viewed" placement="home-recent" limit={8} showReasons={false} />
      <List strategy="trending" placement="home-trending" limit={10} />
      <List strategy="new_arrivals" placement="home-new" limit={8} showReasons={false} />
    </>
  )
}

export function CategoryPage({ handle }: { handle: string }): ReactElement {
  const { region } = useShop()
  const { value, error } = useLoaded(
    async () => {
      const category = (await categoriesOf()).find((known) => known.handle === handle)
      if (!category) throw new Error("There is no such drawer.")
      return { category, products: await listProducts({ category_id: category.id, regionId: region?.id ?? "" }) }
    },
    `${handle} ${region?.id ?? ""}`,
  )
  usePageTitle(value?.category.name ?? shop.name)
  return (
    <>
      <h1>{value?.category.name ?? inWords(handle)}</h1>
      {error && <p role="alert">{error}</p>}
      {value ? <ProductGrid products={value.products} /> : <div className="grid-place" />}
      {value && (
        <List strategy="popular" title="Loved in this drawer" placement="category" categoryId={value.category.id} />
      )}
    </>
  )
}

export function ProductPage({ handle }: { handle: string }): ReactElement {
  const { region } = useShop()
  const { value: product, error } = useLoaded(
    () => findProduct(handle, region?.id ?? ""),
    `${handle} ${region?.id ?? ""}`,
  )
  usePageTitle(product?.title ?? shop.name)
  if (error) return <p role="alert">{error}</p>
  if (product === null) return <h1>This is not in the drawer any more.</h1>
  if (!product) return <div className="product-place" />
  return (
    <>
      <ProductDetail product={product} key={product.id} />
      <List strategy="bought_together" placement="product-together" productId={product.id} limit={6} />
      <List strategy="similar" placement="product-similar" productId={product.id} limit={10} />
    </>
  )
}

function ProductDetail({ product }: { product: Product }): ReactElement {
  const { addToCart } = useShop()
  const { track } = useTrackBehavior()
  const [wished, setWished] = useState(false)
  const [word, setWord] = useState("")
  useTrackView(product.id)
  const variant = product.variants?.[0]
  const add = async () => {
    if (!variant) return
    try {
      await addToCart(variant.id)
      setWord("It is in your cart.")
    } catch (error) {
      setWord(messageOf(error))
    }
  }
  const wish = () => {
    setWished(!wished)
    track({ type: wished ? "remove_from_wishlist" : "add_to_wishlist", product_id: product.id })
  }
  return (
    <article className="product">
      <Picture src={product.thumbnail} />
      <div>
        <p className="crumbs">
          {product.categories?.map(({ id, name, handle }) => (
            <a key={id} href={`/categories/${handle}`}>
              {name}
            </a>
          ))}
        </p>
        <h1>{product.title}</h1>
        <p className="product-price">
          <Price product={product} />
        </p>
        <p>{product.description}</p>
        <p className="actions">
          <button className="button" onClick={() => void add()}>
            Add to cart
          </button>
          <button className="button quiet" aria-pressed={wished} onClick={wish}>
            {wished ? "Wished for" : "Wish for it"}
          </button>
        </p>
        <p role="status">{word}</p>
        <ul className="tags">
          {product.tags?.map(({ id, value }) => (
            <li key={id}>{inWords(value.replace(/^[a-z_]+:/, ""))}</li>
          ))}
        </ul>
      </div>
    </article>
  )
}

interface Wishes {
  recipient: string
  occasion: string
  ageBand: string
  budgetMax: string
}

export function GiftPage(): ReactElement {
  const { region } = useShop()
  const [wishes, setWishes] = useState<Wishes>({ recipient: "", occasion: "", ageBand: "", budgetMax: "" })
  usePageTitle(`Find a gift – ${shop.name}`)
  const choice = (name: keyof Wishes, label: string, values: readonly string[]) => (
    <Field label={label}>
      {(id) => (
        <select id={id} value={wishes[name]} onChange={({ target }) => setWishes({ ...wishes, [name]: target.value })}>
          <option value="">Anything</option>
          {values.map((value) => (
            <option key={value} value={value}>
              {inWords(value)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
  const { recipient, occasion, ageBand, budgetMax } = wishes
  const gift = {
    ...{ recipient: recipient || undefined, occasion: occasion || undefined, ageBand: ageBand || undefined },
    budgetMax: budgetMax ? Number(budgetMax) : undefined,
  }
  return (
    <>
      <h1>Find a gift</h1>
      <p>Say as much as you know. What you look for here is taken for their taste, not for yours.</p>
      <form className="finder" onSubmit={(event) => event.preventDefault()}>
        {choice("recipient", "For", shop.gift.recipients)}
        {choice("occasion", "Occasion", shop.gift.occasions)}
        {choice("ageBand", "Age", shop.gift.ageBands)}
        {choice("budgetMax", `Up to (${region?.currency_code.toUpperCase() ?? ""})`, ["15", "25", "50", "100"])}
      </form>
      <List strategy="gift" placement="gift-finder" limit={16} gift={gift} />
    </>
  )
}

export function SearchPage({ words }: { words: string }): ReactElement {
  const { region } = useShop()
  const { value } = useLoaded(
    () => listProducts({ q: words, regionId: region?.id ?? "" }),
    `${words} ${region?.id ?? ""}`,
  )
  usePageTitle(`${words} – ${shop.name}`)
  return (
    <>
      <h1>{value ? `${value.length} found for “${words}”` : "Looking…"}</h1>
      {value && <ProductGrid products={value} />}
      {value?.length === 0 && <List strategy="popular" placement="search-empty" />}
    </>
  )
}
