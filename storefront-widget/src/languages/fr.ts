import type { BundleLabels } from "../view/bundle-labels"
import type { Labels } from "../view/labels"

/** All words of lists in French. */
export const labelsFr: Labels = {
  titles: {
    for_you: "Pour vous",
    similar: "Vous aimerez aussi",
    bought_together: "Souvent achetés ensemble",
    cart: "Va avec votre panier",
    trending: "En vogue",
    popular: "Populaire",
    newest: "Nouveautés",
    recently_viewed: "Vus récemment",
    buy_again: "Racheter",
    new_arrivals: "Nouveautés",
    on_sale: "En promotion",
    gift: "Idées cadeaux",
  },
  back: "Précédent",
  forward: "Suivant",
  addToCart: "Ajouter au panier",
  added: "Ajouté",
  failed: "Non ajouté. Réessayer",
  wish: "Ajouter à la liste d’envies",
  wished: "Dans la liste d’envies",
  dismiss: "Pas intéressé",
  updated: "Mis à jour",
  price: "Prix :",
  from: "À partir de",
  was: "Avant :",
  relaxed: "Rien ne correspond exactement, mais presque :",
  sale: "Promo",
  fewLeft: (count) => `Plus que ${count}`,
  more: "Tout voir",
  confidence: (percent) => (percent ? `${percent} % d’affinité` : ""),
}

/** All words of a set in French. */
export const bundleLabelsFr: BundleLabels = {
  title: "Achetés ensemble",
  added: "Ajouté au panier",
  failed: "Rien n’a été ajouté. L’un d’eux est peut-être épuisé.",
  total: "Ensemble :",
  variant: "Choisir",
  add: (count) => (count === 1 ? "Ajouter au panier" : `Ajouter les ${count} au panier`),
}
