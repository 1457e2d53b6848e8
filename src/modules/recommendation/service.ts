import { configManager } from "@medusajs/framework/config"
import { MedusaService } from "@medusajs/framework/utils"
import type { InternalModuleDeclaration, Logger, ModuleJoinerConfig } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import type { SqlEntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import type { HealthResponse } from "../../types/http"
import { startTrainingProcess } from "../../training/training-process"
import { startTrainingThread } from "../../training/training-thread"
import { BehaviorStore } from "./behavior/behavior-store"
import { ChangeLog } from "./database/change-log"
import type { ModuleContext } from "./context"
import { withDeadline } from "../../training/deadline"
import { InsightsStore } from "./insights/insights-store"
import { StillCountingError } from "./insights/kept-figures"
import { Extensions } from "./extend/extensions"
import { loadExtensions } from "./extend/load-extensions"
import "./extend/text-model"
import { loadTexts } from "./extend/load-texts"
import { listTexts, TranslatedTexts } from "./extend/translated-texts"
import type { TranslatableText } from "./extend/translated-texts"
import { describeHealth } from "./health"
import { joinerConfig } from "./joiner-config"
import { LearningStore } from "./learning/learning-store"
import { TrainingMachines } from "./learning/training-machines"
import { MODELS } from "./models"
import { noticesOf } from "./notices"
import type { Notice } from "./notices"
import { parseOptions } from "./options"
import { readRedis } from "./read-options"
import type { RecommendationOptions } from "./options"
import type { SimilarProduct } from "./serving/similar-products"
import { SchemaCheck } from "./database/schema-check"
import { speakReasons } from "./serving/reasons/reason-text"
import { ServingStore } from "./serving/serving-store"

/** What Medusa hands the module's service. */
interface ModuleContainer {
  manager: SqlEntityManager
  logger?: Logger
}

/** Milliseconds that a start waits for catalog and model. */
const WARM_UP_MS = 20_000

const similarFilters = z.looseObject({ product_id: z.union([z.string(), z.array(z.string())]) })

/** The module's door: each part has its own folder, this class only puts them together. */
export default class RecommendationModuleService extends MedusaService(MODELS) {
  readonly options: RecommendationOptions
  readonly schema: SchemaCheck
  readonly behavior: BehaviorStore
  readonly insights: InsightsStore
  readonly learning: LearningStore
  readonly serving: ServingStore
  /** What the shop translated in Medusa. */
  readonly translated: TranslatedTexts
  /** What Medusa calls, and waits for, before it listens and when it ends. */
  readonly __hooks = {
    onApplicationStart: (): Promise<void> => this.start(),
    onApplicationShutdown: async (): Promise<void> => {
      await Promise.all([this.machines.close(), this.behavior.rateLimit.close()])
    },
  }
  protected readonly context: ModuleContext
  private readonly servesLists: boolean
  private readonly trains: boolean
  private readonly machines: TrainingMachines

  constructor(
    container: ModuleContainer,
    options?: Record<string, unknown>,
    declaration?: Partial<InternalModuleDeclaration>,
  ) {
    super(container, options)
    this.servesLists = declaration?.worker_mode !== "worker"
    this.trains = declaration?.worker_mode !== "server"
    this.options = parseOptions(options)
    const { extensions, timeout_ms: timeoutMs, texts } = this.options.extend
    speakReasons(loadTexts(texts))
    this.context = {
      extensions: new Extensions(loadExtensions(extensions), { timeoutMs, logger: container.logger }),
      knex: () => container.manager.getKnex(),
      options: this.options,
      logger: container.logger,
      redis: readRedis(() => configManager.config),
    }
    this.translated = new TranslatedTexts(container.logger)
    this.schema = new SchemaCheck(this.context)
    this.behavior = new BehaviorStore(this.context, async () => (await this.learning.settings()).settings)
    const changes = new ChangeLog(this.context)
    this.insights = new InsightsStore(this.context, changes)
    const place = this.options.training.process ?? (declaration?.worker_mode === "worker" ? "own" : "thread")
    this.machines = new TrainingMachines(this.context, { place })
    this.learning = new LearningStore(this.context, {
      behavior: this.behavior,
      changes,
      machines: this.machines,
      startTraining: place === "own" ? startTrainingProcess : startTrainingThread,
    })
    this.serving = new ServingStore(this.context, {
      changes,
      behavior: this.behavior,
      learning: this.learning,
      insights: this.insights,
    })
  }

  private async start(): Promise<void> {
    await this.warmUp()
    if (this.trains) await this.machines.start()
  }

  /**
   * Reads catalog and model before the first shopper comes: in a crowd that comes with the start, what is read for the
   * first of them would stand in line with all of theirs. It never keeps a shop from starting.
   */
  private async warmUp(): Promise<void> {
    const isReady = await this.schema.isReady().catch((error: unknown) => {
      this.context.logger?.warn(`recommendations: the database could not be asked for its tables: ${String(error)}`)
      return true
    })
    if (!isReady) return
    if (!this.servesLists) return
    const late = (): Error => new Error(`not done within ${WARM_UP_MS} ms, it goes on behind the first lists`)
    await withDeadline(this.serving.warmUp(), WARM_UP_MS, late).catch((error: unknown) => {
      this.context.logger?.warn(`recommendations: catalog and model not read at the start: ${String(error)}`)
    })
  }

  // eslint-disable-next-line @medusajs/service-methods-must-be-async -- Medusa reads it without awaiting it.
  __joinerConfig(): ModuleJoinerConfig {
    return joinerConfig
  }

  /** What `query.graph` asks for a product's `similar_products`. */
  async listSimilarProducts(filters: unknown): Promise<SimilarProduct[]> {
    const { product_id: ids } = similarFilters.parse(filters)
    return this.serving.similar(typeof ids === "string" ? [ids] : ids)
  }

  /** What Medusa's Translation module asks for: the words that may be translated. */
  async listRecommendationTexts(filters?: unknown, config?: unknown): Promise<TranslatableText[]> {
    const [texts] = await this.listAndCountRecommendationTexts(filters, config)
    return texts
  }

  listAndCountRecommendationTexts(filters?: unknown, config?: unknown): Promise<[TranslatableText[], number]> {
    return Promise.resolve(listTexts(filters, config))
  }

  /** What is worth a message to whoever runs the shop. */
  async notices(): Promise<Notice[]> {
    const [{ last }, health, experiments] = await Promise.all([
      this.learning.runs.latest(),
      this.health(),
      this.insights.experiments.list("shortly").catch((error: unknown) => {
        // They are being counted: the next look knows them.
        if (error instanceof StillCountingError) return []
        throw error
      }),
    ])
    return noticesOf({ lastRun: last, health, experiments, now: new Date() })
  }

  /** Says of each part whether it works, and in words why it does not. */
  health(): Promise<HealthResponse> {
    return describeHealth({
      context: this.context,
      learning: this.learning,
      servingVersion: async () => (await this.serving.live()).version,
      listsRefused: () => this.serving.admission.refusedLately,
      extensionsFailed: () => this.context.extensions?.failedLately ?? null,
      recentLists: () => this.serving.admission.recentLists,
      lastReconciliation: async () => {
        const [latest] = await this.behavior.reconciliation.latest(1)
        return latest ? new Date(latest.finished_at) : null
      },
    })
  }
}
