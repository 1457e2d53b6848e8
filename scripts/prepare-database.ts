import { prepareShopDatabases } from "../integration-tests/helpers/database"

/** Migrates the database that tests copy beside what else runs, so that the specs behind it find it; without Postgres none. */
const prepared = process.env.DB_PORT ? prepareShopDatabases() : Promise.resolve()
prepared.catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
