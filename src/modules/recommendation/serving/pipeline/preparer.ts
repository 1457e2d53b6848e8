import { LRUCache } from "lru-cache"
import type { ProfileEvent } from "../../../../core/contract"
import type { RuleInfo } from "../../../../types/http"
import type { ModuleContext } from "../../context"
import type { AnswerBasis } from "../answers/answer-key"
import type { Catalogue } from "../catalogue/catalogue"
import type { SaleIndex } from "../catalogue/sale-index"
import { Drops } from "../drops"
import type { LiveModel } from "../live/live-model"
import type { ServingNeighbours } from "../ports"
import { shopperName, shopperTags } from "../question"
import type { Question, ShopperKey } from "../question"
import { ruleHolds } from "../rules/apply-rules"
import type { RulesStore } from "../rules/rules-store"
import type { Shoppers } from "../shoppers"
import { readHistory } from "./prepare"
import type { Prepared } from "./prepare"

export interface PreparerParts {
  readonly neighbours: ServingNeighbours
  readonly catalogue: Catalogue
  readonly model: LiveModel
  readonly rules: RulesStore
  readonly shoppers: Shoppers
  readonly saleIndex: SaleIndex
}

/** Shoppers whose behavior is kept in memory. */
const MAX_PROFILES = 2_000

/** Where no upper end of a budget is said. */
const HIGHEST_PRICE = 1e12

interface KeptProfile {
  /** Whose events are in it beside the customer's. */
  readonly visitorId: string | null
  readonly events: readonly ProfileEvent[]
}

/** What a preparation may be given instead of what is stored. */
export interface PrepareOverrides {
  /** Rules to try, instead of the stored ones. */
  readonly rules?: readonly RuleInfo[]
  /** Behavior instead of the shopper's own. */
  readonly events?: readonly ProfileEvent[]
}

/** Gathers all that an answer is made from, side by side. */
export class Preparer {
  private readonly profiles: LRUCache<string, KeptProfile> | null
  /** Customer by visitor id, where a request named both: what the visitor does changes the customer's profile. */
  private readonly customerOf = new LRUCache<string, string>({ max: MAX_PROFILES })
  private readonly drops = new Drops()

  constructor(
    context: ModuleContext,
    private readonly parts: PreparerParts,
  ) {
    const { ttl_seconds: ttlSeconds, max_entries: maxEntries } = context.options.cache
    this.profiles =
      ttlSeconds === 0 || maxEntries === 0
        ? null
        : new LRUCache({ max: Math.min(MAX_PROFILES, maxEntries), ttl: ttlSeconds * 1_000 })
  }

  /** Number of the latest behavior that an answer begun now takes into account. */
  get seq(): number {
    return this.parts.model.seq
  }

  /** What an answer's key holds beside the question; all of it is in memory. */
  async basis(question: Question): Promise<AnswerBasis> {
    const { neighbours, model, rules, shoppers } = this.parts
    const [live, { settings, version }, { revision }, arm] = await Promise.all([
      model.get(),
      neighbours.learning.settings(),
      rules.current(),
      neighbours.insights.armOf(question.shopper),
    ])
    const { groupIds, segment } = await shoppers.facts(question.shopper.customerId, settings)
    return {
      modelVersion: live.version,
      settingsVersion: version,
      rulesRevision: revision,
      customerGroupIds: groupIds,
      segment,
      arm,
      rotates: settings.serving.rotation > 0,
      now: Date.now(),
    }
  }

  async prepare(question: Question, overrides: PrepareOverrides = {}): Promise<Prepared> {
    const { neighbours, catalogue, model, shoppers, saleIndex } = this.parts
    const now = Date.now()
    const scope = { salesChannelIds: question.salesChannelIds, currencyCode: question.market.currencyCode }
    const { budgetMin, budgetMax } = question.gift
    const [live, { settings }, rules, arm, events, forSale, onSale, affordable] = await Promise.all([
      model.get(),
      neighbours.learning.settings(),
      overrides.rules ?? this.parts.rules.current().then((set) => set.rules),
      neighbours.insights.armOf(question.shopper),
      overrides.events ?? this.events(question.shopper),
      saleIndex.forSale(scope),
      question.strategy === "on_sale" ? saleIndex.onSale(scope.currencyCode) : null,
      budgetMin === null && budgetMax === null
        ? null
        : saleIndex.affordable(scope.currencyCode, { min: budgetMin ?? 0, max: budgetMax ?? HIGHEST_PRICE }),
    ])
    const facts = await shoppers.facts(question.shopper.customerId, settings)
    const occasion = {
      now,
      placement: question.placement,
      salesChannelIds: question.salesChannelIds,
      customerGroupIds: facts.groupIds,
    }
    return {
      ...{ question, now, live, catalogue, settings, facts, arm, forSale, onSale, affordable },
      profile: { events, segment: facts.segment },
      history: readHistory(events, now),
      rules: rules.filter((rule) => ruleHolds(rule, occasion)),
    }
  }

  /** Forgets shoppers' behavior, or everybody's. */
  forget(shoppers: readonly string[] | null): void {
    if (shoppers === null) {
      this.drops.dropAll()
      this.profiles?.clear()
    } else this.drops.drop(shoppers)
    for (const name of shoppers ?? []) {
      this.profiles?.delete(name)
      const customerId = this.customerOf.get(name)
      if (customerId !== undefined) this.profiles?.delete(customerId)
    }
  }

  private async events(shopper: ShopperKey): Promise<readonly ProfileEvent[]> {
    const name = shopperName(shopper)
    if (name === null) return []
    const { visitorId } = shopper
    const kept = this.profiles?.get(name)
    if (kept?.visitorId === visitorId) return kept.events
    const ticket = this.drops.begin()
    const events = await this.parts.neighbours.behavior.readProfile(shopper)
    if (visitorId !== null && visitorId !== name) this.customerOf.set(visitorId, name)
    if (!this.drops.since(ticket, shopperTags(shopper))) this.profiles?.set(name, { visitorId, events })
    return events
  }
}
