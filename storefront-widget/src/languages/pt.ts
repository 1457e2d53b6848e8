import type { BundleLabels } from "../view/bundle-labels"
import type { Labels } from "../view/labels"

/** All words of lists in Portuguese. */
export const labelsPt: Labels = {
  titles: {
    for_you: "Para si",
    similar: "Também pode gostar",
    bought_together: "Comprados juntos muitas vezes",
    cart: "Combina com o seu carrinho",
    trending: "Em alta",
    popular: "Popular",
    newest: "Novidades",
    recently_viewed: "Vistos recentemente",
    buy_again: "Comprar de novo",
    new_arrivals: "Novidades",
    on_sale: "Em promoção",
    gift: "Ideias para presentes",
  },
  back: "Anterior",
  forward: "Seguinte",
  addToCart: "Adicionar ao carrinho",
  added: "Adicionado",
  failed: "Não adicionado. Tentar de novo",
  wish: "Adicionar à lista de desejos",
  wished: "Na lista de desejos",
  dismiss: "Não me interessa",
  updated: "Atualizado",
  price: "Preço:",
  from: "Desde",
  was: "Antes:",
  relaxed: "Nada corresponde por completo, mas quase:",
  sale: "Promoção",
  fewLeft: (count) => (count === 1 ? "Só resta 1" : `Só restam ${count}`),
  more: "Ver tudo",
  confidence: (percent) => (percent ? `${percent}% de afinidade` : ""),
}

/** All words of a set in Portuguese. */
export const bundleLabelsPt: BundleLabels = {
  title: "Comprados juntos",
  added: "No carrinho",
  failed: "Nada foi adicionado. Um deles pode estar esgotado.",
  total: "Em conjunto:",
  variant: "Escolher",
  add: (count) => (count === 1 ? "Adicionar ao carrinho" : `Adicionar os ${count} ao carrinho`),
}
