import { z } from "zod"
import type { ModuleContext } from "../../src/modules/recommendation/context"

type Knex = ReturnType<ModuleContext["knex"]>

/** One statement as it was sent, and how long it took. */
interface SentStatement {
  readonly sql: string
  readonly bindings: readonly unknown[]
  readonly ms: number
}

/** What one piece of work asked of the database. */
export interface WorkReport {
  readonly ms: number
  readonly statements: number
  /** Its slowest statement. */
  readonly slowest_ms: number
  /** Tables with more than {@link LARGE} rows that its slowest statement reads whole, by its plan. */
  readonly scans: readonly string[]
}

/** Rows of a table below which it costs nothing to read it whole. */
const LARGE = 10_000

const sent = z.looseObject({
  __knexQueryUid: z.string(),
  sql: z.string(),
  bindings: z.array(z.unknown()).default([]),
})
const plans = z.object({ rows: z.array(z.object({ "QUERY PLAN": z.array(z.looseObject({ Plan: z.unknown() })) })) })
const node = z.looseObject({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  "Plan Rows": z.number(),
  Plans: z.array(z.unknown()).default([]),
})

/** Runs pieces of work and looks at what each asks of the database. */
export class TimedStatements {
  private readonly running = new Map<string, number>()
  private done: SentStatement[] = []

  constructor(private readonly connection: Knex) {
    connection.on("query", (query: unknown) => {
      const parsed = sent.safeParse(query)
      if (parsed.success) this.running.set(parsed.data.__knexQueryUid, performance.now())
    })
    const end = (query: unknown): void => {
      const parsed = sent.safeParse(query)
      const from = parsed.success ? this.running.get(parsed.data.__knexQueryUid) : undefined
      if (!parsed.success || from === undefined) return
      this.running.delete(parsed.data.__knexQueryUid)
      this.done.push({ sql: parsed.data.sql, bindings: parsed.data.bindings, ms: performance.now() - from })
    }
    connection.on("query-response", (_response: unknown, query: unknown) => end(query))
    connection.on("query-error", (_error: unknown, query: unknown) => end(query))
  }

  /** @throws what the work throws */
  async run(work: () => Promise<unknown>): Promise<WorkReport & { readonly plan: string }> {
    this.done = []
    const from = performance.now()
    await work()
    const ms = performance.now() - from
    const [slowest] = [...this.done].sort((a, b) => b.ms - a.ms)
    const explained = slowest === undefined ? null : await this.explain(slowest)
    return {
      ms: Math.round(ms),
      statements: this.done.length,
      slowest_ms: Math.round(slowest?.ms ?? 0),
      scans: explained === null ? [] : await this.wholeReads(explained),
      plan: explained === null ? "" : JSON.stringify(explained),
    }
  }

  /** The plan that Postgres has for it now; it is not run again. Null for what has none, such as SET. */
  private async explain({ sql, bindings }: SentStatement): Promise<unknown> {
    try {
      const result: unknown = await this.connection.raw(`explain (format json) ${sql.replace(/\$\d+/g, "?")}`, [
        ...bindings,
      ] as string[])
      return plans.parse(result).rows[0]?.["QUERY PLAN"][0]?.Plan ?? null
    } catch {
      return null
    }
  }

  private async wholeReads(plan: unknown): Promise<string[]> {
    const names = new Set<string>()
    const visit = (one: unknown): void => {
      const parsed = node.safeParse(one)
      if (!parsed.success) return
      const { "Node Type": kind, "Relation Name": relation, Plans } = parsed.data
      if (kind.includes("Seq Scan") && relation !== undefined) names.add(relation)
      Plans.forEach(visit)
    }
    visit(plan)
    const sizes: unknown = await this.connection.raw(
      "select relname from pg_class where relkind = 'r' and reltuples > ? and relname = any(?)",
      [LARGE, [...names]],
    )
    return z
      .object({ rows: z.array(z.object({ relname: z.string() })) })
      .parse(sizes)
      .rows.map(({ relname }) => relname)
      .sort()
  }
}
