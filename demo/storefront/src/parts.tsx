import { useEffect, useId, useState } from "react"
import type { ReactElement, ReactNode } from "react"
import { Recommendations } from "../../../storefront-widget/src/index"
import type { RecommendationsProps } from "../../../storefront-widget/src/index"
import { defaultHref, formatMoney, priceOf, safeUrl } from "../../../storefront-widget/src/view/product"
import { sdk } from "./medusa"
import type { Product } from "./medusa"
import { useShop } from "./shop-state"

export const LOCALE = "en"

export const money = (amount: number, currency: string): string => formatMoney(amount, currency, LOCALE)

/** The list of the widget, with the cart of this shop. */
export function List(props: RecommendationsProps): ReactElement {
  const { addToCart, region } = useShop()
  const { strategy = "for_you" } = props
  return (
    <div className="shelf">
      <Recommendations
        key={`${strategy} ${region?.id ?? ""}`}
        regionId={region?.id}
        showAddToCart
        showWishlist
        onAddToCart={async ({ product }, { metadata }) => {
          const variant = (product.variants as { id: string }[] | undefined)?.[0]
          if (variant) await addToCart(variant.id, metadata)
        }}
        {...props}
      />
    </div>
  )
}

export function ProductGrid({ products }: { products: readonly Product[] }): ReactElement {
  return (
    <ul className="grid">
      {products.map((product) => (
        <li key={product.id}>
          <a href={defaultHref(product)} className="tile">
            <Picture src={product.thumbnail} />
            <span className="tile-name">{product.title}</span>
            <Price product={product} />
          </a>
        </li>
      ))}
    </ul>
  )
}

export function Picture({ src }: { src: string | null | undefined }): ReactElement {
  const url = safeUrl(src)
  return <span className="picture">{url && <img src={url} alt="" width={400} height={400} />}</span>
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

/** What a page loads: undefined while it does. */
export function useLoaded<T>(load: () => Promise<T>, key: string): { value: T | undefined; error: string | null } {
  const [state, setState] = useState<{ key: string; value?: T; error?: string }>({ key })
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
  }, [key])
  const current = state.key === key ? state : undefined
  return { value: current?.value, error: current?.error ?? null }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "That did not work.")

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title
  }, [title])
}

export const categoriesOf = async (): Promise<{ id: string; name: string; handle: string }[]> =>
  (await sdk.store.category.list({ fields: "id,name,handle", limit: 30 })).product_categories
