import type { BundleLabels } from "../view/bundle-labels"
import type { Labels } from "../view/labels"

/** All words of lists in Dutch. */
export const labelsNl: Labels = {
  titles: {
    for_you: "Voor jou",
    similar: "Misschien vind je dit ook leuk",
    bought_together: "Vaak samen gekocht",
    cart: "Past bij je winkelwagen",
    trending: "Nu in trek",
    popular: "Populair",
    newest: "Nieuw",
    recently_viewed: "Laatst bekeken",
    buy_again: "Opnieuw kopen",
    new_arrivals: "Nieuw",
    on_sale: "In de aanbieding",
    gift: "Cadeau-ideeën",
  },
  back: "Vorige",
  forward: "Volgende",
  addToCart: "In winkelwagen",
  added: "Toegevoegd",
  failed: "Niet toegevoegd. Opnieuw?",
  wish: "Op verlanglijst",
  wished: "Op je verlanglijst",
  dismiss: "Geen interesse",
  updated: "Bijgewerkt",
  price: "Prijs:",
  from: "Vanaf",
  was: "Was:",
  relaxed: "Niets past precies, maar bijna:",
  sale: "Aanbieding",
  fewLeft: (count) => `Nog maar ${count}`,
  more: "Alles bekijken",
  confidence: (percent) => (percent ? `${percent}% match` : ""),
}

/** All words of a set in Dutch. */
export const bundleLabelsNl: BundleLabels = {
  title: "Samen gekocht",
  added: "In je winkelwagen",
  failed: "Er is niets toegevoegd. Misschien is er één uitverkocht.",
  total: "Samen:",
  variant: "Kies",
  add: (count) => (count === 1 ? "In winkelwagen" : `Alle ${count} in winkelwagen`),
}
