import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { Client } from "pg"
import { z } from "@medusajs/framework/zod"
import { createDatabase } from "../../scripts/embedded-postgres"
import { AGE_BANDS, OCCASIONS, RECIPIENTS } from "../catalog/catalog"
import type { ShopConfig } from "../storefront/shop-config"

/** Postgres's code for a database that does not exist. */
const UNKNOWN_DATABASE = "3D000"

/** The demo's own note in table `demo_shop`: the database says what it holds. */
const markSchema = z.object({
  /** Drawn when the shop is made. */
  id: z.string(),
  /** Which shop it is: see shopKey. */
  key: z.string(),
  /** End of the history, ISO 8601; fixed at the first try so that an interrupted seed goes on with the same. */
  historyEndsAt: z.string(),
  seeded: z.boolean(),
  /** Fingerprint of the migrations that were run. */
  migrations: z.string().optional(),
  /** Address under which the thumbnails are served. */
  pictureBase: z.string().optional(),
})

export type ShopMark = z.output<typeof markSchema>

/** What stands in a database before the demo touches it. */
export type DatabaseContent =
  /** No tables, or Medusa's tables with no products, customers or users in them. */
  | { readonly kind: "empty" }
  | { readonly kind: "demo"; readonly mark: ShopMark }
  /** Somebody's shop: not to be touched. */
  | { readonly kind: "foreign" }

/** Runs `work` with a connection that is closed afterwards. */
export async function withDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Makes the database of this address where the server has none of that name.
 *
 * @throws Error when the server cannot be reached or does not let us in
 */
export async function ensureDatabase(url: string): Promise<void> {
  try {
    await withDatabase(url, async () => undefined)
  } catch (error) {
    const address = new URL(url)
    const name = decodeURIComponent(address.pathname.slice(1))
    const isMissing = error instanceof Error && "code" in error && error.code === UNKNOWN_DATABASE
    if (!isMissing) {
      const words = error instanceof Error ? error.message : String(error)
      throw new Error(`DATABASE_URL cannot be used: ${words}`, { cause: error })
    }
    address.pathname = "/postgres"
    await createDatabase(address.toString(), name)
  }
}

export async function inspect(url: string): Promise<DatabaseContent> {
  return withDatabase(url, async (client) => {
    const { rows: tables } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM information_schema.tables WHERE table_schema = 'public'",
    )
    if (tables[0].count === 0) return { kind: "empty" }
    if (await hasTable(client, "demo_shop")) {
      const { rows } = await client.query<{ mark: unknown }>("SELECT mark FROM demo_shop")
      return { kind: "demo", mark: markSchema.parse(rows[0]?.mark) }
    }
    for (const table of ["product", "customer", "user"])
      if (!(await hasTable(client, table))) return { kind: "foreign" }
    const { rows } = await client.query<{ any: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM product) OR EXISTS (SELECT 1 FROM customer) OR EXISTS (SELECT 1 FROM "user") AS any`,
    )
    return { kind: rows[0].any ? "foreign" : "empty" }
  })
}

async function hasTable(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>("SELECT to_regclass($1) IS NOT NULL AS found", [
    `public.${name}`,
  ])
  return rows[0].found
}

/** Empties the database: works without the right to drop it. */
export async function emptyDatabase(url: string): Promise<void> {
  await withDatabase(url, async (client) => {
    await client.query("DROP SCHEMA public CASCADE")
    await client.query("CREATE SCHEMA public")
  })
}

/** Writes the demo's note. */
export async function keepMark(url: string, mark: ShopMark): Promise<void> {
  await withDatabase(url, async (client) => {
    await client.query(
      "CREATE TABLE IF NOT EXISTS demo_shop (one boolean PRIMARY KEY DEFAULT true, mark jsonb NOT NULL)",
    )
    await client.query(
      "INSERT INTO demo_shop (mark) VALUES ($1) ON CONFLICT (one) DO UPDATE SET mark = excluded.mark",
      [JSON.stringify(mark)],
    )
  })
}

/** Names of all migrations of this repository, and Medusa's version: equal means nothing to run. */
export function migrationsFingerprint(root: string): string {
  const hash = createHash("sha256")
  hash.update(readFileSync(path.join(root, "node_modules/@medusajs/medusa/package.json")))
  for (const folder of ["src/modules/recommendation/migrations", "demo/wishlist/migrations"])
    for (const name of readdirSync(path.join(root, folder)).sort()) hash.update(`${name}\n`)
  return hash.digest("hex").slice(0, 16)
}

/** Moves all pictures to a new address, after the storefront's port or host has changed. */
export async function movePictures(url: string, from: string, to: string): Promise<void> {
  await withDatabase(url, async (client) => {
    const values = [`${from}/pictures/`, `${to}/pictures/`, `${from.length + "/pictures/".length}`]
    const moved = (column: string): string => `$2 || substr(${column}, $3::int + 1)`
    await client.query(`UPDATE product SET thumbnail = ${moved("thumbnail")} WHERE starts_with(thumbnail, $1)`, values)
    await client.query(`UPDATE image SET url = ${moved("url")} WHERE starts_with(url, $1)`, values)
  })
}

export interface ShopperLogin {
  readonly email: string
  readonly name: string
  readonly about: string
}

/** What the storefront and the last lines of the demo need to know, as it stands in the database. */
export async function readShop(
  url: string,
): Promise<
  Pick<ShopConfig, "publishableKey" | "name" | "regions" | "gift" | "simulated"> & { logins: ShopperLogin[] }
> {
  return withDatabase(url, async (client) => {
    const [key] = (
      await client.query<{ token: string }>(
        "SELECT token FROM api_key WHERE type = 'publishable' AND revoked_at IS NULL AND deleted_at IS NULL ORDER BY created_at LIMIT 1",
      )
    ).rows
    const [store] = (
      await client.query<{ name: string; key: string }>(
        "SELECT name, (SELECT mark->>'key' FROM demo_shop) AS key FROM store LIMIT 1",
      )
    ).rows
    const regions = await client.query<ShopConfig["regions"][number]>(
      `SELECT r.id, r.name, r.currency_code, array_agg(c.iso_2 ORDER BY c.iso_2) AS countries FROM region r
       JOIN region_country c ON c.region_id = r.id WHERE r.deleted_at IS NULL GROUP BY r.id ORDER BY r.created_at`,
    )
    const logins = await client.query<ShopperLogin>(
      `SELECT email, concat_ws(' ', first_name, last_name) AS name, metadata->>'demo_about' AS about FROM customer
       WHERE metadata ? 'demo_about' AND deleted_at IS NULL ORDER BY (metadata->>'demo_order')::int`,
    )
    const tags = await client.query<{ value: string }>("SELECT value FROM product_tag WHERE value LIKE '%:%'")
    const values = new Set(tags.rows.map(({ value }) => value))
    const present = (prefix: string, all: readonly string[]): string[] =>
      all.filter((v) => values.has(`${prefix}:${v}`))
    return {
      publishableKey: key.token,
      name: store.name,
      simulated: store.key === "gift-shop",
      regions: regions.rows,
      gift: {
        recipients: present("recipient", RECIPIENTS),
        occasions: present("occasion", OCCASIONS),
        ageBands: present("age_band", AGE_BANDS),
      },
      logins: logins.rows,
    }
  })
}
