import type { RunningExperiment } from "../../experiments/experiments"
import type { RuleInfo } from "../../../../types/http"
import type { RecommendationSettings } from "../../options"
import type { Catalog, CatalogView } from "../catalog/catalog"
import type { PartVersion } from "../catalog/followed-map"
import type { Markets } from "../catalog/markets"
import type { ServingNeighbours } from "../ports"
import type { RulesStore } from "../rules/rules-store"
import type { Live, LiveModel } from "./live-model"

/** What admins decide of the lists. */
interface Decisions {
  readonly rules: readonly RuleInfo[]
  readonly settings: RecommendationSettings
  readonly settingsVersion: number
  /** Whose arms are to be separated; null when none runs. */
  readonly experiment: RunningExperiment | null
}

/** What lists are made from at one moment. Nothing in it changes, but that the model counts behavior. */
export interface ServingSnapshot extends Decisions {
  readonly live: Live
  /** Whether an instance that starts now may rank otherwise: what is made from this is not for others to keep. */
  readonly isOutdated: boolean
  /** The model version that an experiment sets beside it; null where none does. */
  readonly rival: Live | null
  readonly catalog: CatalogView
  readonly catalogVersion: PartVersion
  /** Of the catalog as gifts are known by it. */
  readonly learnedContents: string
  /** Number of the latest change by which prices, taxes or regions may mean something else. */
  readonly market: number
}

export interface SnapshotParts {
  readonly neighbours: ServingNeighbours
  readonly model: LiveModel
  readonly catalog: Catalog
  readonly rules: RulesStore
  readonly markets: Markets
}

/** Hands out snapshots: a request takes one, and is answered from it alone. */
export class Snapshots {
  private decisions: Decisions | null = null
  private reading: Promise<void> | null = null
  private begun = 0
  private ended = 0

  constructor(private readonly parts: SnapshotParts) {}

  /** The snapshot of this moment; the first call reads all that is in it, once for all who wait. */
  async take(): Promise<ServingSnapshot> {
    const { model, catalog, markets } = this.parts
    const live = await model.get()
    if (this.decisions === null) await (this.reading ??= this.read().finally(() => (this.reading = null)))
    if (this.decisions === null) throw new Error("rules and settings were not read")
    void model.followRival(versionBeside(this.decisions.experiment))
    return {
      ...this.decisions,
      ...{ live, isOutdated: model.isOutdated, rival: model.rival },
      catalog: catalog.current,
      catalogVersion: catalog.version,
      learnedContents: catalog.learnedContents,
      market: markets.revision,
    }
  }

  /** Reads again what admins decided, for the next snapshot; those of before serve until it is read. */
  async followDecisions(): Promise<void> {
    // What is read first is read after this change.
    if (this.begun > 0) await this.read()
  }

  /** Of two readings the one that began later stands, whichever ends last. */
  private async read(): Promise<void> {
    const { neighbours, rules, model } = this.parts
    const number = ++this.begun
    const [stored, { settings, version: settingsVersion }, experiment] = await Promise.all([
      rules.list(),
      neighbours.learning.readSettings(),
      neighbours.insights.runningExperiment(),
    ])
    if (number < this.ended) return
    this.ended = number
    // The first lists of a process wait for the other version; later ones go on meanwhile.
    const rival = model.followRival(versionBeside(experiment))
    if (this.decisions === null) await rival
    this.decisions = { rules: stored, settings, settingsVersion, experiment }
  }
}

/** The version that a running experiment compares with the serving one. */
const versionBeside = (experiment: RunningExperiment | null): number | null =>
  experiment?.comparison.kind === "version" ? experiment.comparison.version : null
