import type { ReactElement } from "react"
import { GiftFinderWithCart } from "../../../storefront-widget/src/gift"
import type { ChosenGift } from "../../../storefront-widget/src/gift"
import { shop } from "./config"
import { usePageTitle } from "./parts"
import { useShop } from "./shop-state"

/** The gift finder: one question after the other, and gifts from the first one on. */
export function GiftPage(): ReactElement {
  const { region, addToCart } = useShop()
  const add = async ({ product, metadata, wrap }: ChosenGift) => {
    const [variant] = (product.variants as { id: string }[] | undefined) ?? []
    if (!variant) throw new Error("It cannot be bought.")
    await addToCart(variant.id, metadata)
    // Of whoever it is for, as the gift is: wrap says nothing of its buyer's taste.
    if (wrap) await addToCart(wrap.variant_id, { is_gift: true })
  }
  usePageTitle(`Find a gift – ${shop.name}`)
  return (
    <>
      <h1>Find a gift</h1>
      <p className="soft">
        A few short questions, and you may skip any. What you look for here doesn’t change your own recommendations.
      </p>
      <GiftFinderWithCart
        key={region?.id ?? ""}
        regionId={region?.id}
        className="finder"
        limit={12}
        onAddToCart={add}
        labels={{ title: "Gifts that fit" }}
      />
    </>
  )
}
