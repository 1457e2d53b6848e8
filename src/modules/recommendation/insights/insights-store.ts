import type { ExperimentArm } from "../../../core/evaluation/experiment"
import type { ChangeLog } from "../database/change-log"
import type { ModuleContext } from "../context"
import type { AttributionScope } from "./attribution"
import { behaviorStatistics, captureStatistics } from "./behavior-statistics"
import type { BehaviorStatistics, CaptureStatistics } from "./behavior-statistics"
import { productsInMostBaskets } from "./common-products"
import type { CommonProduct } from "./common-products"
import { countInBackground } from "./count-in-background"
import { boughtTogether, creditedProductsOfOrder, productPerformance } from "./entity-insights"
import type { BoughtTogether, CreditedProduct, ProductPerformance } from "./entity-insights"
import type { AssignedShopper } from "../experiments/experiment-counts"
import { Experiments } from "../experiments/experiments"
import type { RunningExperiment } from "../experiments/experiments"
import { giftInsight } from "./gift-insight"
import type { GiftInsight } from "./gift-insight"
import { KeptFigures } from "./kept-figures"
import type { Wait } from "./kept-figures"
import { recommendationResults } from "./results"
import type { ResultsFigures, ResultsScope } from "./results"
import { partnerEvidence, setUse } from "./set-evidence"
import type { PartnerEvidence, SetUse } from "./set-evidence"
import type { Period } from "./sql"

const HOUR_MS = 3_600_000

/**
 * What came of it all: statistics of behavior, results of lists, experiments. What reads a period of the log takes how
 * long to `wait` for it, `"counted"` by default, and throws StillCountingError as {@link KeptFigures} does.
 */
export class InsightsStore {
  private readonly kept = {
    behavior: new KeptFigures<BehaviorStatistics>(),
    results: new KeptFigures<ResultsFigures>(),
    gifts: new KeptFigures<GiftInsight>(),
    product: new KeptFigures<ProductPerformance>(),
    boughtTogether: new KeptFigures<BoughtTogether[]>(),
    partners: new KeptFigures<PartnerEvidence[]>(),
    setUse: new KeptFigures<SetUse>(),
    commonProducts: new KeptFigures<CommonProduct[]>(),
  }
  readonly experiments: Experiments

  constructor(
    private readonly context: ModuleContext,
    changes?: ChangeLog,
  ) {
    this.experiments = new Experiments(context, changes)
  }

  behavior(period: Period, timeZone: string, wait?: Wait): Promise<BehaviorStatistics> {
    const count = (counting: ModuleContext) => behaviorStatistics(counting, period, timeZone)
    return this.ask(this.kept.behavior, { ...period, timeZone }, count, wait)
  }

  capture(period: Period): Promise<CaptureStatistics> {
    return captureStatistics(this.context, period)
  }

  results(scope: ResultsScope, wait?: Wait): Promise<ResultsFigures> {
    return this.ask(this.kept.results, scope, (counting) => recommendationResults(counting, scope), wait)
  }

  gifts(scope: AttributionScope, reach: ReadonlyMap<string, number>, wait?: Wait): Promise<GiftInsight> {
    return this.ask(this.kept.gifts, scope, (counting) => giftInsight(counting, scope, reach), wait)
  }

  product(productId: string, scope: AttributionScope, wait?: Wait): Promise<ProductPerformance> {
    const count = (counting: ModuleContext) => productPerformance(counting, productId, scope)
    return this.ask(this.kept.product, { ...scope, productId }, count, wait)
  }

  boughtTogether(productId: string, scope: Period & { limit: number }, wait?: Wait): Promise<BoughtTogether[]> {
    const count = (counting: ModuleContext) => boughtTogether(counting, productId, scope)
    return this.ask(this.kept.boughtTogether, { ...scope, productId }, count, wait)
  }

  partners(
    productId: string,
    { partnerIds, ...period }: Period & { partnerIds: readonly string[] },
    wait?: Wait,
  ): Promise<PartnerEvidence[]> {
    const count = (counting: ModuleContext) => partnerEvidence(counting, { productId, partnerIds }, period)
    return this.ask(this.kept.partners, { ...period, productId, partnerIds }, count, wait)
  }

  setUse(scope: AttributionScope, wait?: Wait): Promise<SetUse> {
    return this.ask(this.kept.setUse, scope, (counting) => setUse(counting, scope), wait)
  }

  commonProducts(period: Period, wait?: Wait): Promise<CommonProduct[]> {
    return this.ask(this.kept.commonProducts, period, (counting) => productsInMostBaskets(counting, period), wait)
  }

  order(orderId: string, scope: AttributionScope): Promise<CreditedProduct[]> {
    return creditedProductsOfOrder(this.context, orderId, scope)
  }

  runningExperiment(): Promise<RunningExperiment | null> {
    return this.experiments.running()
  }

  armOf(shopper: AssignedShopper, experiment: RunningExperiment): Promise<ExperimentArm | null> {
    return this.experiments.armOf(shopper, experiment)
  }

  private ask<Figures>(
    kept: KeptFigures<Figures>,
    question: Question,
    count: (counting: ModuleContext) => Promise<Figures>,
    wait: Wait = "counted",
  ): Promise<Figures> {
    return kept.get(keyOf(question), () => countInBackground(this.context, count), wait)
  }
}

/** What figures are asked for; names of the shop's things stand in it as they came. */
interface Question extends Period {
  readonly timeZone?: string
  readonly productId?: string
  readonly partnerIds?: readonly string[]
}

/** A period that ends now begins and ends at another moment at each look: within an hour it is the same question. */
function keyOf({ from, to, ...rest }: Question): string {
  return JSON.stringify([Math.floor(from.getTime() / HOUR_MS), Math.floor(to.getTime() / HOUR_MS), rest])
}
