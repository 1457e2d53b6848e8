import { randomUUID } from "node:crypto"
import { LRUCache } from "lru-cache"
import { z } from "@medusajs/framework/zod"
import { assignArm } from "../../../core/evaluation/experiment"
import type { ExperimentArm, ExperimentDesign } from "../../../core/evaluation/experiment"
import type { ExperimentInfo } from "../../../types/http"
import type { ModuleContext } from "../context"
import { queryRows } from "../query-rows"
import { assignedName, countArms, countShoppers } from "./experiment-counts"
import type { AssignedShopper } from "./experiment-counts"
import { goalOf, outcomeOf } from "./experiment-info"
import type { ExperimentGoal } from "./experiment-info"

/** Milliseconds that the running experiment is taken as known, for it is asked at each list. */
const FRESH_MS = 2_000
/** Arms remembered, and milliseconds that each is: who logs in is asked for anew, under both names. */
const ARMS_AT_MOST = 10_000
const ARM_MS = 60_000
/** Days before the start from which the goal is taken. */
const DAYS_BEFORE = 28
const DAY_MS = 86_400_000
/** Results are counted again after so many times as long as it took: at most 5 % of the time goes into it. */
const RECOUNT_FACTOR = 20
/** Milliseconds of a count that a request may wait for. */
const SHORT_MS = 300

const armCount = z.object({ shoppers: z.number(), conversions: z.number() })
const results = z.object({ treatment: armCount, control: armCount })

const experimentRow = z.object({
  id: z.string(),
  name: z.string(),
  holdout_share: z.number(),
  is_aa: z.boolean(),
  salt: z.string(),
  status: z.enum(["running", "stopped"]),
  started_at: z.date(),
  stopped_at: z.date().nullable(),
  goal_per_arm: z.number().nullable(),
  expected_days: z.number().nullable(),
  results: results.nullable(),
  counted_ms: z.number().nullable(),
  /** Milliseconds since the results were counted, by the database's clock. */
  age_ms: z.coerce.number().nullable(),
  /** Counted after its end: nothing more can come. */
  is_final: z.boolean(),
})

type Experiment = z.output<typeof experimentRow>

const COLUMNS = `id, name, holdout_share, is_aa, salt, status, started_at, stopped_at, goal_per_arm, expected_days,
  results, counted_ms, extract(epoch from clock_timestamp() - counted_at) * 1000 as age_ms,
  coalesce(counted_at >= stopped_at, false) as is_final`

/** What an admin says of a new experiment. */
export interface NewExperiment {
  readonly name: string
  /** Above 0 and below 1. */
  readonly holdoutShare: number
  readonly isAA: boolean
}

/** Another experiment runs already. */
export class ExperimentRunningError extends Error {
  override readonly name = "ExperimentRunningError"
}

/** A/B hold-outs: who is in which arm, and what came of it. */
export class Experiments {
  private running: { readonly at: number; readonly experiment: Experiment | null } | null = null
  private readonly arms = new LRUCache<string, ExperimentArm>({ max: ARMS_AT_MOST, ttl: ARM_MS })
  private readonly counting = new Map<string, Promise<Experiment>>()

  constructor(private readonly context: ModuleContext) {}

  /** Arm of a shopper in the running experiment; null when none runs. An A/A check treats both arms alike. */
  async armOf(shopper: AssignedShopper): Promise<ExperimentArm | null> {
    const experiment = await this.current()
    if (!experiment || experiment.is_aa) return null
    const key = `${experiment.id} ${shopper.customerId ?? ""} ${shopper.visitorId ?? ""}`
    const known = this.arms.get(key)
    if (known !== undefined) return known
    const name = await assignedName(this.context, shopper)
    if (name === null) return null
    const arm = assignArm(designOf(experiment), name)
    this.arms.set(key, arm)
    return arm
  }

  /**
   * Starts a hold-out.
   *
   * @throws ExperimentRunningError when one runs: two would blur each other
   */
  async start(input: NewExperiment): Promise<ExperimentInfo> {
    const goal = await this.goalFor(input.holdoutShare)
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `insert into recommendation_experiment
                (id, name, holdout_share, is_aa, salt, status, started_at, goal_per_arm, expected_days)
              values (?, ?, ?, ?, ?, 'running', now(), ?, ?) on conflict do nothing returning ${COLUMNS}`,
        bindings: [
          ...[`recexp_${randomUUID()}`, input.name, input.holdoutShare, input.isAA, randomUUID()],
          ...[goal.perArm, goal.days],
        ],
      },
      experimentRow,
    )
    this.running = null
    const experiment = rows[0]
    if (!experiment) throw new ExperimentRunningError("another experiment runs; stop it first")
    return this.describe(experiment)
  }

  /** Stops an experiment; null when there is none of that id. Stopping twice changes nothing. */
  async stop(id: string): Promise<ExperimentInfo | null> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `update recommendation_experiment
                 set status = 'stopped', stopped_at = coalesce(stopped_at, now()), updated_at = now()
               where id = ? and deleted_at is null returning ${COLUMNS}`,
        bindings: [id],
      },
      experimentRow,
    )
    this.running = null
    return rows[0] ? this.describe(rows[0]) : null
  }

  /** All experiments, newest first, with what came of each. */
  async list(): Promise<ExperimentInfo[]> {
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
    for (const row of rows) described.push(await this.describe(row))
    return described
  }

  private async current(): Promise<Experiment | null> {
    if (this.running && performance.now() - this.running.at < FRESH_MS) return this.running.experiment
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select ${COLUMNS} from recommendation_experiment where status = 'running' and deleted_at is null`,
        bindings: [],
      },
      experimentRow,
    )
    this.running = { at: performance.now(), experiment: rows[0] ?? null }
    return this.running.experiment
  }

  private async goalFor(holdoutShare: number): Promise<ExperimentGoal> {
    const to = new Date()
    const before = await countShoppers(this.context, { from: new Date(to.getTime() - DAYS_BEFORE * DAY_MS), to })
    return goalOf(before, DAYS_BEFORE, holdoutShare)
  }

  private async describe(row: Experiment): Promise<ExperimentInfo> {
    const experiment = await this.counted(row)
    const goal = experiment.goal_per_arm ?? (await this.goalFor(experiment.holdout_share)).perArm
    const arms = experiment.results ?? { treatment: NOBODY, control: NOBODY }
    return {
      id: experiment.id,
      name: experiment.name,
      holdout_share: Number(experiment.holdout_share.toFixed(6)),
      is_aa: experiment.is_aa,
      status: experiment.status,
      started_at: experiment.started_at.toISOString(),
      stopped_at: experiment.stopped_at?.toISOString() ?? null,
      needed_per_arm: goal,
      expected_days: experiment.expected_days,
      ...outcomeOf(arms, { goalPerArm: goal, holdoutShare: experiment.holdout_share, isAA: experiment.is_aa }),
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
    const arms = await countArms(this.context, designOf(experiment), { from: experiment.started_at, to: until })
    const rows = await queryRows(
      this.context.knex(),
      {
        // What was counted while it ran must not stand for what was counted after its end.
        sql: `update recommendation_experiment
                 set results = ?::jsonb, counted_ms = ?, updated_at = now(),
                     counted_at = case when stopped_at is null or ? then clock_timestamp() else started_at end
               where id = ? and not coalesce(counted_at >= stopped_at, false) returning ${COLUMNS}`,
        bindings: [
          JSON.stringify(arms),
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

const NOBODY = { shoppers: 0, conversions: 0 }

const designOf = ({ salt, holdout_share: holdoutShare }: Experiment): ExperimentDesign => ({ salt, holdoutShare })
