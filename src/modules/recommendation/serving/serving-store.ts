import type { RuleInfo, StoreRecommendationsResponse } from "../../../types/http"
import type { ModuleContext } from "../context"
import { Admission } from "./admission"
import { Answers } from "./answers/answers"
import type { ServedAnswer } from "./answers/answers"
import { tracedList } from "./answers/traced-list"
import { readCart } from "./catalogue/carts"
import type { CartContext } from "./catalogue/carts"
import { Catalogue } from "./catalogue/catalogue"
import { Markets } from "./catalogue/markets"
import { SaleIndex } from "./catalogue/sale-index"
import { Follower } from "./live/follower"
import type { ServingChange } from "./live/change-feed"
import { LiveModel } from "./live/live-model"
import type { Live } from "./live/live-model"
import { Preparer } from "./pipeline/preparer"
import { composePanels } from "./pipeline/panels"
import { previewList } from "./preview/preview"
import type { PreviewedList } from "./preview/preview"
import { readCategoryNames, traceShopper } from "./preview/trace"
import type { ShopperTrace } from "./preview/trace"
import { predictPreference } from "./preview/predict"
import type { PredictedPreference } from "./preview/predict"
import { simulateRules } from "./preview/simulate"
import type { SimulatedShopper, SimulationScope } from "./preview/simulate"
import type { ServingNeighbours, ShopPorts } from "./ports"
import type { Question, ShopperKey } from "./question"
import { RulesStore } from "./rules/rules-store"
import { Shoppers } from "./shoppers"

/** Lists that are true at the moment they are shown: ranked in memory, checked in the database. */
export class ServingStore {
  readonly admission: Admission
  readonly ruleStore: RulesStore
  readonly markets: Markets
  private readonly catalogue: Catalogue
  private readonly model: LiveModel
  private readonly preparer: Preparer
  private readonly answers: Answers
  private readonly follower: Follower

  constructor(
    private readonly context: ModuleContext,
    neighbours: ServingNeighbours,
  ) {
    const { gift, limits } = context.options
    this.admission = new Admission(limits.lists_at_once)
    this.markets = new Markets(context)
    this.catalogue = new Catalogue(context, () => [gift.recipient, gift.occasion, gift.age_band])
    this.model = new LiveModel(context, neighbours, this.catalogue)
    this.ruleStore = new RulesStore(context, () => this.changed([{ kind: "rules", key: null }]))
    const shoppers = new Shoppers(context)
    const saleIndex = new SaleIndex(context)
    this.preparer = new Preparer(context, {
      neighbours,
      catalogue: this.catalogue,
      model: this.model,
      rules: this.ruleStore,
      shoppers,
      saleIndex,
    })
    this.answers = new Answers(context, this.preparer)
    this.follower = new Follower(context, {
      neighbours,
      model: this.model,
      catalogue: this.catalogue,
      answers: this.answers,
      preparer: this.preparer,
      rules: this.ruleStore,
      markets: this.markets,
      shoppers,
      saleIndex,
    })
  }

  /** Reads what the first list will need. */
  async warmUp(): Promise<void> {
    await this.follower.begin()
    await this.model.get()
  }

  /** What ranks now: the promoted model, or the ladder that needs none. */
  async live(): Promise<Live> {
    await this.follower.catchUp()
    return this.model.get()
  }

  /** The stored rules, in the order in which they are applied. */
  rules(): Promise<RuleInfo[]> {
    return this.ruleStore.list()
  }

  /** A list, ready to be sent: from the cache while it is still true, else made anew. */
  answer(question: Question, ports: ShopPorts): Promise<ServedAnswer> {
    return tracedList(question.strategy, async () => {
      await this.follower.catchUp()
      return this.answers.answer(question, ports)
    })
  }

  /** A cart as it stands; null when there is none of that id. */
  cart(id: string): Promise<CartContext | null> {
    return readCart(this.context, id)
  }

  /** Several lists for one page: no product stands in two of them. */
  async panels(
    questions: readonly Question[],
    ports: ShopPorts,
  ): Promise<StoreRecommendationsResponse<Record<string, unknown>>[]> {
    await this.follower.catchUp()
    return composePanels(this.context, { questions, ports, preparer: this.preparer, served: this.answers.served })
  }

  /** What this shopper would see, and what filters and rules did to it. Nothing of it counts as served. */
  async preview(question: Question, ports: ShopPorts): Promise<PreviewedList> {
    await this.follower.catchUp()
    return previewList(this.context, { prepared: await this.preparer.prepare(question), ports })
  }

  /** A preview beside the list as it stood before the shopper's last event; null for a customer who does not exist. */
  async trace(question: Question, ports: ShopPorts): Promise<ShopperTrace | null> {
    await this.follower.catchUp()
    return traceShopper(this.context, { question, ports, preparer: this.preparer })
  }

  /** Names of categories by id. */
  categoryNames(ids: readonly string[]): Promise<Map<string, string>> {
    return readCategoryNames(this.context, ids)
  }

  /** Whether a shopper prefers a product; null when it is not for sale to them. */
  async predict(question: Question, ports: ShopPorts): Promise<PredictedPreference | null> {
    await this.follower.catchUp()
    return predictPreference(this.context, { prepared: await this.preparer.prepare(question), ports })
  }

  /** What other rules would change for sample shoppers; nothing is stored. */
  async simulate(rules: readonly RuleInfo[], scope: SimulationScope): Promise<SimulatedShopper[]> {
    await this.follower.catchUp()
    return simulateRules(this.context, { rules, scope, preparer: this.preparer })
  }

  /** The shopper did something: forgets what was kept for them. */
  dropShopper(shopper: ShopperKey): void {
    this.follower.forgetShopper(shopper)
  }

  /** Something of the shop changed: forgets it here at once, and tells the other instances. */
  async changed(changes: readonly ServingChange[]): Promise<void> {
    await this.follower.changed(changes)
  }

  /** Like {@link changed}, for events that come in crowds. */
  announce(changes: readonly ServingChange[]): Promise<void> {
    return this.follower.announce(changes)
  }

  /** Writes what waits to be written. */
  flush(): Promise<void> {
    return this.answers.served.flush()
  }
}
