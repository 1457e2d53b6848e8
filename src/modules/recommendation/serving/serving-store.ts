import type { AudienceMember, RuleInfo } from "../../../types/http"
import type { ServingChange } from "../database/change-log"
import type { ModuleContext } from "../context"
import { NO_EXTENSIONS } from "../extend/extensions"
import { Admission } from "./admission"
import { readOriginal } from "./alternatives/original"
import { Answers } from "./answers/answers"
import type { ServedAnswer } from "./answers/answers"
import { tracedList } from "./answers/traced-list"
import { readCart } from "./catalog/carts"
import type { CartContext } from "./catalog/carts"
import { findAudience } from "./audience/find-audience"
import { LittleKnownProducts } from "./exploration/little-known"
import { GiftFinder } from "./gift-finder/gift-answer"
import { KnownGifts } from "./gift-finder/known-gifts"
import type { GiftAnswer, GiftRequest, ProductGift } from "./gift-finder/gift-answer"
import { INTEREST } from "./gift"
import { makeBundle } from "./bundle/make-bundle"
import type { MadeBundle } from "./bundle/make-bundle"
import { pickedSet } from "./bundle/picked-set"
import type { PickedSet } from "./bundle/picked-set"
import { Catalog } from "./catalog/catalog"
import { Markets } from "./catalog/markets"
import { SaleIndex } from "./catalog/sale-index"
import { LiveModel } from "./live/live-model"
import type { Live } from "./live/live-model"
import { Refresher } from "./live/refresher"
import { Snapshots } from "./live/snapshot"
import { Orders } from "./ordering/orders"
import type { OrderRequest } from "./ordering/order-list"
import { Preparer } from "./pipeline/preparer"
import { previewList } from "./preview/preview"
import type { PreviewedList } from "./preview/preview"
import { readCategoryNames, traceShopper } from "./preview/trace"
import type { ShopperTrace } from "./preview/trace"
import { predictPreference } from "./preview/predict"
import type { PredictedPreference } from "./preview/predict"
import { simulateRules } from "./preview/simulate"
import type { Simulation, SimulationWork } from "./preview/simulate"
import type { ServingNeighbours, ShopPorts } from "./ports"
import { Profiles } from "./profiles"
import { similarProducts } from "./similar-products"
import type { SimilarProduct } from "./similar-products"
import { shopperTags } from "./question"
import type { Question, ShopperKey } from "./question"
import { Revisions } from "./revisions"
import { RuleMatches } from "./rules/rule-matches"
import { RulesStore } from "./rules/rules-store"
import { Shoppers } from "./shoppers"

/** Lists that are true at the moment they are shown: ranked in memory, checked in the database. */
export class ServingStore {
  readonly admission: Admission
  readonly ruleStore: RulesStore
  readonly markets: Markets
  private readonly catalog: Catalog
  private readonly model: LiveModel
  private readonly preparer: Preparer
  private readonly answers: Answers
  private readonly orders: Orders
  private readonly refresher: Refresher
  private readonly saleIndex: SaleIndex
  private readonly customers: Shoppers
  private readonly giftFinder: GiftFinder
  /** Moves for a shopper who acts, or of whom something else is known. */
  private readonly shoppers = new Revisions()

  constructor(
    private readonly context: ModuleContext,
    private readonly neighbours: ServingNeighbours,
  ) {
    this.admission = new Admission(context.options.limits.lists_at_once)
    this.markets = new Markets(context)
    this.catalog = new Catalog(context, async () => {
      const { gift } = (await neighbours.learning.readSettings()).settings
      return [gift.recipient, gift.occasion, gift.age_band, gift.wrap, INTEREST]
    })
    this.model = new LiveModel(context, neighbours, this.catalog)
    this.ruleStore = new RulesStore(context, neighbours.changes)
    this.saleIndex = new SaleIndex(context)
    const { ttl_seconds: ttlSeconds, max_entries: maxEntries } = context.options.cache
    const shared = { neighbours, catalog: this.catalog, markets: this.markets, model: this.model }
    const snapshots = new Snapshots({ ...shared, rules: this.ruleStore })
    const profiles = new Profiles(neighbours.behavior, this.shoppers, { lifeMs: ttlSeconds * 1_000, maxEntries })
    this.customers = new Shoppers(context, this.shoppers)
    const gifts = new KnownGifts(context)
    this.preparer = new Preparer({
      ...{ insights: neighbours.insights, snapshots, revisions: this.shoppers, profiles, saleIndex: this.saleIndex },
      ...{ extensions: context.extensions ?? NO_EXTENSIONS, littleKnown: new LittleKnownProducts(context) },
      ...{ shoppers: this.customers, matches: new RuleMatches(context), gifts },
      original: (productId, currencyCode) => readOriginal(context, { productId, currencyCode }),
    })
    this.giftFinder = new GiftFinder(context, { preparer: this.preparer, saleIndex: this.saleIndex, gifts })
    this.answers = new Answers(context, this.preparer)
    this.orders = new Orders(this.answers.served, { maxEntries })
    this.refresher = new Refresher(context, {
      ...shared,
      ...{ snapshots, saleIndex: this.saleIndex, shoppers: this.shoppers },
      forgetPeople: () => {
        profiles.forget()
        this.answers.forget()
        this.orders.forget()
      },
    })
  }

  /** Reads what the first list will need. */
  async warmUp(): Promise<void> {
    await this.refresher.begin()
    await this.preparer.snapshot()
  }

  /** What ranks now: the promoted model, or the ladder that needs none. */
  async live(): Promise<Live> {
    await this.refresher.catchUp()
    return this.model.get()
  }

  /** The stored rules, in the order in which they are applied. */
  rules(): Promise<RuleInfo[]> {
    return this.ruleStore.list()
  }

