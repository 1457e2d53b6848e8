/** Every word of the component by which shoppers see and delete what is known of them. */
export interface MyDataLabels {
  title: string
  intro: string
  show: string
  /** How many events there are, and since when. */
  kept: (count: number, since: string) => string
  nothing: string
  /** Names of what a shopper did, by the event's type; a type without a name is its own. */
  types: Record<string, string>
  download: string
  forget: string
  /** Asked before anything is deleted. */
  sure: string
  yes: string
  no: string
  forgotten: (count: number) => string
  personal: string
  loading: string
  failed: string
}

export const myDataLabels: MyDataLabels = {
  title: "What we know of you",
  intro: "Your recommendations go by what you did in this shop. You can see it, download it and delete it.",
  show: "Show it",
  kept: (count, since) => `${count} ${count === 1 ? "entry" : "entries"} since ${since}`,
  nothing: "Nothing is kept of you.",
  types: {
    ...{ view: "viewed", click: "opened from a list", impression: "seen in a list", add_to_cart: "added to the cart" },
    ...{ remove_from_cart: "removed from the cart", add_to_wishlist: "added to a wishlist", purchase: "bought" },
    ...{ remove_from_wishlist: "removed from a wishlist", return: "returned", dismiss: "not interested" },
  },
  download: "Download all of it",
  forget: "Forget me",
  sure: "Delete all of it? This cannot be undone.",
  yes: "Delete",
  no: "Keep it",
  forgotten: (count) => `Deleted: ${count} ${count === 1 ? "entry" : "entries"}.`,
  personal: "Personal recommendations on my account",
  loading: "One moment",
  failed: "The shop did not answer, or you must be signed in to see this.",
}

export const myDataLabelsDe: MyDataLabels = {
  title: "Was wir von dir wissen",
  intro:
    "Deine Empfehlungen richten sich nach dem, was du in diesem Shop getan hast. Du kannst es sehen, laden und löschen.",
  show: "Anzeigen",
  kept: (count, since) => `${count} ${count === 1 ? "Eintrag" : "Einträge"} seit ${since}`,
  nothing: "Von dir ist nichts gespeichert.",
  types: {
    ...{ view: "angesehen", click: "aus einer Liste geöffnet", impression: "in einer Liste gesehen" },
    ...{ add_to_cart: "in den Warenkorb gelegt", remove_from_cart: "aus dem Warenkorb genommen" },
    ...{ add_to_wishlist: "gemerkt", remove_from_wishlist: "nicht mehr gemerkt", purchase: "gekauft" },
    ...{ return: "zurückgegeben", dismiss: "kein Interesse" },
  },
  download: "Alles laden",
  forget: "Vergiss mich",
  sure: "Alles löschen? Das lässt sich nicht rückgängig machen.",
  yes: "Löschen",
  no: "Behalten",
  forgotten: (count) => `Gelöscht: ${count} ${count === 1 ? "Eintrag" : "Einträge"}.`,
  personal: "Persönliche Empfehlungen in meinem Konto",
  loading: "Einen Moment",
  failed: "Der Shop hat nicht geantwortet, oder du musst dafür angemeldet sein.",
}
