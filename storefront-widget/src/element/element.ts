import { askTogether } from "../client/ask-together"
import { attempt } from "../client/browser"
import { RecommendationsClient } from "../client/client"
import type { ClientOptions } from "../client/client-types"
import { createSdk } from "../client/http"
import { RecommendationsList } from "../client/list"
import type { RecommendationItem, RecommendationsQuery } from "../client/types"
import { withDefaults } from "../view/labels"
import { labelsDe } from "../view/labels-de"
import type { LabelOverrides } from "../view/labels"
import { renderList } from "../view/list"
import { onlyVariantOf } from "../view/product"
import { createSession } from "../view/session"
import type { ItemContext, ListSession } from "../view/session"
import { styles } from "../view/styles"
import { OBSERVED, readConsent, readFlag, readQuery } from "./attributes"
import { h, render } from "./render"

/** Detail of `svm-add-to-cart` and `svm-wishlist`. Who takes the matter over calls `respondWith`. */
export interface ItemEventDetail {
  item: RecommendationItem
  context: ItemContext
  /** Of `svm-wishlist`: whether it is now wished for. */
  wished?: boolean
  /** The promise decides: kept, the act counts; broken, the button is as before. */
  respondWith: (work: Promise<unknown>) => void
}

/** Configured once, or made from the attributes of the first element that has them; by address and key. */
const clients = new Map<string, { client: RecommendationsClient; options: ClientOptions }>()
let configured: { client: RecommendationsClient; options: ClientOptions } | undefined

/** One client for all elements of the page, with an SDK of one's own; it may be called before they are there. */
export function configure(options: ClientOptions): RecommendationsClient {
  configured = { client: new RecommendationsClient(options), options }
  return configured.client
}

const Base = globalThis.HTMLElement ?? Object
const SHEET = `:host{display:block}:host([hidden]){display:none}${styles}`

/** The looks of a shadow root; before Safari 16.4 there are no constructed sheets. */
function dress(root: ShadowRoot): void {
  const sheet = attempt(() => new CSSStyleSheet())
  if (sheet) {
    sheet.replaceSync(SHEET)
    root.adoptedStyleSheets = [sheet]
  } else root.appendChild(document.createElement("style")).textContent = SHEET
}

/** `<svm-recommendations>`: the list for pages without React. */
export class SvmRecommendationsElement extends Base {
  static readonly observedAttributes = OBSERVED
  #labels: LabelOverrides | undefined
  #list: RecommendationsList | undefined
  #listKey = ""
  #wished: string | null = null
  #session: ListSession | undefined
  #unsubscribe: (() => void) | undefined
  #due = false

  connectedCallback(): void {
    if (!this.shadowRoot) {
      dress(this.attachShadow({ mode: "open" }))
    }
    this.#update()
  }

