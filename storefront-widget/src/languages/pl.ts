import type { BundleLabels } from "../view/bundle-labels"
import type { Labels } from "../view/labels"

/** All words of lists in Polish. */
export const labelsPl: Labels = {
  titles: {
    for_you: "Dla Ciebie",
    similar: "Może Ci się spodobać",
    bought_together: "Często kupowane razem",
    cart: "Pasuje do koszyka",
    trending: "Na topie",
    popular: "Popularne",
    newest: "Nowości",
    recently_viewed: "Ostatnio oglądane",
    buy_again: "Kup ponownie",
    new_arrivals: "Nowości",
    on_sale: "W promocji",
    gift: "Pomysły na prezent",
  },
  back: "Wstecz",
  forward: "Dalej",
  addToCart: "Dodaj do koszyka",
  added: "Dodano",
  failed: "Nie dodano. Spróbuj ponownie",
  wish: "Dodaj do listy życzeń",
  wished: "Na liście życzeń",
  dismiss: "Nie interesuje mnie",
  updated: "Zaktualizowano",
  price: "Cena:",
  from: "Od",
  was: "Wcześniej:",
  relaxed: "Nic nie pasuje dokładnie, ale prawie:",
  sale: "Promocja",
  fewLeft: (count) => (count === 1 ? "Została tylko 1 sztuka" : `Zostało tylko ${count} szt.`),
  more: "Zobacz wszystko",
  confidence: (percent) => (percent ? `Dopasowanie: ${percent}%` : ""),
}

/** All words of a set in Polish. */
export const bundleLabelsPl: BundleLabels = {
  title: "Kupowane razem",
  added: "Dodano do koszyka",
  failed: "Nic nie dodano. Być może jednego produktu już nie ma.",
  total: "Razem:",
  variant: "Wybierz",
  add: (count) => (count === 1 ? "Dodaj do koszyka" : `Dodaj wszystkie (${count}) do koszyka`),
}
