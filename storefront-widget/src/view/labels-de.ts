import type { LabelOverrides } from "./labels"

/** All words in German, for `labels`; the custom element takes them by its `locale`. */
export const labelsDe: LabelOverrides = {
  titles: {
    for_you: "Für dich",
    similar: "Das könnte dir auch gefallen",
    bought_together: "Wird oft zusammen gekauft",
    cart: "Passt zu deinem Warenkorb",
    trending: "Gerade gefragt",
    popular: "Beliebt",
    newest: "Neu im Shop",
    recently_viewed: "Zuletzt angesehen",
    buy_again: "Noch einmal kaufen",
    new_arrivals: "Neu im Shop",
    on_sale: "Im Angebot",
    gift: "Geschenkideen",
  },
  back: "Zurück",
  forward: "Weiter",
  addToCart: "In den Warenkorb",
  added: "Im Warenkorb",
  failed: "Nicht hinzugefügt. Noch einmal?",
  wish: "Auf die Wunschliste",
  dismiss: "Kein Interesse",
  updated: "Aktualisiert",
  price: "Preis:",
  from: "Ab",
  was: "Vorher:",
  relaxed: "Nichts passt genau, aber fast:",
  confidence: (percent) => (percent ? `Zu ${percent} % wahrscheinlich` : ""),
}
