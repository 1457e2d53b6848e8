import { mkdtempSync, rmSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { Client } from "pg"
import { startEmbeddedPostgres } from "../../scripts/embedded-postgres"
import { buildShop, migrateShop } from "./production-shop"
import { addProducts, addVisitors, createServeShop } from "./serve-shop"
import type { ServeShop } from "./serve-shop"

/** A migrated database of its own with a shop in it; no server runs yet. */
export interface BenchShop {
  readonly folder: string
  readonly databaseUrl: string
  readonly client: Client
  readonly shop: ServeShop
}

/**
 * Builds the shop (unless `--no-build` was given), fills an embedded Postgres, runs `measure`, and takes all away again
 * whatever came of it.
 */
export async function withBenchShop(
  size: { readonly database: string; readonly products: number; readonly visitors: number },
  measure: (bench: BenchShop) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), `${size.database}-`))
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "postgres") })
  const databaseUrl = postgres.url(size.database)
  const client = new Client({ connectionString: databaseUrl })
  try {
    await postgres.createDatabase(size.database)
    if (!process.argv.includes("--no-build")) {
      console.log("building for production")
      buildShop()
    }
    migrateShop(databaseUrl)
    await client.connect()
    const base = await createServeShop(client)
    await addProducts(client, { from: 1, to: size.products })
    const visitors = await addVisitors(client, { count: size.visitors, products: size.products })
    await measure({ folder, databaseUrl, client, shop: { ...base, visitors } })
  } finally {
    await client.end().catch(() => undefined)
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