  disconnectedCallback(): void {
    // An element that is only moved is connected again before this runs.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end()
    })
  }

  attributeChangedCallback(): void {
    this.#update()
  }

  /** Own words, in any language. */
  set labels(labels: LabelOverrides | undefined) {
    this.#labels = labels
    this.#update()
  }

  get labels(): LabelOverrides | undefined {
    return this.#labels
  }

  /** Asks again, now. */
  async refresh(): Promise<void> {
    await this.#list?.refresh()
  }

  /** Once for all attributes that are set in one go. */
  readonly #update = (): void => {
    if (this.#due) return
    this.#due = true
    queueMicrotask(() => {
      this.#due = false
      if (this.isConnected) this.#render()
    })
  }

  #setup() {
    if (configured) return configured
    const baseUrl = this.getAttribute("backend-url")
    const publishableKey = this.getAttribute("publishable-key")
    if (!baseUrl || !publishableKey) return undefined
    const key = `${baseUrl} ${publishableKey}`
    const options = { sdk: createSdk({ baseUrl, publishableKey }), consent: readConsent(this), ask: askTogether }
    const made = clients.get(key) ?? { client: new RecommendationsClient(options), options }
    clients.set(key, made)
    return made
  }

  #render(): void {
    const setup = this.#setup()
    if (!setup || !this.shadowRoot) return
    const { client } = setup
    this.#identify(client)
    const query = readQuery(this)
    const list = this.#follow(client, query)
    const state = list.getState()
    const given = { query, answer: state.answer, onAddToCart: this.#onAdd, onWishlist: this.#onWish }
    const session = (this.#session ??= createSession(client, given, this.#update))
    session.props = given
    // What the page says is on the wishlist counts when it changes: a press in between stays pressed.
    const wished = this.getAttribute("wished")
    if (wished !== this.#wished) session.wished = new Set((this.#wished = wished)?.split(/[\s,]+/))
    session.row.remember()
    const level = Number(this.getAttribute("heading-level"))
    const locale = this.getAttribute("locale") ?? (document.documentElement.lang || "en")
    const spoken = locale.startsWith("de") ? labelsDe : undefined
    const view = renderList(h, state, {
      ...{ id: "title", title: this.getAttribute("heading") ?? undefined, labels: withDefaults(spoken, this.#labels) },
      locale,
      headingLevel: level >= 2 && level <= 5 ? level : 2,
      showReasons: readFlag(this, "show-reasons", true),
      showConfidence: readFlag(this, "show-confidence", false),
      showAddToCart: readFlag(this, "show-add-to-cart", false),
      showWishlist: readFlag(this, "show-wishlist", false),
      showDismiss: readFlag(this, "show-dismiss", false),
      ...{ productHref: this.getAttribute("href"), moreHref: this.getAttribute("more-href"), session },
    })
    render(this.shadowRoot, view ? [view] : [])
    session.row.rendered(this.shadowRoot.querySelector("ul"))
  }

  #follow(client: RecommendationsClient, query: RecommendationsQuery): RecommendationsList {
    const interval = Number(this.getAttribute("refresh-interval"))
    const timing = {
      autoRefresh: readFlag(this, "auto-refresh", true),
      refreshInterval: interval > 0 ? interval : undefined,
    }
    const key = JSON.stringify([query, timing])
    if (this.#list && key === this.#listKey) return this.#list
    this.#unsubscribe?.()
    this.#listKey = key
    this.#list = new RecommendationsList(client, { query, ...timing })
    this.#unsubscribe = this.#list.subscribe(this.#update)
    return this.#list
  }

  #identify(client: RecommendationsClient): void {
    if (this.hasAttribute("consent")) client.consent = readConsent(this)
    const visitor = this.getAttribute("visitor-id")
    if (visitor) client.visitor.adopt(visitor)
    const customer = this.getAttribute("customer-id")
    if (customer !== null) client.customerId = customer || undefined
  }

  #end(): void {
    this.#unsubscribe?.()
    this.#session?.row.rendered(null)
    this.#unsubscribe = this.#list = this.#session = undefined
    this.#wished = null
  }

  readonly #onAdd = (item: RecommendationItem, context: ItemContext): Promise<unknown> =>
    this.#offer("svm-add-to-cart", { item, context }) ?? this.#addToCart(item, context)

  readonly #onWish = (item: RecommendationItem, wished: boolean, context: ItemContext): Promise<unknown> | undefined =>
    this.#offer("svm-wishlist", { item, context, wished })

  /** The product's only variant into the cart that the attributes name. */
  async #addToCart({ product }: RecommendationItem, { metadata }: ItemContext): Promise<void> {
    const cart = this.getAttribute("cart-id")
    const variant_id = onlyVariantOf(product)
    const setup = this.#setup()
    if (!cart || !variant_id || !setup) throw new Error("no cart, or a choice of variants to be made")
    const path = `/store/carts/${encodeURIComponent(cart)}/line-items`
    await setup.options.sdk.client.fetch(path, { method: "POST", body: { variant_id, quantity: 1, metadata } })
  }

  /** Offers the matter to the page; undefined when nobody takes it. */
  #offer(type: string, detail: Omit<ItemEventDetail, "respondWith">): Promise<unknown> | undefined {
    let answer: Promise<unknown> | undefined
    const respondWith = (work: Promise<unknown>) => (answer = work)
    const init = { detail: { ...detail, respondWith }, bubbles: true, composed: true, cancelable: true }
    const free = this.dispatchEvent(new CustomEvent(type, init))
    return answer ?? (free ? undefined : Promise.resolve())
  }
}
