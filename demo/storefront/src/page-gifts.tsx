import type { ReactElement } from "react"
import { GiftFinder } from "../../../storefront-widget/src/gift"
import { shop } from "./config"
import { usePageTitle } from "./parts"
import { useShop } from "./shop-state"

/** The gift finder: one question after the other, and gifts from the first one on. */
export function GiftPage(): ReactElement {
  const { region } = useShop()
  usePageTitle(`Find a gift – ${shop.name}`)
  return (
    <>
      <h1>Find a gift</h1>
      <p className="soft">
        A few short questions, and you may skip any. What you look for here doesn’t change your own recommendations.
      </p>
      <GiftFinder
        key={region?.id ?? ""}
        regionId={region?.id}
        className="finder"
        limit={12}
        labels={{ title: "Gifts that fit" }}
      />
    </>
  )
}
