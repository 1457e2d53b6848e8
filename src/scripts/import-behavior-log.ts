import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { problemLine } from "../files/problem-counts"
import { RECOMMENDATION_MODULE, createIdMapping, importLegacyLog } from "../modules/recommendation"
import type { LegacyConnection, RecommendationModuleService } from "../modules/recommendation"
import { likedFrom, readArguments, scriptPath } from "./arguments"

const USAGE = `LEGACY_DATABASE_URL=mysql://USER:PASSWORD@HOST/DATABASE npx medusa exec ${scriptPath(__filename)} [products=external_id] [customers=email] [liked_from=4]`

/**
 * Imports an old `user_behavior_log` out of MySQL, MariaDB or Postgres. The address
 * comes by the environment, where no list of processes shows its password; an
 * import that was cut off goes on where it stood.
 */
export default async function importBehaviorLog({ container, args }: ExecArgs): Promise<void> {
  const { options } = readArguments(args, ["products", "customers", "liked_from"], USAGE)
  const url = process.env.LEGACY_DATABASE_URL
  if (!url) throw new Error(USAGE)
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const report = await importLegacyLog(
    { runs: service.behavior.imports, ...(await service.behavior.importTarget()) },
    {
      connection: connectionOf(url),
      products: await createIdMapping({ knex: () => knex }, "product", options.get("products") ?? "external_id"),
      customers: await createIdMapping({ knex: () => knex }, "customer", options.get("customers") ?? "email"),
      ...likedFrom(options),
      onProgress: (read) => logger.info(`${read} rows read`),
    },
  )
  await service.learning.requestRetrain("import", "log")
  for (const problem of report.problems) logger.warn(problemLine(problem))
  logger.info(`${report.read} rows: ${report.stored} stored, ${report.bad} bad`)
}

function connectionOf(url: string): LegacyConnection {
  const scheme = url.split(":")[0]
  if (scheme === "postgres" || scheme === "postgresql") return { type: "postgres", url }
  if (scheme === "mysql" || scheme === "mariadb") return { type: scheme, url: url.replace(/^mariadb:/, "mysql:") }
  throw new Error(USAGE)
}
