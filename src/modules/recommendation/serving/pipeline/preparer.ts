import { randomUUID } from "node:crypto"
import type { ExperimentArm } from "../../../../core/evaluation/experiment"
import type { ProfileEvent } from "../../../../core/contract"
import type { RuleInfo } from "../../../../types/http"
import type { Extensions } from "../../extend/extensions"
import { ReadThrough } from "../../read-through"
import { PRICE_BAND } from "../alternatives/is-alternative"
import type { Original } from "../alternatives/original"
import type { SaleIndex } from "../catalog/sale-index"
import { mayExplore } from "../exploration/exploration"
import type { LittleKnownProducts } from "../exploration/little-known"
import { hasBudget } from "../gift"
import type { KnownGifts } from "../gift-finder/known-gifts"
import type { ServingSnapshot, Snapshots } from "../live/snapshot"
import type { ServingNeighbours } from "../ports"
import type { Profiles } from "../profiles"
import { shopperTags } from "../question"
import type { Question, ShopperKey } from "../question"
import type { Revisions } from "../revisions"
import { ruleHolds, rulesRevision } from "../rules/apply-rules"
import type { RuleMatches } from "../rules/rule-matches"
import type { Shoppers } from "../shoppers"
import { isImpersonal, variationOf, variedModel, variedQuestion, variedSettings } from "../variation"
import { readHistory } from "./prepare"
import type { Prepared } from "./prepare"

/** Arms kept while an experiment runs, and milliseconds that each is; who acts or logs in is looked up again. */
const MAX_ARMS = 10_000
const ARM_MS = 60_000

export interface PreparerParts {
  readonly insights: ServingNeighbours["insights"]
  readonly snapshots: Snapshots
  readonly revisions: Revisions
  readonly matches: RuleMatches
  readonly shoppers: Shoppers
  readonly profiles: Profiles
  readonly saleIndex: SaleIndex
  readonly extensions: Extensions
  readonly littleKnown: LittleKnownProducts
  readonly gifts: KnownGifts
  /** The product that alternatives are wanted for. */
  readonly original: (productId: string, currencyCode: string) => Promise<Original | null>
}

/** What a preparation may be given instead of what is stored. */
export interface PrepareOverrides {
  /** Rules to try, instead of the stored ones. */
  readonly rules?: readonly RuleInfo[]
  /** Behavior instead of the shopper's own. */
  readonly events?: readonly ProfileEvent[]
  /** The snapshot that the request has taken, where it asks for several lists. */
  readonly snapshot?: ServingSnapshot
}

/** Gathers all that an answer is made from, once: its key and its list must be of the same facts. */
export class Preparer {
  private readonly name = randomUUID()
  private readonly arms = new ReadThrough<ExperimentArm | null>({ max: MAX_ARMS, lifeMs: ARM_MS })

  constructor(private readonly parts: PreparerParts) {}

  /** What lists are made from now. */
  snapshot(): Promise<ServingSnapshot> {
    return this.parts.snapshots.take()
  }

  async prepare(asked: Question, overrides: PrepareOverrides = {}): Promise<Prepared> {
    const { profiles, shoppers, saleIndex } = this.parts
    const snapshot = overrides.snapshot ?? (await this.snapshot())
    const { catalog } = snapshot
    const arm = await this.armOf(asked.shopper, snapshot)
    const variation = variationOf(snapshot.experiment, arm)
    const live = variedModel(snapshot, variation)
    const question = variedQuestion(asked, variation)
    const settings = variedSettings(snapshot.settings, variation)
    const scope = { salesChannelIds: question.salesChannelIds, currencyCode: question.market.currencyCode }
    const { strategy, productId } = question
    const isAlternative = strategy === "alternatives" && productId !== null
    const names = [question.gift.recipient, question.gift.occasion, question.gift.ageBand]
    const namesGift = strategy === "gift" && names.some((name) => name !== null)
    const [facts, profile, forSale, onSale, prices, original, beliefs] = await Promise.all([
      shoppers.facts(question.shopper.customerId, settings),
      overrides.events ? { events: overrides.events, revision: "" } : profiles.read(question.shopper),
      saleIndex.forSale(scope),
      strategy === "on_sale" ? saleIndex.onSale(scope.currencyCode) : null,
      hasBudget(question.gift) || isAlternative ? saleIndex.prices(scope.currencyCode) : null,
      isAlternative ? this.parts.original(productId, scope.currencyCode) : null,
      namesGift ? this.parts.gifts.beliefs(snapshot) : null,
    ])
    if (question.shopper.customerId !== null) profiles.learnVisitors(question.shopper.customerId, facts.visitorIds)
    const now = Date.now()
    const explores = live.version !== null && !isImpersonal(variation) && mayExplore(question, settings)
    const occasion = {
      now,
      ...{ placement: question.placement, productId },
      salesChannelIds: question.salesChannelIds,
      customerGroupIds: facts.groupIds,
    }
    const held = (overrides.rules ?? snapshot.rules).filter((rule) => ruleHolds(rule, occasion))
    const rules = await this.parts.matches.resolve(held, { ...scope, productId })
    return {
      ...{ question, now, live, settings, facts, arm, variation, rules, catalog },
      forSale: forSale.products,
      onSale: onSale?.products ?? null,
      prices: prices?.products ?? null,
      alternative: original && { original, priceBand: question.priceBand ?? PRICE_BAND },
      profile: { events: profile.events, segment: facts.segment },
      history: readHistory(profile.events, now),
      beliefs,
      littleKnown: explores ? this.parts.littleKnown.current() : null,
      extensions: this.parts.extensions,
      basis: {
        modelVersion: live.version,
        settingsVersion: snapshot.settingsVersion,
        rules: rulesRevision(rules),
        // What an outdated model makes no other instance may keep: no other asks by this name.
        parts: [
          { revision: live.load, contents: snapshot.isOutdated ? this.name : "" },
          snapshot.catalogVersion,
          ...[forSale, onSale, prices].map((part) => part?.version ?? null),
        ],
        extensions: this.parts.extensions.revision(),
        original: original && JSON.stringify(original),
        beliefs: beliefs && beliefs.revision,
        market: snapshot.market,
        profile: profile.revision,
        customerGroupIds: facts.groupIds,
        segment: facts.segment,
        arm,
        variation: variation && JSON.stringify(variation),
        rotates: explores || settings.serving.rotation > 0,
        now,
      },
    }
  }

  private armOf(shopper: ShopperKey, { experiment }: ServingSnapshot): Promise<ExperimentArm | null> | null {
    if (experiment === null) return null
    const { insights, revisions } = this.parts
    const names = shopperTags(shopper).map((name) => [name, revisions.of(name)])
    const key = JSON.stringify([experiment.id, shopper.customerId, shopper.visitorId, names])
    return this.arms.get(key, () => insights.armOf(shopper, experiment))
  }
}
