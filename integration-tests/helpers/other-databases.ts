import { Client } from "pg"
import { createShopDatabase, databaseUrl, dropDatabase, postgresAddress, withClient } from "./database"
import { migrate, MIGRATIONS } from "./module-migrations"

/** A database that is not set up as the tests' others are. */
export interface OtherDatabase {
  /** What `create database` is given beside the owner. */
  readonly create?: string
  /** Schema that Medusa uses. */
  readonly schema?: string
  readonly timeZone?: string
}

/** Login of a role that owns its database, and may no more. */
const OWNER = { user: "svm_plain_owner", password: "plain" }

/** Types of words that columns are of. */
const TYPES = `
  select format('create type %I as enum (%s)', t.typname, string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)) as sql
    from pg_type t join pg_enum e on e.enumtypid = t.oid where t.typnamespace = 'public'::regnamespace group by t.typname`

/** Columns of all tables of a shop, without what other tables or names beside them would be needed for. */
const TABLES = `
  select format('create table %I (%s)', c.relname, string_agg(
           format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                  case when d.adbin is null or a.attgenerated <> '' or pg_get_expr(d.adbin, d.adrelid) like '%nextval%' then ''
                       else ' default ' || pg_get_expr(d.adbin, d.adrelid) end), ', ' order by a.attnum)) as sql
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname !~ '^(behavior_event|recommendation_)'
   group by c.oid, c.relname`

/** `create type` and `create table` of each of Medusa's tables, read from a migrated shop. */
export async function medusaTables(shop: string): Promise<string[]> {
  await createShopDatabase(shop)
  try {
    return await withClient(shop, async (client) => {
      const statementsOf = async (sql: string): Promise<string[]> =>
        (await client.query<{ sql: string }>(sql)).rows.map((row) => row.sql)
      return [...(await statementsOf(TYPES)), ...(await statementsOf(TABLES))]
    })
  } finally {
    await dropDatabase(shop)
  }
}

/**
 * Makes a database whose owner is no superuser, and migrates the plugin into it as that owner, beside Medusa's tables.
 *
 * @returns its address for the owner
 */
export async function createOtherDatabase(
  name: string,
  tables: readonly string[],
  { create = "", schema, timeZone }: OtherDatabase,
): Promise<string> {
  await dropDatabase(name)
  await withClient("postgres", async (client) => {
    const known = await client.query("select 1 from pg_roles where rolname = $1", [OWNER.user])
    if (known.rowCount === 0) await client.query(`create role ${OWNER.user} login password '${OWNER.password}'`)
    await client.query(`create database ${name} owner ${OWNER.user} template template0 encoding 'UTF8' ${create}`)
    if (timeZone) await client.query(`alter database ${name} set timezone = '${timeZone}'`)
    if (schema) await client.query(`alter database ${name} set search_path = ${schema}`)
  })
  const url = new URL(databaseUrl(name, postgresAddress.port))
  url.username = OWNER.user
  url.password = OWNER.password
  const owner = new Client({ connectionString: url.href })
  await owner.connect()
  try {
    if (schema) await owner.query(`create schema ${schema}`)
    for (const sql of tables) await owner.query(sql)
    for (const migration of MIGRATIONS) await migrate(owner, migration, "up")
    await owner.query("insert into mikro_orm_migrations (name) select unnest($1::text[])", [MIGRATIONS])
  } finally {
    await owner.end()
  }
  return url.href
}
