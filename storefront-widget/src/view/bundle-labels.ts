/** Every word of a set. */
export interface BundleLabels {
  title: string
  add: (count: number) => string
  added: string
  failed: string
  total: string
  /** Of the choice between a product's variants. */
  variant: string
}

export const bundleLabels: BundleLabels = {
  title: "Bought together",
  add: (count) => (count === 1 ? "Add to cart" : `Add all ${count} to cart`),
  added: "Added to your cart",
  failed: "Nothing was added. One of these may be sold out.",
  total: "Together:",
  variant: "Choose",
}

export const bundleLabelsDe: BundleLabels = {
  title: "Wird zusammen gekauft",
  add: (count) => (count === 1 ? "In den Warenkorb" : `Alle ${count} in den Warenkorb`),
  added: "Im Warenkorb",
  failed: "Nichts wurde hinzugefügt. Vielleicht ist eins davon ausverkauft.",
  total: "Zusammen:",
  variant: "Auswählen",
}
