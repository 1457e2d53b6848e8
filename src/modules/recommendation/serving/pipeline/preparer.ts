import type { ProfileEvent } from "../../../../core/contract"
import type { RuleInfo } from "../../../../types/http"
import { PRICE_BAND } from "../alternatives/is-alternative"
import type { Original } from "../alternatives/original"
import type { Catalogue } from "../catalogue/catalogue"
import type { Markets } from "../catalogue/markets"
import type { SaleIndex } from "../catalogue/sale-index"
import type { LiveModel } from "../live/live-model"
import type { ServingNeighbours } from "../ports"
import type { Profiles } from "../profiles"
import type { Question } from "../question"
import { ruleHolds, rulesRevision } from "../rules/apply-rules"
import type { RuleMatches } from "../rules/rule-matches"
import type { RulesStore } from "../rules/rules-store"
import type { Shoppers } from "../shoppers"
import { readHistory } from "./prepare"
import type { Prepared } from "./prepare"

export interface PreparerParts {
  readonly neighbours: ServingNeighbours
  readonly catalogue: Catalogue
  readonly markets: Markets
  readonly model: LiveModel
  readonly rules: RulesStore
  readonly matches: RuleMatches
  readonly shoppers: Shoppers
  readonly profiles: Profiles
  readonly saleIndex: SaleIndex
  /** The product that alternatives are wanted for. */
  readonly original: (productId: string, currencyCode: string) => Promise<Original | null>
}

/** What a preparation may be given instead of what is stored. */
export interface PrepareOverrides {
  /** Rules to try, instead of the stored ones. */
  readonly rules?: readonly RuleInfo[]
  /** Behavior instead of the shopper's own. */
  readonly events?: readonly ProfileEvent[]
}

/** Gathers all that an answer is made from, once: its key and its list must be of the same facts. */
export class Preparer {
  constructor(private readonly parts: PreparerParts) {}

  async prepare(question: Question, overrides: PrepareOverrides = {}): Promise<Prepared> {
    const { neighbours, catalogue, markets, model, profiles, shoppers, saleIndex } = this.parts
    const scope = { salesChannelIds: question.salesChannelIds, currencyCode: question.market.currencyCode }
    const { strategy, productId } = question
    const isAlternative = strategy === "alternatives" && productId !== null
    const hasBudget = question.gift.budgetMin !== null || question.gift.budgetMax !== null
    const [live, { settings, version }, stored, arm, profile, forSale, onSale, prices, original] = await Promise.all([
      model.get(),
      neighbours.learning.settings(),
      overrides.rules ?? this.parts.rules.current(),
      neighbours.insights.armOf(question.shopper),
      overrides.events ? { events: overrides.events, revision: "" } : profiles.read(question.shopper),
      saleIndex.forSale(scope),
      strategy === "on_sale" ? saleIndex.onSale(scope.currencyCode) : null,
      hasBudget || isAlternative ? saleIndex.prices(scope.currencyCode) : null,
      isAlternative ? this.parts.original(productId, scope.currencyCode) : null,
    ])
    const facts = await shoppers.facts(question.shopper.customerId, settings)
    const now = Date.now()
    const occasion = {
      now,
      ...{ placement: question.placement, productId },
      salesChannelIds: question.salesChannelIds,
      customerGroupIds: facts.groupIds,
    }
    const held = stored.filter((rule) => ruleHolds(rule, occasion))
    const rules = await this.parts.matches.resolve(held, { ...scope, productId })
    return {
      ...{ question, now, live, settings, facts, arm, rules },
      catalogue: catalogue.current,
      forSale: forSale.products,
      onSale: onSale?.products ?? null,
      prices: prices?.products ?? null,
      alternative: original && { original, priceBand: question.priceBand ?? PRICE_BAND },
      profile: { events: profile.events, segment: facts.segment },
      history: readHistory(profile.events, now),
      basis: {
        modelVersion: live.version,
        settingsVersion: version,
        rules: rulesRevision(rules),
        parts: [catalogue, forSale, onSale, prices].map((part) => part?.version ?? null),
        original: original && JSON.stringify(original),
        market: markets.revision,
        profile: profile.revision,
        customerGroupIds: facts.groupIds,
        segment: facts.segment,
        arm,
        rotates: settings.serving.rotation > 0,
        now,
      },
    }
  }
}
