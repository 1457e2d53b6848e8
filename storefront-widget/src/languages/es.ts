import type { BundleLabels } from "../view/bundle-labels"
import type { Labels } from "../view/labels"

/** All words of lists in Spanish. */
export const labelsEs: Labels = {
  titles: {
    for_you: "Para ti",
    similar: "También te puede gustar",
    bought_together: "Se compran juntos a menudo",
    cart: "Combina con tu cesta",
    trending: "Tendencias",
    popular: "Popular",
    newest: "Novedades",
    recently_viewed: "Visto recientemente",
    buy_again: "Comprar de nuevo",
    new_arrivals: "Novedades",
    on_sale: "En oferta",
    gift: "Ideas para regalar",
  },
  back: "Anterior",
  forward: "Siguiente",
  addToCart: "Añadir a la cesta",
  added: "Añadido",
  failed: "No se añadió. Reintentar",
  wish: "Añadir a la lista de deseos",
  wished: "En la lista de deseos",
  dismiss: "No me interesa",
  updated: "Actualizado",
  price: "Precio:",
  from: "Desde",
  was: "Antes:",
  relaxed: "Nada encaja del todo, pero casi:",
  sale: "Oferta",
  fewLeft: (count) => (count === 1 ? "Solo queda 1" : `Solo quedan ${count}`),
  more: "Ver todo",
  confidence: (percent) => (percent ? `${percent} % de afinidad` : ""),
}

/** All words of a set in Spanish. */
export const bundleLabelsEs: BundleLabels = {
  title: "Se compran juntos",
  added: "Añadido a la cesta",
  failed: "No se añadió nada. Puede que uno esté agotado.",
  total: "En total:",
  variant: "Elegir",
  add: (count) => (count === 1 ? "Añadir a la cesta" : `Añadir los ${count} a la cesta`),
}
