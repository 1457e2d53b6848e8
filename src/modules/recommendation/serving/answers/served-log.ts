import type { ModuleContext } from "../../context"
import { placeholders, WriteBehind } from "./write-behind"

/** A list as it was served; to whom is not written down. */
export interface ServedList {
  readonly id: string
  readonly strategy: string
  readonly rung: string
  readonly placement: string | null
  readonly modelVersion: number | null
  readonly arm: string | null
  readonly productIds: readonly string[]
  /** Products that it started from, on the page or in the cart; null where it starts from none. */
  readonly anchorIds: readonly string[] | null
  /** Probability with which each product was chosen for its place; null where all were certain. */
  readonly chances: readonly number[] | null
  /** Products that stand there by exploration; null where none does. */
  readonly exploredIds: readonly string[] | null
  /** What the model by itself held of its new products, see `oddsBeside`; null where there are none. */
  readonly oddsBeside: Readonly<Record<string, number>> | null
}

const COLUMNS = 11

/** Writes served lists, behind the answers. */
export class ServedLog extends WriteBehind<ServedList> {
  constructor(context: ModuleContext) {
    super(context, {
      name: "served lists",
      statement: (batch) => ({
        sql: `insert into recommendation_served
                (id, strategy, rung, placement, model_version, arm, product_ids, anchor_ids, chances, explored_ids,
                 odds_beside)
              values ${placeholders(batch.length, COLUMNS)} on conflict do nothing`,
        bindings: batch.flatMap((list) => [
          ...[list.id, list.strategy, list.rung, list.placement, list.modelVersion, list.arm],
          JSON.stringify(list.productIds),
          list.anchorIds && JSON.stringify(list.anchorIds),
          list.chances && JSON.stringify(list.chances),
          list.exploredIds && JSON.stringify(list.exploredIds),
          list.oddsBeside && JSON.stringify(list.oddsBeside),
        ]),
      }),
    })
  }
}
