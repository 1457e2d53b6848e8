import type { ModuleContext } from "../../context"
import { execute } from "../../query-rows"

/** A list as it was served; to whom is not written down. */
export interface ServedList {
  readonly id: string
  readonly strategy: string
  readonly rung: string
  readonly placement: string | null
  readonly modelVersion: number | null
  readonly arm: string | null
  readonly productIds: readonly string[]
  /** Probability with which each product was chosen for its place; null where all were certain. */
  readonly chances: readonly number[] | null
  /** Products that stand there by exploration; null where none does. */
  readonly exploredIds: readonly string[] | null
}

/** Lists waiting to be written before new ones are passed over: the shop comes before its statistics. */
const MAX_WAITING = 5_000
const MAX_BATCH = 500
/** Milliseconds that a list waits for company. */
const GATHER_MS = 200
const PARAMETERS_A_LIST = 9

/** Writes served lists in batches, behind the answers. */
export class ServedLog {
  private waiting: ServedList[] = []
  private timer: NodeJS.Timeout | null = null
  private writing: Promise<void> = Promise.resolve()
  private passedOver = 0

  constructor(private readonly context: ModuleContext) {}

  add(list: ServedList): void {
    if (this.waiting.length >= MAX_WAITING) {
      if (this.passedOver === 0)
        this.context.logger?.warn(
          "recommendations: served lists come faster than they can be written; some are not counted",
        )
      this.passedOver += 1
      return
    }
    this.waiting.push(list)
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS)
    this.timer.unref()
  }

  /** Writes what waits; resolves when it is in the database. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.writing = this.writing.then(() => this.writeAll())
    return this.writing
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MAX_BATCH)
      try {
        await this.write(batch)
      } catch (error) {
        this.context.logger?.warn(`recommendations: ${batch.length} served lists not written: ${String(error)}`)
      }
    }
  }

  private async write(batch: readonly ServedList[]): Promise<void> {
    const marks = batch.map(() => `(${Array(PARAMETERS_A_LIST).fill("?").join(", ")})`).join(", ")
    const statement = `insert into recommendation_served
         (id, strategy, rung, placement, model_version, arm, product_ids, chances, explored_ids)
       values ${marks} on conflict do nothing`
    const bindings = batch.flatMap((list) => [
      list.id,
      list.strategy,
      list.rung,
      list.placement,
      list.modelVersion,
      list.arm,
      JSON.stringify(list.productIds),
      list.chances && JSON.stringify(list.chances),
      list.exploredIds && JSON.stringify(list.exploredIds),
    ])
    await execute(this.context.knex(), { sql: statement, bindings })
  }
}
