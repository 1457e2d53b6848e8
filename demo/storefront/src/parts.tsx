import { useEffect, useId, useState } from "react"
import type { ReactElement, ReactNode } from "react"
import { Recommendations } from "../../../storefront-widget/src/index"
import type { RecommendationsProps } from "../../../storefront-widget/src/index"
import { Bundle } from "../../../storefront-widget/src/page"
import type { BundleProps } from "../../../storefront-widget/src/page"
import { useRecommendationsContext } from "../../../storefront-widget/src/react/provider"
import { canBeBought, formatMoney, hrefOf, priceOf, safeUrl } from "../../../storefront-widget/src/view/product"
import { messageOf, sdk } from "./medusa"
import type { Product } from "./medusa"
import { useShop } from "./shop-state"

export const LOCALE = "en"

const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium" })

export const dayOf = (at: string | Date): string => days.format(new Date(at))

export const money = (amount: number, currency: string): string => formatMoney(amount, currency, LOCALE)

/** What every list of this shop has: its region, its cart, its wishlist. */
export function useListProps(strategy: RecommendationsProps["strategy"]): RecommendationsProps & { key: string } {
  const { addToCart, region, showConfidence, wishes, setWish } = useShop()
  return {
    ...{ key: `${strategy} ${region?.id ?? ""}`, regionId: region?.id },
    // The last few of a product say so.
    fields: "+variants.inventory_quantity",
    ...{ showAddToCart: true, showWishlist: true, showDismiss: strategy === "for_you", showConfidence },
    wished: wishes,
    onWishlist: ({ product }, wished) => setWish(product.id, wished),
    onAddToCart: async ({ product }, { metadata }) => {
      const variant = (product.variants as { id: string }[] | undefined)?.[0]
      if (variant) await addToCart(variant.id, metadata)
    },
  }
}

/** Lists whose heading is the reason of each product: the place of another would stay empty. */
const SAID_BY_HEADING: readonly string[] = ["trending", "popular", "new_arrivals", "on_sale"]

/** The list of the widget, with the cart of this shop. */
export function List(props: RecommendationsProps): ReactElement {
  const strategy = props.strategy ?? "for_you"
  const { key, ...shared } = useListProps(strategy)
  return (
    <div className="shelf">
      <Recommendations key={key} showReasons={!SAID_BY_HEADING.includes(strategy)} {...shared} {...props} />
    </div>
  )
}

/** A set that is bought as one; its place is kept until the shop has said whether there is one. */
export function SetShelf(props: BundleProps): ReactElement {
  const { addSetToCart, region } = useShop()
  return (
    <div className="shelf">
      <Bundle
        key={region?.id}
        regionId={region?.id}
        className="set"
        labels={{ title: "Buy as a set" }}
        onAdd={addSetToCart}
        {...props}
      />
    </div>
  )
}

/** What the shop named an order that it gave: a press on a product in it counts for that list. */
export interface OrderedPage {
  readonly placement: string
  /** Absent where the shop ordered nothing. */
  readonly recommendationId: string | undefined
}

export function ProductGrid({ products, page }: { products: readonly Product[]; page?: OrderedPage }): ReactElement {
  const { client } = useRecommendationsContext()
  const report = (productId: string): void => {
    if (!page?.recommendationId) return
    const { placement, recommendationId } = page
    client.track({ type: "click", product_id: productId, placement, recommendation_id: recommendationId })
  }
  return (
    <ul className="grid">
      {products.map((product) => (
        <li key={product.id}>
          <a
            href={hrefOf(product)}
            className="tile"
            onClick={() => report(product.id)}
            // The middle button opens a product too.
            onAuxClick={({ button }) => button === 1 && report(product.id)}
          >
            <Picture src={product.thumbnail} />
            <span className="tile-name">{product.title}</span>
            <Price product={product} />
            {!canBeBought(product) && <span className="soft">Sold out</span>}
          </a>
        </li>
      ))}
    </ul>
  )
}

export function Picture({ src, alt = "" }: { src: string | null | undefined; alt?: string }): ReactElement {
  const url = safeUrl(src)
  return <span className="picture">{url && <img src={url} alt={alt} width={400} height={400} />}</span>
}

export function Price({ product }: { product: Pick<Product, "variants"> }): ReactElement {
  const price = priceOf({ variants: product.variants })
  if (!price) return <span className="price" />
  const { amount, before, currency, isLowest } = price
  return (
    <span className="price">
      {isLowest && "From "}
      {money(amount, currency)} {before !== null && <s>{money(before, currency)}</s>}
    </span>
  )
}

export function Field({ label, children }: { label: string; children: (id: string) => ReactNode }): ReactElement {
  const id = useId()
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </p>
  )
}

export interface Loading<T> {
  /** Undefined while it loads, and where it failed. */
  readonly value: T | undefined
  readonly error: string | null
  readonly retry: () => void
}

/** What a page loads. */
export function useLoaded<T>(load: () => Promise<T>, key: string): Loading<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: string }>({ key })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let wanted = true
    load().then(
      (value) => wanted && setState({ key, value }),
      (error: unknown) => wanted && setState({ key, error: messageOf(error) }),
    )
    return () => {
      wanted = false
    }
    // `load` is new with each rendering: `key` says when it asks for something else.
  }, [key, attempt])
  const current = state.key === key ? state : undefined
  const retry = () => {
    setState({ key })
    setAttempt(attempt + 1)
  }
  return { value: current?.value, error: current?.error ?? null, retry }
}

/** What failed in words, and the way to try again. */
export function Failed({ error, retry }: Pick<Loading<unknown>, "error" | "retry">): ReactElement | null {
  if (error === null) return null
  return (
    <p className="failed" role="alert">
      {error}{" "}
      <button className="button quiet" onClick={retry}>
        Try again
      </button>
    </p>
  )
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title
  }, [title])
}

export interface Category {
  readonly id: string
  readonly name: string
  readonly handle: string
}

export const categoriesOf = async (): Promise<Category[]> =>
  (await sdk.store.category.list({ fields: "id,name,handle", limit: 30 })).product_categories

/** A picture that the storefront's server draws: one of its motifs in one of ten sets of colors. */
export const drawnPicture = (motif: string, colors: number): string => `/pictures/${motif}/${800 + (colors % 10)}.svg`

/** What stands for a drawer, by a word of its name; a shop of other goods gets wrapped boxes. */
const MOTIFS: readonly (readonly [pattern: RegExp, motif: string])[] = [
  ...([
    [/tea/, "mug"],
    [/kitchen/, "bowl"],
    [/candle/, "candle"],
    [/bath/, "soap"],
    [/book/, "book"],
  ] as const),
  ...([
    [/game/, "dice"],
    [/toy/, "bear"],
    [/home/, "lamp"],
    [/jewel/, "necklace"],
    [/garden/, "plant"],
  ] as const),
  ...([
    [/gourmet/, "jar"],
    [/travel/, "globe"],
  ] as const),
]

export function CategoryTiles(): ReactElement | null {
  const { value: categories, error } = useLoaded(categoriesOf, "categories")
  if (error || categories?.length === 0) return null
  return (
    <section className="shelf">
      <h2>Look into the drawers</h2>
      <ul className="tiles">
        {categories?.map(({ id, name, handle }, i) => {
          const motif = MOTIFS.find(([pattern]) => pattern.test(handle))?.[1] ?? "box"
          return (
            <li key={id}>
              <a href={`/categories/${handle}`}>
                <img src={drawnPicture(motif, i)} alt="" width={72} height={72} loading="lazy" />
                {name}
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
