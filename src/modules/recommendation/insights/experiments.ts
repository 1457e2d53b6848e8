import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { assignArm } from "../../../core/evaluation/experiment"
import type { ExperimentArm } from "../../../core/evaluation/experiment"
import { neededPerArm, relativeUplift } from "../../../core/evaluation/uplift"
import type { ArmCount } from "../../../core/evaluation/uplift"
import type { ExperimentInfo } from "../../../types/http"
import type { ModuleContext } from "../context"
import { queryRows } from "../query-rows"
import { CODE, shopperOf, visitorJoin } from "./sql"

/** Relative effect that an experiment is sized to see. */
const SMALLEST_EFFECT = 0.1
/** Milliseconds that the running experiment is taken as known, for it is asked at each list. */
const FRESH_MS = 2_000

const experimentRow = z.object({
  id: z.string(),
  name: z.string(),
  holdout_share: z.number(),
  is_aa: z.boolean(),
  salt: z.string(),
  status: z.enum(["running", "stopped"]),
  started_at: z.date(),
  stopped_at: z.date().nullable(),
})

type Experiment = z.output<typeof experimentRow>

const COLUMNS = "id, name, holdout_share, is_aa, salt, status, started_at, stopped_at"

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

  constructor(private readonly context: ModuleContext) {}

  /** Arm of a shopper in the running experiment; null when none runs. An A/A check treats both arms alike. */
  async armOf(shopperKey: string): Promise<ExperimentArm | null> {
    const experiment = await this.current()
    if (!experiment || experiment.is_aa) return null
    return assignArm({ salt: experiment.salt, holdoutShare: experiment.holdout_share }, shopperKey)
  }

  /**
   * Starts a hold-out.
   *
   * @throws ExperimentRunningError when one runs: two would blur each other
   */
  async start(input: NewExperiment): Promise<ExperimentInfo> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `insert into recommendation_experiment (id, name, holdout_share, is_aa, salt, status, started_at)
              values (?, ?, ?, ?, ?, 'running', now()) on conflict do nothing returning ${COLUMNS}`,
        bindings: [`recexp_${randomUUID()}`, input.name, input.holdoutShare, input.isAA, randomUUID()],
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
    return Promise.all(rows.map((row) => this.describe(row)))
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

  private async describe(experiment: Experiment): Promise<ExperimentInfo> {
    const { treatment, control } = await this.countArms(experiment)
    return {
      id: experiment.id,
      name: experiment.name,
      holdout_share: Number(experiment.holdout_share.toFixed(6)),
      is_aa: experiment.is_aa,
      status: experiment.status,
      started_at: experiment.started_at.toISOString(),
      stopped_at: experiment.stopped_at?.toISOString() ?? null,
      arms: [
        { arm: "treatment", ...treatment, rate: rateOf(treatment) },
        { arm: "control", ...control, rate: rateOf(control) },
      ],
      uplift: describeUplift(treatment, control, experiment.is_aa),
    }
  }

  /**
   * Shoppers who came while the experiment ran, and how many of them bought
   * after coming first. Everyone is counted in the arm assigned, whatever was
   * shown (intention to treat), so that no choice of the shopper can bias it.
   */
  private async countArms(experiment: Experiment): Promise<Record<ExperimentArm, ArmCount>> {
    const until = experiment.stopped_at ?? new Date()
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `with acts as (
                select ${shopperOf("e")} as shopper, e.type, e.occurred_at
                  from behavior_event e ${visitorJoin("e")}
                 where e.occurred_at >= ? and e.occurred_at < ? and not e.is_bot and e.source <> 'import'
              ), came as (
                select shopper, min(occurred_at) as first_at from acts where shopper is not null and type <> ? group by 1
              )
              select c.shopper,
                     exists (select 1 from acts a where a.shopper = c.shopper and a.type = ?
                                and a.occurred_at >= c.first_at) as bought
                from came c`,
        bindings: [experiment.started_at, until, CODE.purchase, CODE.purchase],
      },
      z.object({ shopper: z.string(), bought: z.boolean() }),
    )
    const arms = { treatment: { shoppers: 0, conversions: 0 }, control: { shoppers: 0, conversions: 0 } }
    for (const { shopper, bought } of rows) {
      const arm = arms[assignArm({ salt: experiment.salt, holdoutShare: experiment.holdout_share }, shopper)]
      arm.shoppers += 1
      arm.conversions += bought ? 1 : 0
    }
    return arms
  }
}

const rateOf = (arm: ArmCount): number => (arm.shoppers === 0 ? 0 : arm.conversions / arm.shoppers)

function describeUplift(treatment: ArmCount, control: ArmCount, isAA: boolean): ExperimentInfo["uplift"] {
  const uplift = relativeUplift(treatment, control)
  if (!uplift) return null
  const pooled = (treatment.conversions + control.conversions) / (treatment.shoppers + control.shoppers)
  const needed = neededPerArm(pooled, SMALLEST_EFFECT)
  const enough = Math.min(treatment.shoppers, control.shoppers) >= needed
  return {
    ...uplift,
    enough,
    // JSON has no infinity; -1 would look like a figure. No conversions yet: ask for the arms as they stand, doubled.
    needed_per_arm: Number.isFinite(needed) ? needed : 2 * Math.max(treatment.shoppers, control.shoppers, 1),
    words: wordsFor(uplift, { enough, isAA }),
  }
}

function wordsFor(
  { relative, low, high }: { relative: number; low: number; high: number },
  { enough, isAA }: { enough: boolean; isAA: boolean },
): string {
  const percent = (share: number): string => `${share >= 0 ? "+" : ""}${(share * 100).toFixed(1)} %`
  const range = `between ${percent(low)} and ${percent(high)} (95 % sure)`
  if (isAA) {
    return low <= 0 && high >= 0
      ? `Both arms got the same, and the measurement agrees: the difference lies ${range}.`
      : `Both arms got the same, yet they differ (${range}): check how shoppers are counted before trusting a test.`
  }
  if (!enough) return `Too early to say: so far ${percent(relative)}, and the truth lies ${range}.`
  if (low > 0) return `Recommendations bring more shoppers to buy: ${percent(relative)}, ${range}.`
  if (high < 0) return `Shoppers buy less with recommendations: ${percent(relative)}, ${range}.`
  return `No clear difference: ${percent(relative)}, ${range}.`
}
