import { exploreList } from "../../../../core/exploration"
import { hash32 } from "../../../../core/evaluation/experiment"
import { createRandom } from "../../../../core/random/seeded-random"
import { exploredCandidate } from "../pipeline/candidates"
import { categoryLimits } from "../pipeline/cap-categories"
import type { Candidate } from "../pipeline/candidates"
import { rankingProfile } from "../pipeline/prepare"
import type { Prepared } from "../pipeline/prepare"
import { createSieve } from "../pipeline/sieve"
import type { Question } from "../question"
import { channelOf, shopperName } from "../question"
import { STRATEGY_POLICIES } from "../strategies"
import type { RecommendationSettings } from "../../options"
import type { LittleKnown } from "./little-known"
import { visitOf } from "../visit"

/** New products that one visit may be shown: the chances of so many are worked out in a millisecond. */
const CONTENDERS_AT_MOST = 30

/** Whether a list may be explored at all: it is personal, and somebody is there who may click. */
export function mayExplore({ strategy, shopper, placement }: Question, { serving }: RecommendationSettings): boolean {
  const isOff = placement !== null && serving.exploration_off.includes(placement)
  return STRATEGY_POLICIES[strategy].isPersonal && serving.exploration > 0 && !isOff && shopperName(shopper) !== null
}

/** A list with places that new products have got, and the chances by which it is as it is. */
export interface Explored {
  readonly candidates: readonly Candidate[]
  /** Products that stand there by exploration. */
  readonly explored: ReadonlySet<string>
  /** Probability with which each shown product was chosen for its place; empty where all were certain. */
  readonly chances: ReadonlyMap<string, number>
}

/** New products that one request's list may be explored with: within a visit they are the same. */
export class Exploration {
  private readonly seed: number
  private readonly contenders: LittleKnown["products"]
  /** Probability of an eligible product to be among the contenders. */
  private readonly inclusion: number
  private drawn: ReadonlyMap<string, number> | null = null

  constructor(
    private readonly prepared: Prepared,
    known: LittleKnown,
  ) {
    const { question, now } = prepared
    const visit = `${shopperName(question.shopper) ?? ""} ${visitOf(question.shopper, now)} ${question.placement ?? ""}`
    this.seed = hash32(`explore ${visit}`)
    const sieve = createSieve(prepared)
    const eligible = known.products.filter(({ productId }) => sieve.removal(productId) === null)
    this.inclusion = Math.min(1, CONTENDERS_AT_MOST / eligible.length)
    this.contenders =
      this.inclusion === 1
        ? eligible
        : eligible
            .map((product) => ({ product, ticket: hash32(`${this.seed} ${product.productId}`) }))
            .sort((a, b) => a.ticket - b.ticket)
            .slice(0, CONTENDERS_AT_MOST)
            .map(({ product }) => product)
  }

  /**
   * The list with what is explored in it.
   *
   * @param failed products that turned out not to be for sale
   */
  explore(candidates: readonly Candidate[], failed: ReadonlyMap<string, unknown>): Explored {
    const { question, settings } = this.prepared
    const { limit } = question
    const { order, explored, chances } = exploreList(
      {
        ...{ order: candidates.map(({ productId }) => productId), limit, share: settings.serving.exploration },
        contenders: this.contenders.map(({ productId }) => productId).filter((id) => !failed.has(id)),
        ...{ fits: this.fits(), shares: () => this.shares() },
      },
      createRandom(this.seed),
    )
    if (chances.every((chance) => chance === 1)) return { candidates, explored, chances: new Map() }
    const byId = new Map(candidates.map((candidate) => [candidate.productId, candidate]))
    return {
      candidates: order.flatMap((id) =>
        explored.has(id) ? [exploredCandidate(this.prepared, id)] : (byId.get(id) ?? []),
      ),
      explored,
      chances: new Map(
        chances.map((chance, at) => [order[at] ?? "", this.chanceOf(chance, explored.has(order[at] ?? ""))]),
      ),
    }
  }

  /** One more of a category stands only where another of it gives way, or where the list has room for one. */
  private fits(): (productId: string, shown: readonly string[], place: number) => boolean {
    const most = categoryLimits(this.prepared)
    const categoryOf = (id: string | undefined): string => this.prepared.catalog.get(id ?? "")?.category ?? ""
    return (productId, shown, place) => {
      const category = categoryOf(productId)
      if (category === categoryOf(shown[place])) return true
      return shown.filter((id) => categoryOf(id) === category).length < most(category)
    }
  }

  private chanceOf(chance: number, isExplored: boolean): number {
    return isExplored ? chance * this.inclusion : chance
  }

  private shares(): ReadonlyMap<string, number> {
    const { live, now, question } = this.prepared
    this.drawn ??= live.recommender.explore(rankingProfile(this.prepared), {
      ...{ now, channel: channelOf(question), products: this.contenders, seed: this.seed },
    })
    return this.drawn
  }
}

/** What a request's list is explored with; null where nothing is. */
export function explorationOf(prepared: Prepared): Exploration | null {
  const { littleKnown } = prepared
  return littleKnown === null || littleKnown.products.length === 0 ? null : new Exploration(prepared, littleKnown)
}
