import { randomUUID } from "node:crypto"
import { assignArm } from "../../../core/evaluation/experiment"
import type { ExperimentArm, ExperimentDesign } from "../../../core/evaluation/experiment"
import type { ArmCount } from "../../../core/evaluation/uplift"
import type { Comparison } from "../../../types/experiment-schema"
import type { ExperimentInfo, ExperimentPlan } from "../../../types/http"
import { ChangeLog } from "../database/change-log"
import type { ServingChange } from "../database/change-log"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import type { Statement } from "../database/query-rows"
import { countInBackground } from "../insights/count-in-background"
import { assignedName, countArms, countShoppers } from "./experiment-counts"
import type { AssignedShopper } from "./experiment-counts"
import { goalOf, outcomeOf } from "./experiment-info"
import type { ExperimentGoal } from "./experiment-info"
import { EXPERIMENT_COLUMNS as COLUMNS, designOf, experimentRow, resultsSchema } from "./experiment-row"
import type { ExperimentResults as Results, ExperimentRow as Experiment } from "./experiment-row"
import { KeptFigures, StillCountingError } from "../insights/kept-figures"
import type { Counted, Wait } from "../insights/kept-figures"

/** Days before the start from which the goal is taken. */
const DAYS_BEFORE = 28
const DAY_MS = 86_400_000

/** As much of an experiment as its arms hang on. */
export interface RunningExperiment {
  readonly id: string
  readonly design: ExperimentDesign
  readonly comparison: Comparison
}

/** Results of an experiment that has just begun. */
const NOTHING_YET: Results = resultsSchema.parse({ treatment: {}, control: {} })

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
  private readonly results = new KeptFigures<Results>()
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
   * Starts an experiment. Its goal is counted from the weeks before it and settled by whoever looks first.
   *
   * @throws ExperimentRunningError when one runs: two would blur each other
   * @throws StillCountingError where `wait` is `"shortly"` and the goal is not counted yet: the experiment runs
   */
  async start(input: NewExperiment, wait?: Wait): Promise<ExperimentInfo> {
    const rows = await this.write({
      sql: `insert into recommendation_experiment
                (id, name, holdout_share, is_aa, comparison, salt, status, started_at)
              values (?, ?, ?, ?, ?::jsonb, ?, 'running', now()) on conflict do nothing returning ${COLUMNS}`,
      bindings: [
        ...[`recexp_${randomUUID()}`, input.name, input.holdoutShare, input.isAA],
        ...[JSON.stringify(input.comparison ?? { kind: "popularity" }), randomUUID()],
      ],
    })
    const experiment = rows[0]
    if (!experiment) throw new ExperimentRunningError("another experiment runs; stop it first")
    return this.describe({ ...experiment, results: NOTHING_YET }, wait)
  }

  /**
   * Stops an experiment; null when there is none of that id. Stopping twice changes nothing.
   *
   * @throws StillCountingError where `wait` is `"shortly"` and its last figures are not counted yet: it is stopped
   */
  async stop(id: string, wait?: Wait): Promise<ExperimentInfo | null> {
    const rows = await this.write({
      sql: `update recommendation_experiment
                 set status = 'stopped', stopped_at = coalesce(stopped_at, now()), updated_at = now()
               where id = ? and deleted_at is null returning ${COLUMNS}`,
      bindings: [id],
    })
    return rows[0] ? this.describe(await this.counted(rows[0], wait), wait) : null
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
    for (const row of rows) described.push(await this.describe(await this.counted(row, wait), wait))
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

  private async goalFor(holdoutShare: number, wait: Wait = "counted", to = new Date()): Promise<ExperimentGoal> {
    const period = { from: new Date(to.getTime() - DAYS_BEFORE * DAY_MS), to }
    const count = () => countInBackground(this.context, (counting) => countShoppers(counting, period))
    // Within a day it is the same weeks.
    const before = await this.weeksBefore.get(String(Math.floor(to.getTime() / DAY_MS)), count, wait)
    return goalOf(before, DAYS_BEFORE, holdoutShare)
  }

  /** The goal of an experiment, kept from the first look on: one that moved with the figures could never be reached. */
  private async goal(row: Experiment, wait?: Wait): Promise<ExperimentGoal> {
    if (row.goal_per_arm !== null) return { perArm: row.goal_per_arm, days: row.expected_days }
    const goal = await this.goalFor(row.holdout_share, wait, row.started_at)
    const [kept] = await queryRows(
      this.context.knex(),
      {
        sql: `update recommendation_experiment
                 set expected_days = case when goal_per_arm is null then ? else expected_days end,
                     goal_per_arm = coalesce(goal_per_arm, ?)
               where id = ? returning ${COLUMNS}`,
        bindings: [goal.days, goal.perArm, row.id],
      },
      experimentRow,
    )
    return { perArm: kept?.goal_per_arm ?? goal.perArm, days: kept ? kept.expected_days : goal.days }
  }

  private async describe(experiment: Experiment, wait?: Wait): Promise<ExperimentInfo> {
    const goal = await this.goal(experiment, wait)
    return {
      id: experiment.id,
      name: experiment.name,
      holdout_share: Number(experiment.holdout_share.toFixed(6)),
      is_aa: experiment.is_aa,
      comparison: experiment.comparison,
      status: experiment.status,
      started_at: experiment.started_at.toISOString(),
      stopped_at: experiment.stopped_at?.toISOString() ?? null,
      needed_per_arm: goal.perArm,
      expected_days: goal.days,
      ...outcomeOf(experiment.results ?? NOTHING_YET, {
        ...{ goalPerArm: goal.perArm, holdoutShare: experiment.holdout_share },
        ...{ isAA: experiment.is_aa, comparison: experiment.comparison },
      }),
    }
  }

  /** The experiment with its results; those of a stopped one are counted once and stay. */
  private async counted(experiment: Experiment, wait: Wait = "counted"): Promise<Experiment> {
    const { id, status, is_final: isFinal, results: known, counted_ms: tookMs, age_ms: ageMs } = experiment
    if (isFinal && known) return experiment
    const isStored = status === "running" && known !== null && tookMs !== null && ageMs !== null
    const stored = isStored ? { figures: known, tookMs, ageMs } : null
    try {
      // What was counted while it ran is no answer after its end.
      const results = await this.results.get(`${id} ${status}`, () => this.countAndKeep(experiment), wait, stored)
      return { ...experiment, results }
    } catch (error) {
      if (error instanceof StillCountingError) throw error
      this.context.logger?.warn(`recommendations: an experiment could not be counted: ${String(error)}`)
      return experiment
    }
  }

  private async countAndKeep(experiment: Experiment): Promise<Counted<Results>> {
    const until = experiment.stopped_at ?? new Date()
    const period = { from: experiment.started_at, to: until }
    const { figures, tookMs } = await countArms(this.context, designOf(experiment), period)
    const rows = await queryRows(
      this.context.knex(),
      {
        // What was counted while it ran must not stand for what was counted after its end.
        sql: `update recommendation_experiment
                 set results = ?::jsonb, counted_ms = ?, updated_at = now(),
                     counted_at = case when stopped_at is null or ? then clock_timestamp() else started_at end
               where id = ? and not coalesce(counted_at >= stopped_at, false) returning ${COLUMNS}`,
        bindings: [JSON.stringify(figures), Math.ceil(tookMs), experiment.stopped_at !== null, experiment.id],
      },
      experimentRow,
    )
    return { figures: rows[0]?.results ?? resultsSchema.parse(figures), tookMs }
  }
}
