import { z } from "@medusajs/framework/zod"
import type { AccuracyPoint } from "../../../types/http"
import type { ModuleContext } from "../context"
import { execute, queryRows } from "../database/query-rows"
import type { AccuracyWindow } from "./accuracy-fall"
import type { ChoiceScore } from "./score-choice"

const TREND_POINTS = 30
const KEPT_DAYS = 90

const windowRow = z.object({
  pairwise: z.number().nullable(),
  hit_rate: z.coerce.number().nullable(),
  deviation: z.number().nullable(),
  sample: z.coerce.number(),
})

/** The choice that a sample is of. */
interface SampledChoice {
  readonly id: string
  readonly seq: number
  readonly occurred_at: Date
}

/** Logged scores of real choices, by the version that served. */
export class AccuracySamples {
  constructor(private readonly context: ModuleContext) {}

  /** Logs how well a version foresaw a choice; once, however often it is reported. */
  async add(versionId: string, choice: SampledChoice, score: ChoiceScore): Promise<void> {
    await execute(this.context.knex(), {
      sql: `insert into recommendation_accuracy_sample (version_id, event_id, seq, pairwise, hit, score, occurred_at)
            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
      bindings: [versionId, choice.id, choice.seq, score.pairwise, score.hit, score.score, choice.occurred_at],
    })
  }

  /** Accuracy over time and versions, oldest first, in as many points as there are whole samples. */
  async trend(minSample: number): Promise<(AccuracyPoint & { at: string })[]> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select * from (
                select avg(pairwise)::float8 as pairwise, avg(hit::int)::float8 as hit_rate, count(*) as sample,
                       max(occurred_at) as at
                  from (select *, (row_number() over (order by seq desc) - 1) / ? as part
                          from recommendation_accuracy_sample) s
                 group by part order by part limit ?) points order by at`,
        bindings: [minSample, TREND_POINTS],
      },
      z.object({ pairwise: z.number(), hit_rate: z.number(), sample: z.coerce.number(), at: z.date() }),
    )
    return rows.filter((row) => row.sample >= minSample).map((row) => ({ ...row, at: row.at.toISOString() }))
  }

  /** Top scores of a version's first choices and of its newest ones, for drift. */
  async scores(versionId: string, size: number): Promise<{ first: number[]; newest: number[] }> {
    const read = async (order: "asc" | "desc"): Promise<number[]> => {
      const rows = await queryRows(
        this.context.knex(),
        {
          sql: `select score from recommendation_accuracy_sample where version_id = ? order by seq ${order} limit ?`,
          bindings: [versionId, size],
        },
        z.object({ score: z.number() }),
      )
      return rows.map(({ score }) => score)
    }
    const [first, newest] = await Promise.all([read("asc"), read("desc")])
    return { first, newest }
  }

  /** Forgets samples that no trend shows any more. */
  async prune(): Promise<void> {
    await execute(this.context.knex(), {
      sql: "delete from recommendation_accuracy_sample where created_at < now() - make_interval(days => ?)",
      bindings: [KEPT_DAYS],
    })
  }

  /** Accuracy of a version over its first or newest rows; null where there are none. */
  async window(
    versionId: string,
    { newest, rows }: { readonly newest: boolean; readonly rows: number },
  ): Promise<AccuracyWindow | null> {
    const found = await queryRows(
      this.context.knex(),
      {
        sql: `select avg(pairwise)::float8 as pairwise, avg(hit::int)::float8 as hit_rate,
                     stddev_samp(pairwise)::float8 as deviation, count(*) as sample
                from (select pairwise, hit from recommendation_accuracy_sample where version_id = ?
                       order by seq ${newest ? "desc" : "asc"} limit ?) s`,
        bindings: [versionId, rows],
      },
      windowRow,
    )
    const row = found[0]
    if (!row || row.pairwise === null || row.hit_rate === null) return null
    return {
      pairwise: row.pairwise,
      hitRate: row.hit_rate,
      sample: row.sample,
      pairwiseDeviation: row.deviation ?? 0,
    }
  }
}
