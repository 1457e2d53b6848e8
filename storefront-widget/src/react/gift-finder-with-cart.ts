import * as React from "react"
import type { FormEvent, ReactElement } from "react"
import { giftCartLabels } from "../view/gift-cart-labels"
import type { GiftCartLabels } from "../view/gift-cart-labels"
import { formatMoney } from "../view/product"
import { GiftFinder } from "./gift-finder"
import type { GiftFinderProps } from "./gift-finder"
import { useRecommendationsContext } from "./provider"
import { MESSAGE, useChosenGifts, WRAP } from "./use-chosen-gifts"
import type { ChosenGift } from "./use-chosen-gifts"

export interface GiftFinderWithCartProps extends Omit<GiftFinderProps, "above" | "below" | "labels"> {
  /** Your way into the cart; a broken promise says so at the button. */
  onAddToCart: (gift: ChosenGift) => unknown
  labels?: (NonNullable<GiftFinderProps["labels"]> & Partial<GiftCartLabels>) | undefined
}

const h = React.createElement

/**
 * The gift finder with a button at each gift, and above them what the shop offers with one: a message to go with it, gift
 * wrap at its price.
 */
export function GiftFinderWithCart({ onAddToCart, ...props }: GiftFinderWithCartProps): ReactElement {
  const { locale } = useRecommendationsContext()
  const labels = { ...giftCartLabels, ...props.labels }
  const { form, outcome, add } = useChosenGifts(onAddToCart, { placement: props.placement ?? "gift-finder", labels })
  const above: GiftFinderProps["above"] = ({ message, wrap }) =>
    // What goes with a gift stands once above all of them, for they are looked at for one person.
    h(
      "form",
      { ref: form, style: { marginTop: "1.5rem" }, onSubmit: (event: FormEvent) => event.preventDefault() },
      h(
        "div",
        { className: "svmg-row" },
        message && h("label", { className: "svmg-own" }, labels.message, h("input", { name: MESSAGE, maxLength: 300 })),
        wrap &&
          h(
            "label",
            { style: { display: "flex", alignItems: "center", gap: ".5rem" } },
            h("input", { name: WRAP, type: "checkbox" }),
            ` ${wrap.title} `,
            wrap.amount ? formatMoney(wrap.amount, wrap.currency_code, locale) : null,
          ),
      ),
      h("p", { className: "svmg-note", role: "status" }, outcome && `${outcome.title}: ${outcome.word}`),
    )
  const below: GiftFinderProps["below"] = (gift, answer) =>
    h(
      "button",
      {
        ...{ type: "button", style: { margin: "auto .75rem .75rem", zIndex: 1 } },
        ...{ "aria-label": labels.addThis(gift.product.title), onClick: () => void add(gift, answer) },
      },
      outcome?.id === gift.product.id ? outcome.word : labels.add,
    )
  return h(GiftFinder, { ...props, above, below })
}
