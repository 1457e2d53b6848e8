import { randomUUID } from "node:crypto"
import { assignArm } from "../../../core/evaluation/experiment"
import type { ExperimentArm, ExperimentDesign } from "../../../core/evaluation/experiment"
import type { ArmCount } from "../../../core/evaluation/uplift"
import type { Comparison } from "../../../types/experiment-schema"
import type { ExperimentInfo, ExperimentPlan } from "../../../types/http"
import { ChangeLog } from "../change-log"
import type { ServingChange } from "../change-log"
import type { ModuleContext } from "../context"
import { queryRows } from "../query-rows"
import type { Statement } from "../query-rows"
import { countInBackground } from "./count-in-background"
import { assignedName, countArms, countShoppers } from "./experiment-counts"
import type { AssignedShopper } from "./experiment-counts"
import { goalOf, outcomeOf } from "./experiment-info"
import type { ExperimentGoal } from "./experiment-info"
import { EXPERIMENT_COLUMNS as COLUMNS, designOf, experimentRow, resultsSchema } from "./experiment-row"
import type { ExperimentRow as Experiment } from "./experiment-row"
import { KeptFigures, RECOUNT_FACTOR, SHORT_MS, StillCountingError } from "./kept-figures"
import type { Wait } from "./kept-figures"

/** Days before the start from which the goal is taken. */
const DAYS_BEFORE = 28
const DAY_MS = 86_400_000

/** As much of an experiment as its arms hang on. */
export interface RunningExperiment {
  readonly id: string
  readonly design: ExperimentDesign
  readonly comparison: Comparison
}

const CHANGE: readonly ServingChange[] = [{ kind: "experiments", key: null }]

/** What an admin says of a new experiment. */
export interface NewExperiment {
  readonly name: string
  /** Share of shoppers in control, above 0 and below 1. */
  readonly holdoutShare: number
  readonly isAA: boolean
  /** What the arms differ in. @defaultValue personal lists beside what is popular */
  readonly comparison?: Comparison
}

/** Another experiment runs already. */
export class ExperimentRunningError extends Error {
  override readonly name = "ExperimentRunningError"
}

/** Hold-outs and challengers: who is in which arm, and what came of it. */
export class Experiments {
  private readonly counting = new Map<string, Promise<Experiment>>()
  private readonly weeksBefore = new KeptFigures<ArmCount>()

  constructor(
    private readonly context: ModuleContext,
    private readonly changes: ChangeLog = new ChangeLog(context),
  ) {}

