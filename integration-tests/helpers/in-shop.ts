import { medusaIntegrationTestRunner } from "@medusajs/test-utils"
import { createShopDatabase } from "./database"

type Suite = Parameters<typeof medusaIntegrationTestRunner>[0]

/**
 * A suite of tests within a running shop, its database a copy of the migrated one that all suites share: the runner alone
 * migrates an empty one for each, a quarter of a minute.
 */
export function inShop({
  dbName,
  env = {},
  testSuite,
  hooks,
}: Required<Pick<Suite, "dbName">> & Pick<Suite, "testSuite" | "hooks" | "env">): void {
  medusaIntegrationTestRunner({
    inApp: true,
    dbName,
    env,
    hooks: {
      // The runner takes a database that is there for the one it makes, and finds nothing left to migrate.
      beforeServerStart: async (container) => {
        await createShopDatabase(dbName)
        await hooks?.beforeServerStart?.(container)
      },
    },
    testSuite,
  })
}
