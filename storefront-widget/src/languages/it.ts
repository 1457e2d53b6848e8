import type { BundleLabels } from "../view/bundle-labels"
import type { Labels } from "../view/labels"

/** All words of lists in Italian. */
export const labelsIt: Labels = {
  titles: {
    for_you: "Per te",
    similar: "Potrebbe piacerti anche",
    bought_together: "Spesso acquistati insieme",
    cart: "Si abbina al tuo carrello",
    trending: "Di tendenza",
    popular: "Popolari",
    newest: "Novità",
    recently_viewed: "Visti di recente",
    buy_again: "Acquista di nuovo",
    new_arrivals: "Novità",
    on_sale: "In offerta",
    gift: "Idee regalo",
  },
  back: "Indietro",
  forward: "Avanti",
  addToCart: "Aggiungi al carrello",
  added: "Aggiunto",
  failed: "Non aggiunto. Riprova",
  wish: "Aggiungi alla lista dei desideri",
  wished: "Nella lista dei desideri",
  dismiss: "Non mi interessa",
  updated: "Aggiornato",
  price: "Prezzo:",
  from: "Da",
  was: "Prima:",
  relaxed: "Nulla corrisponde del tutto, ma quasi:",
  sale: "In offerta",
  fewLeft: (count) => (count === 1 ? "Ne resta solo 1" : `Ne restano solo ${count}`),
  more: "Vedi tutto",
  confidence: (percent) => (percent ? `${percent}% di affinità` : ""),
}

/** All words of a set in Italian. */
export const bundleLabelsIt: BundleLabels = {
  title: "Acquistati insieme",
  added: "Nel carrello",
  failed: "Non è stato aggiunto nulla. Forse un articolo è esaurito.",
  total: "Insieme:",
  variant: "Scegli",
  add: (count) => (count === 1 ? "Aggiungi al carrello" : `Aggiungi tutti e ${count} al carrello`),
}
