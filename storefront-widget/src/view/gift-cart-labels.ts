/** The words of a gift finder with a cart that the bare one does not have. */
export interface GiftCartLabels {
  add: string
  /** Name of the button, for whoever hears it alone. */
  addThis: (title: string) => string
  added: string
  notAdded: string
  /** Label of the field for a message that goes with the gift. */
  message: string
}

export const giftCartLabels: GiftCartLabels = {
  add: "Add to cart",
  addThis: (title) => `Add to cart: ${title}`,
  added: "In your cart",
  notAdded: "Not added. Please try again.",
  message: "A message to go with it",
}

export const giftCartLabelsDe: GiftCartLabels = {
  add: "In den Warenkorb",
  addThis: (title) => `In den Warenkorb: ${title}`,
  added: "Im Warenkorb",
  notAdded: "Nicht hinzugefügt. Versuch es noch einmal.",
  message: "Ein Gruß dazu",
}
