import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { problemLine } from "../files/problem-counts"
import { RECOMMENDATION_MODULE, createIdMapping } from "../modules/recommendation"
import type { RecommendationModuleService } from "../modules/recommendation"
import { likedFrom, readArguments, scriptPath } from "./arguments"

const USAGE = `npx medusa exec ${scriptPath(__filename)} PATH [products=external_id] [customers=email] [currency=eur] [sales_channel=ID] [liked_from=4] [encoding=utf-8]`

const NAMES = ["products", "customers", "currency", "sales_channel", "liked_from", "encoding"]

/**
 * Imports behavior from a data folder, or from one CSV or NDJSON file in the same
 * columns, plain or gzipped. Bad rows are counted and written beside the file; the
 * same history again, under another name or with newer rows, stores nothing twice.
 */
export default async function importBehavior({ container, args }: ExecArgs): Promise<void> {
  const { path, options } = readArguments(args, NAMES, USAGE)
  if (path === null) throw new Error(USAGE)
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  const knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const service = container.resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
  const currencyCode = options.get("currency")
  const salesChannelId = options.get("sales_channel")
  const encoding = options.get("encoding")
  if (currencyCode && !/^[a-z]{3}$/i.test(currencyCode)) throw new Error(`"${currencyCode}" is no currency. ${USAGE}`)
  const report = await service.behavior.importFile({
    path,
    products: await createIdMapping({ knex: () => knex }, "product", options.get("products") ?? "external_id"),
    customers: await createIdMapping({ knex: () => knex }, "customer", options.get("customers") ?? "email"),
    ...(currencyCode ? { currencyCode: currencyCode.toLowerCase() } : {}),
    ...(salesChannelId ? { salesChannelId } : {}),
    ...(encoding ? { encoding } : {}),
    ...likedFrom(options),
    onProgress: ({ read }) => logger.info(`${read} rows read`),
  })
  await service.learning.requestRetrain("import", "file")
  for (const problem of report.problems) logger.warn(problemLine(problem))
  if (report.guessed > 0)
    logger.warn(`${report.guessed} rows are no UTF-8 and were read as Windows-1252; if that is wrong: encoding=NAME`)
  logger.info(
    `${report.read} rows: ${report.stored} stored, ${report.duplicate} known already, ${report.bad} bad${report.badFile ? ` (see ${report.badFile})` : ""}`,
  )
}