  /** The experiment whose arms differ; null when none runs. An A/A check treats both arms alike. */
  async running(): Promise<RunningExperiment | null> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select ${COLUMNS} from recommendation_experiment
               where status = 'running' and not is_aa and deleted_at is null`,
        bindings: [],
      },
      experimentRow,
    )
    const [row] = rows
    return row ? { id: row.id, design: designOf(row), comparison: row.comparison } : null
  }

  /** Arm of a shopper in an experiment; null for one without a name. */
  async armOf(shopper: AssignedShopper, { design }: RunningExperiment): Promise<ExperimentArm | null> {
    const name = await assignedName(this.context, shopper)
    return name === null ? null : assignArm(design, name)
  }

  /**
   * Starts an experiment.
   *
   * @throws ExperimentRunningError when one runs: two would blur each other
   */
  async start(input: NewExperiment): Promise<ExperimentInfo> {
    const goal = await this.goalFor(input.holdoutShare, "shortly").catch((error: unknown) => {
      if (!(error instanceof StillCountingError)) throw error
      return this.goalFor(input.holdoutShare)
    })
    const rows = await this.write({
      sql: `insert into recommendation_experiment
                (id, name, holdout_share, is_aa, comparison, salt, status, started_at, goal_per_arm, expected_days)
              values (?, ?, ?, ?, ?::jsonb, ?, 'running', now(), ?, ?) on conflict do nothing returning ${COLUMNS}`,
      bindings: [
        ...[`recexp_${randomUUID()}`, input.name, input.holdoutShare, input.isAA],
        ...[JSON.stringify(input.comparison ?? { kind: "popularity" }), randomUUID(), goal.perArm, goal.days],
      ],
    })
    const experiment = rows[0]
    if (!experiment) throw new ExperimentRunningError("another experiment runs; stop it first")
    return this.describe(experiment)
  }

  /** Stops an experiment; null when there is none of that id. Stopping twice changes nothing. */
  async stop(id: string): Promise<ExperimentInfo | null> {
    const rows = await this.write({
      sql: `update recommendation_experiment
                 set status = 'stopped', stopped_at = coalesce(stopped_at, now()), updated_at = now()
               where id = ? and deleted_at is null returning ${COLUMNS}`,
      bindings: [id],
    })
    return rows[0] ? this.describe(rows[0]) : null
  }

  /** All experiments, newest first, with what came of each. */
  async list(wait?: Wait): Promise<ExperimentInfo[]> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select ${COLUMNS} from recommendation_experiment where deleted_at is null order by started_at desc limit 50`,
        bindings: [],
      },
      experimentRow,
    )
    const described: ExperimentInfo[] = []
    // One after the other: each may read much of the log.
    for (const row of rows) described.push(await this.describe(row, wait))
    return described
  }

  private write(statement: Statement): Promise<Experiment[]> {
    return this.changes.commit(CHANGE, (transaction) => queryRows(transaction, statement, experimentRow))
  }

  /** What an experiment with so many in control would need, and how long that takes: asked before it starts. */
  async plan(holdoutShare: number, wait?: Wait): Promise<ExperimentPlan> {
    const { perArm, days } = await this.goalFor(holdoutShare, wait)
    return { needed_per_arm: perArm, expected_days: days }
  }

  private async goalFor(holdoutShare: number, wait: Wait = "counted"): Promise<ExperimentGoal> {
    const to = new Date()
    const period = { from: new Date(to.getTime() - DAYS_BEFORE * DAY_MS), to }
    const count = () => countInBackground(this.context, (counting) => countShoppers(counting, period))
    const before = await this.weeksBefore.get("", count, wait)
    return goalOf(before, DAYS_BEFORE, holdoutShare)
  }

  private async describe(row: Experiment, wait?: Wait): Promise<ExperimentInfo> {
    const experiment = await this.counted(row)
    const goal = experiment.goal_per_arm ?? (await this.goalFor(experiment.holdout_share, wait)).perArm
    const figures = experiment.results ?? resultsSchema.parse({ treatment: {}, control: {} })
    return {
      id: experiment.id,
      name: experiment.name,
      holdout_share: Number(experiment.holdout_share.toFixed(6)),
      is_aa: experiment.is_aa,
      comparison: experiment.comparison,
      status: experiment.status,
      started_at: experiment.started_at.toISOString(),
      stopped_at: experiment.stopped_at?.toISOString() ?? null,
      needed_per_arm: goal,
      expected_days: experiment.expected_days,
      ...outcomeOf(figures, {
        ...{ goalPerArm: goal, holdoutShare: experiment.holdout_share },
        ...{ isAA: experiment.is_aa, comparison: experiment.comparison },
      }),
    }
  }

  /** The experiment with results as new as a request may wait for; those of a stopped one are counted once and stay. */
  private async counted(experiment: Experiment): Promise<Experiment> {
    const { is_final: isFinal, results: known, counted_ms: took, age_ms: age } = experiment
    if (isFinal && known) return experiment
    if (known && age !== null && took !== null && experiment.status === "running" && age < RECOUNT_FACTOR * took)
      return experiment
    const count = this.recount(experiment)
    if (known && took !== null && took > SHORT_MS && experiment.status === "running") {
      count.catch((error: unknown) => this.warn(error))
      return experiment
    }
    return count.catch((error: unknown) => {
      this.warn(error)
      return experiment
    })
  }

  private recount(experiment: Experiment): Promise<Experiment> {
    const under = this.counting.get(experiment.id)
    if (under) return under
    const count = this.countAndKeep(experiment).finally(() => this.counting.delete(experiment.id))
    this.counting.set(experiment.id, count)
    return count
  }

  private async countAndKeep(experiment: Experiment): Promise<Experiment> {
    const begun = performance.now()
    const until = experiment.stopped_at ?? new Date()
    const figures = await countArms(this.context, designOf(experiment), { from: experiment.started_at, to: until })
    const rows = await queryRows(
      this.context.knex(),
      {
        // What was counted while it ran must not stand for what was counted after its end.
        sql: `update recommendation_experiment
                 set results = ?::jsonb, counted_ms = ?, updated_at = now(),
                     counted_at = case when stopped_at is null or ? then clock_timestamp() else started_at end
               where id = ? and not coalesce(counted_at >= stopped_at, false) returning ${COLUMNS}`,
        bindings: [
          JSON.stringify(figures),
          Math.ceil(performance.now() - begun),
          experiment.stopped_at !== null,
          experiment.id,
        ],
      },
      experimentRow,
    )
    return rows[0] ?? experiment
  }

  private warn(error: unknown): void {
    this.context.logger?.warn(`recommendations: an experiment could not be counted: ${String(error)}`)
  }
}
