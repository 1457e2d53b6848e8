import type { Logger } from "@medusajs/framework/types"
import type { SqlEntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import type { RecommendationOptions } from "./options"

/** What the parts of the module work with. */
export interface ModuleContext {
  /** Knex on the module's own pool; resolved at each use, for tests swap the manager. */
  readonly knex: () => ReturnType<SqlEntityManager["getKnex"]>
  readonly options: RecommendationOptions
  readonly logger: Logger | undefined
}