  /** A list, ready to be sent: from the cache while it is still true, else rebuilt. */
  answer(question: Question, ports: ShopPorts): Promise<ServedAnswer> {
    return tracedList(question.strategy, async () => {
      await this.refresher.catchUp()
      return this.answers.answer(question, ports)
    })
  }

  /** Given products in the shopper's order, ready to be sent; it stands still within a visit. */
  async order(question: Question, request: OrderRequest): Promise<Buffer> {
    await this.refresher.catchUp()
    return this.orders.answer(await this.preparer.prepare(question), request)
  }

  /** A cart as it stands; null when there is none of that id. */
  cart(id: string): Promise<CartContext | null> {
    return readCart(this.context, id)
  }

  /** Several lists for one page: no product stands in two of them. */
  async panels(questions: readonly Question[], ports: ShopPorts): Promise<ServedAnswer[]> {
    await this.refresher.catchUp()
    return this.answers.page(questions, ports)
  }

  /** A set that is bought as one, of the product on the page or the cart; null where there is none. */
  async bundle(question: Question, ports: ShopPorts): Promise<MadeBundle | null> {
    await this.refresher.catchUp()
    const prepared = await this.preparer.prepare(question)
    const made = await makeBundle(this.context, prepared, ports)
    if (made) this.answers.count(prepared, made.list, "bundle")
    return made
  }

  /** Products of the set that {@link bundle} shows on the same page; nothing of it counts as served. */
  async bundleProducts(question: Question, ports: ShopPorts): Promise<string[]> {
    const { made } = await this.previewBundle(question, ports)
    return [...(made?.variants.keys() ?? [])]
  }

  /** The set that a guest would be shown on the page, with the rule that picked it; nothing of it counts as served. */
  async previewBundle(
    question: Question,
    ports: ShopPorts,
  ): Promise<{ made: MadeBundle | null; rule: PickedSet["rule"] }> {
    await this.refresher.catchUp()
    const prepared = await this.preparer.prepare(question)
    return { made: await makeBundle(this.context, prepared, ports), rule: pickedSet(prepared.rules).rule }
  }

  /** The next best question to a giver, and what may be given already. */
  async nextGift(request: GiftRequest, ports: ShopPorts): Promise<GiftAnswer["body"]> {
    await this.refresher.catchUp()
    const { prepared, list, body } = await this.giftFinder.answer(request, ports)
    this.answers.count(prepared, list, "gift")
    return body
  }

  /** What is believed of a product as a gift; null where it is not published. */
  async productGift(productId: string): Promise<ProductGift | null> {
    await this.refresher.catchUp()
    return this.giftFinder.product(productId)
  }

  /** Of each published product that lists may show, how many answers of the assistant's it suits. */
  async giftReach(): Promise<Map<string, number>> {
    await this.refresher.catchUp()
    return this.giftFinder.reach()
  }

  /** What this shopper would see, and what filters and rules did to it. Nothing of it counts as served. */
  async preview(question: Question, ports: ShopPorts): Promise<PreviewedList> {
    await this.refresher.catchUp()
    return previewList(this.context, { prepared: await this.preparer.prepare(question), ports })
  }

  /** A preview beside the list as it stood before the shopper's last event; null for a customer who does not exist. */
  async trace(question: Question, ports: ShopPorts): Promise<ShopperTrace | null> {
    await this.refresher.catchUp()
    return traceShopper(this.context, { question, ports, preparer: this.preparer })
  }

  /** The customers who would most want a product, the likeliest first. */
  async audience(productId: string): Promise<AudienceMember[]> {
    await this.refresher.catchUp()
    const { live, settings } = await this.preparer.snapshot()
    const segmentOf = async (customerId: string) => (await this.customers.facts(customerId, settings)).segment
    return findAudience(this.context, productId, { neighbours: this.neighbours, live, settings, segmentOf })
  }

  /** What is like each of these products, for nobody in particular. */
  async similar(productIds: readonly string[]): Promise<SimilarProduct[]> {
    await this.refresher.catchUp()
    return similarProducts(productIds, await this.preparer.snapshot())
  }

  /** Products that cost nothing in the shop's own currency, and that lists may show unasked. */
  async freeProducts(limit = 20): Promise<string[]> {
    await this.live()
    const free = [...this.catalog.current].filter(([, { price, isRecommended }]) => price === 0 && isRecommended)
    return free.slice(0, limit).map(([id]) => id)
  }

  /** Names of categories by id. */
  categoryNames(ids: readonly string[]): Promise<Map<string, string>> {
    return readCategoryNames(this.context, ids)
  }

  /** Whether a shopper prefers a product; null when it is not for sale to them. */
  async predict(question: Question, ports: ShopPorts): Promise<PredictedPreference | null> {
    await this.refresher.catchUp()
    return predictPreference(this.context, { prepared: await this.preparer.prepare(question), ports })
  }

  /** What other rules would change for sample shoppers, or for one guest; nothing is stored. */
  async simulate(asked: Pick<SimulationWork, "rules" | "question" | "guest">): Promise<Simulation> {
    await this.refresher.catchUp()
    return simulateRules(this.context, { ...asked, preparer: this.preparer, stored: () => this.rules() })
  }

  /** What is kept of the shopper is read again. */
  dropShopper(shopper: ShopperKey): void {
    this.shoppers.move(shopperTags(shopper))
  }

  /** Something of the shop changed: settles when it is known here; other instances read of it in the log. */
  changed(changes: readonly ServingChange[]): Promise<void> {
    return this.neighbours.changes.add(changes)
  }

  /** Writes what waits to be written. */
  async flush(): Promise<void> {
    await Promise.all([this.answers.flush(), this.giftFinder.flush()])
  }
}
