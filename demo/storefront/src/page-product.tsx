import { useState } from "react"
import type { ReactElement } from "react"
import { useRecommendations, useTrackBehavior, useTrackView } from "../../../storefront-widget/src/index"
import { Alternatives } from "../../../storefront-widget/src/page"
import { canBeBought } from "../../../storefront-widget/src/view/product"
import { queryOf } from "../../../storefront-widget/src/view/query"
import { shop } from "./config"
import { giftWords } from "./gift-words"
import { findProduct, messageOf } from "./medusa"
import type { Product } from "./medusa"
import { Failed, List, Picture, Price, SetShelf, useListProps, useLoaded, usePageTitle } from "./parts"
import { useShop } from "./shop-state"

/** Placement of the set: the lists of the page leave out what it shows. */
const SET = "product-set"

export function ProductPage({ handle }: { handle: string }): ReactElement {
  const { region } = useShop()
  const {
    value: product,
    error,
    retry,
  } = useLoaded(() => findProduct(handle, region?.id ?? ""), `${handle} ${region?.id ?? ""}`)
  usePageTitle(product?.title ?? shop.name)
  if (error) return <Failed error={error} retry={retry} />
  if (product === null) return <MissingProduct />
  if (!product) return <div className="product-place" />
  return (
    <>
      <ProductDetail product={product} key={product.id} />
      <Instead product={product} />
      <List
        strategy="similar"
        placement="product-similar"
        besideSet={SET}
        productId={product.id}
        limit={10}
        moreHref={product.categories?.[0] && `/categories/${product.categories[0].handle}`}
      />
      {/* Last: a set takes its place only once it is known, and would move what stands below it. */}
      <Together product={product} />
    </>
  )
}

/** The page of a product that is sold out shows by itself what there is instead. */
function Instead({ product }: { product: Product }): ReactElement {
  const { key, ...list } = useListProps("alternatives")
  return (
    <div className="shelf">
      <Alternatives
        key={key}
        {...list}
        product={product}
        title="Available now, and much like it"
        placement="product-instead"
        limit={6}
      />
    </div>
  )
}

/** A set that is bought as one; where there is none, what goes with the product. */
function Together({ product }: { product: Product }): ReactElement {
  if (!canBeBought(product)) return <SetShelf productId={product.id} placement={SET} />
  return <SetOrList productId={product.id} />
}

const TOGETHER = { strategy: "bought_together", placement: "product-together", limit: 6 } as const

function SetOrList({ productId }: { productId: string }): ReactElement {
  // Asked for with the page's other lists, though it may not be wanted: asked for later, it would repeat their products.
  const { status } = useRecommendations(queryOf({ ...useListProps(TOGETHER.strategy), ...TOGETHER, productId }))
  const list = <List {...TOGETHER} productId={productId} />
  const fallback = status === "loading" ? <div className="list-place" /> : list
  return <SetShelf productId={productId} placement={SET} className="set or-list" fallback={fallback} />
}

function MissingProduct(): ReactElement {
  return (
    <>
      <h1>This product is no longer available.</h1>
      <List strategy="popular" placement="product-missing" limit={8} />
    </>
  )
}

function ProductDetail({ product }: { product: Product }): ReactElement {
  const [category] = product.categories ?? []
  useTrackView(product.id)
  return (
    <article className="product">
      <Picture src={product.thumbnail} />
      <div>
        <p className="crumbs">
          <a href="/">Home</a>
          {category && <a href={`/categories/${category.handle}`}>{category.name}</a>}
        </p>
        <h1>{product.title}</h1>
        <p className="product-price">
          <Price product={product} />
        </p>
        <p>{product.description}</p>
        <Actions product={product} />
        <Tags product={product} />
      </div>
    </article>
  )
}

function Actions({ product }: { product: Product }): ReactElement {
  const { addToCart, wishes, setWish } = useShop()
  const { track } = useTrackBehavior()
  const wished = wishes.includes(product.id)
  const [isBusy, setIsBusy] = useState(false)
  const [word, setWord] = useState("")
  const variant = product.variants?.[0]
  const isForSale = canBeBought(product)
  const add = async () => {
    if (!variant || isBusy || !isForSale) return
    setIsBusy(true)
    try {
      await addToCart(variant.id)
      setWord("It is in your cart.")
    } catch (error) {
      setWord(messageOf(error))
    }
    setIsBusy(false)
  }
  const wish = () => {
    setWish(product.id, !wished)
    track({ type: wished ? "remove_from_wishlist" : "add_to_wishlist", product_id: product.id })
  }
  return (
    <>
      <p className="actions">
        <button className="button" aria-disabled={isBusy || !isForSale} aria-busy={isBusy} onClick={() => void add()}>
          {isForSale ? (isBusy ? "Adding…" : "Add to cart") : "Sold out"}
        </button>
        <button className="button quiet" aria-pressed={wished} onClick={wish}>
          {wished ? "Saved" : "Save"}
        </button>
      </p>
      <p role="status">
        {word} {word && <a href="/cart">See the cart</a>}
      </p>
    </>
  )
}

/** `recipient:mother` is whom it is for; what has no such word before it is what it is like. */
function Tags({ product }: { product: Product }): ReactElement {
  const tags = product.tags?.map(({ value }) => value.split(":")) ?? []
  const group = (label: string, wanted: (kind: string) => boolean) => {
    const values = tags.flatMap((parts) =>
      wanted(parts.length > 1 ? parts[0] : "") ? [giftWords(parts.at(-1) ?? "")] : [],
    )
    return (
      values.length > 0 && (
        <>
          <dt>{label}</dt>
          <dd>
            <ul className="tags">
              {values.map((value) => (
                <li key={value}>{value}</li>
              ))}
            </ul>
          </dd>
        </>
      )
    )
  }
  return (
    <dl className="facts">
      {group("For", (kind) => kind === "recipient")}
      {group("Occasion", (kind) => kind === "occasion")}
      {group("Kind", (kind) => kind === "")}
    </dl>
  )
}
