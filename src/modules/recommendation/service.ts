import { MedusaService } from "@medusajs/framework/utils"
import type { Logger } from "@medusajs/framework/types"
import type { SqlEntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import type { HealthResponse } from "../../types/http"
import { BehaviorStore } from "./behavior/behavior-store"
import type { ModuleContext } from "./context"
import { InsightsStore } from "./insights/insights-store"
import { describeHealth } from "./learning/health"
import { LearningStore } from "./learning/learning-store"
import { RecommendationExperiment } from "./models/experiment"
import { RecommendationModelVersion } from "./models/model-version"
import { RecommendationSetting } from "./models/setting"
import { RecommendationSettingChange } from "./models/setting-change"
import { RecommendationTrainingRun } from "./models/training-run"
import { parseOptions } from "./options"
import type { RecommendationOptions } from "./options"
import { RecommendationRule } from "./models/rule"
import { RecommendationServedList } from "./models/served-list"
import { ServingStore } from "./serving/serving-store"

/** What Medusa hands the module's service. */
interface ModuleContainer {
  manager: SqlEntityManager
  logger?: Logger
}

/** The module's door: each part has its own folder, this class only puts them together. */
export default class RecommendationModuleService extends MedusaService({
  RecommendationExperiment,
  RecommendationModelVersion,
  RecommendationRule,
  RecommendationServedList,
  RecommendationSetting,
  RecommendationSettingChange,
  RecommendationTrainingRun,
}) {
  readonly options: RecommendationOptions
  readonly behavior: BehaviorStore
  readonly insights: InsightsStore
  readonly learning: LearningStore
  readonly serving: ServingStore
  protected readonly context: ModuleContext

  constructor(container: ModuleContainer, options?: Record<string, unknown>) {
    super(container, options)
    this.options = parseOptions(options)
    this.context = { knex: () => container.manager.getKnex(), options: this.options, logger: container.logger }
    this.behavior = new BehaviorStore(this.context, async () => (await this.learning.settings()).settings)
    this.insights = new InsightsStore(this.context)
    this.learning = new LearningStore(this.context, { behavior: this.behavior })
    this.serving = new ServingStore(this.context, {
      behavior: this.behavior,
      learning: this.learning,
      insights: this.insights,
    })
  }

  /** Says of each part whether it works, and in words why it does not. */
  health(): Promise<HealthResponse> {
    return describeHealth({
      context: this.context,
      learning: this.learning,
      servingVersion: async () => (await this.serving.live()).version,
      listsRefused: () => this.serving.admission.refusedLately,
      lastReconciliation: async () => {
        const [latest] = await this.behavior.reconciliation.latest(1)
        return latest ? new Date(latest.finished_at) : null
      },
    })
  }
}
