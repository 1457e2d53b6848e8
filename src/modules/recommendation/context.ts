import type { Logger } from "@medusajs/framework/types"
import type { SqlEntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import type { Extensions } from "./extend/extensions"
import type { RecommendationOptions } from "./options"

/** The Redis that the shop's instances share, as Medusa's configuration names it. */
export interface SharedRedis {
  readonly url: string
  readonly prefix: string
  readonly options: Readonly<Record<string, unknown>>
  /** Secret of all instances, by which names are hashed that Redis is given. */
  readonly secret: string
}

/** What the parts of the module work with. */
export interface ModuleContext {
  /** Knex on the module's own pool; resolved at each use, for tests swap the manager. */
  readonly knex: () => ReturnType<SqlEntityManager["getKnex"]>
  readonly options: RecommendationOptions
  readonly logger: Logger | undefined
  /** Absent where the shop has one instance alone. */
  readonly redis?: SharedRedis | null
  /** The shop's own code in making lists; absent where there is none. */
  readonly extensions?: Extensions
}
