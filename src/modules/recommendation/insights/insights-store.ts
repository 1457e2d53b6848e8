import type { ExperimentArm } from "../../../core/evaluation/experiment"
import type { ChangeLog } from "../change-log"
import type { ModuleContext } from "../context"
import type { AttributionScope } from "./attribution"
import { behaviorStatistics, captureStatistics } from "./behavior-statistics"
import type { BehaviorStatistics, CaptureStatistics } from "./behavior-statistics"
import { productsInMostBaskets } from "./common-products"
import type { CommonProduct } from "./common-products"
import { boughtTogether, creditedProductsOfOrder, productPerformance } from "./entity-insights"
import type { BoughtTogether, CreditedProduct, ProductPerformance } from "./entity-insights"
import type { AssignedShopper } from "./experiment-counts"
import { Experiments } from "./experiments"
import type { RunningExperiment } from "./experiments"
import { giftInsight } from "./gift-insight"
import type { GiftInsight } from "./gift-insight"
import { recommendationResults } from "./results"
import type { ResultsFigures, ResultsScope } from "./results"
import { partnerEvidence, setUse } from "./set-evidence"
import type { PartnerEvidence, SetUse } from "./set-evidence"
import type { Period } from "./sql"

/** What came of it all: statistics of behavior, results of lists, experiments. */
export class InsightsStore {
  readonly experiments: Experiments

  constructor(
    private readonly context: ModuleContext,
    changes?: ChangeLog,
  ) {
    this.experiments = new Experiments(context, changes)
  }

  behavior(period: Period, timeZone: string): Promise<BehaviorStatistics> {
    return behaviorStatistics(this.context, period, timeZone)
  }

  capture(period: Period): Promise<CaptureStatistics> {
    return captureStatistics(this.context, period)
  }

  results(scope: ResultsScope): Promise<ResultsFigures> {
    return recommendationResults(this.context, scope)
  }

  gifts(scope: AttributionScope, reach: ReadonlyMap<string, number>): Promise<GiftInsight> {
    return giftInsight(this.context, scope, reach)
  }

  product(productId: string, scope: AttributionScope): Promise<ProductPerformance> {
    return productPerformance(this.context, productId, scope)
  }

  boughtTogether(productId: string, scope: Period & { limit: number }): Promise<BoughtTogether[]> {
    return boughtTogether(this.context, productId, scope)
  }

  partners(
    productId: string,
    { partnerIds, ...period }: Period & { partnerIds: readonly string[] },
  ): Promise<PartnerEvidence[]> {
    return partnerEvidence(this.context, { productId, partnerIds }, period)
  }

  setUse(scope: AttributionScope): Promise<SetUse> {
    return setUse(this.context, scope)
  }

  commonProducts(period: Period): Promise<CommonProduct[]> {
    return productsInMostBaskets(this.context, period)
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
}
