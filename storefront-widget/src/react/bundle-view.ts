import * as React from "react"
import type { ReactElement } from "react"
import type { StoreBundle } from "../client/bundle"
import { buyablesOf, totalOf } from "../view/bundle-choice"
import type { BundleChoice } from "../view/bundle-choice"
import type { BundleLabels } from "../view/bundle-labels"
import { formatMoney, safeUrl } from "../view/product"

const h = React.createElement

export type BundleStatus = "idle" | "adding" | "added" | "failed"

export interface BundleView {
  readonly id: string
  readonly choice: BundleChoice
  readonly status: BundleStatus
  readonly locale: string
  readonly headingLevel: number
  readonly labels: BundleLabels
  readonly className: string | undefined
  readonly nonce: string | undefined
  /** A product with the variant that is chosen now, null where its box was unchecked. */
  readonly onChoose: (productId: string, variantId: string | null) => void
  readonly onAdd: () => void
}

/** No quotes, brackets or ampersands: React escapes the text of a style element. */
const styles = `.svmb{display:flow-root}
.svmb ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:1rem}
.svmb li{display:flex;gap:.75rem;align-items:center;flex:1 1 14rem;min-width:0;min-height:5.5rem;box-sizing:border-box;border:1px solid var(--svmr-line,#8884);border-radius:var(--svmr-radius,.75rem);padding:.75rem}
.svmb img{width:3.75rem;flex:none;aspect-ratio:1;object-fit:cover}
.svmb label{display:flex;gap:.75rem;align-items:center;min-width:0;overflow-wrap:anywhere;min-height:2.75rem}
.svmb[aria-busy=true]{visibility:hidden}
.svmb input{width:1.5rem;height:1.5rem;flex:none}
.svmb select,.svmb button{font:inherit;min-height:2.75rem;max-width:100%}
.svmb button{padding:0 1rem;cursor:pointer;border:1px solid var(--svmr-line,#8884);border-radius:var(--svmr-radius,.75rem);background:var(--svmr-accent,transparent);color:var(--svmr-on-accent,inherit)}
.svmb-foot{display:flex;flex-wrap:wrap;gap:1rem;align-items:center;margin-top:1rem;min-height:calc(1lh + 3.75rem)}
.svmb p{margin:0;flex:0 0 100%}
.svmb del{opacity:.75}`

const PLACES = [1, 2, 3]

/** @param bundle undefined before the shop has answered: the place of three products, as most sets have */
export function renderBundle(bundle: StoreBundle | undefined, view: BundleView): ReactElement {
  const { id, labels, headingLevel, className, nonce } = view
  return h(
    "section",
    { className: `svmb ${className ?? ""}`.trim(), "aria-labelledby": id, "aria-busy": !bundle },
    h("style", { href: "svmb", precedence: "svmr", nonce } as object, styles),
    h(`h${headingLevel}`, { id }, labels.title),
    h(
      "ul",
      { role: "list" },
      bundle ? bundle.products.map((item) => renderItem(item, bundle, view)) : PLACES.map((key) => h("li", { key })),
    ),
    h("div", { className: "svmb-foot" }, bundle && renderFoot(bundle, view)),
  )
}

const moneyOf = ({ total }: StoreBundle, amount: number, { locale }: BundleView): string =>
  formatMoney(amount, total.currency_code, locale)

function renderFoot(bundle: StoreBundle, view: BundleView): ReactElement {
  const { choice, status, labels } = view
  const count = [...choice.values()].filter(Boolean).length
  const { amount, before } = totalOf(bundle, choice)
  return h(
    React.Fragment,
    null,
    h(
      "p",
      { "aria-live": "polite" },
      labels.total,
      " ",
      before === null ? null : h("del", null, moneyOf(bundle, before, view)),
      before === null ? null : " ",
      h("strong", null, moneyOf(bundle, amount, view)),
    ),
    h(
      "button",
      { type: "button", onClick: view.onAdd, disabled: count === 0 || status === "adding" },
      labels.add(count),
    ),
    h("span", { role: "status" }, status === "added" || status === "failed" ? labels[status] : ""),
  )
}

function renderItem(item: StoreBundle["products"][number], bundle: StoreBundle, view: BundleView): ReactElement {
  const { choice, labels, onChoose } = view
  const { product, variant_id: first } = item
  const buyables = buyablesOf(item)
  const chosen = choice.get(product.id) ?? null
  const shown = buyables.find(({ id }) => id === (chosen ?? first))
  const src = safeUrl(product.thumbnail)
  return h(
    "li",
    { key: product.id, "data-product": product.id },
    h(
      "label",
      null,
      h("input", {
        ...{ type: "checkbox", checked: chosen !== null },
        onChange: () => onChoose(product.id, chosen === null ? first : null),
      }),
      src ? h("img", { src, alt: "", loading: "lazy" }) : null,
      h("span", null, product.title, shown ? ` ${moneyOf(bundle, shown.amount, view)}` : ""),
    ),
    buyables.length > 1
      ? h(
          "select",
          {
            ...{
              "aria-label": `${labels.variant}: ${product.title}`,
              value: chosen ?? first,
              disabled: chosen === null,
            },
            onChange: (event: { target: { value: string } }) => onChoose(product.id, event.target.value),
          },
          ...buyables.map(({ id, title, amount }) =>
            h("option", { key: id, value: id }, `${title} ${moneyOf(bundle, amount, view)}`.trim()),
          ),
        )
      : null,
  )
}
