import { spawnSync } from "node:child_process"
import { createWriteStream, mkdirSync } from "node:fs"
import path from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGzip } from "node:zlib"
import { createRandom } from "../src/core/random/seeded-random"
import { withBenchShop } from "./lib/bench-shop"
import type { BenchShop } from "./lib/bench-shop"

/**
 * `npm run bench:import`: a data folder of 500,000 rows, read by the script that a shop owner runs
 * (`npx medusa exec ./src/scripts/import-behavior.ts`), the start of Medusa included. The last line is JSON.
 */
const ROWS = 500_000
const PRODUCTS = 5_000
const SHOPPERS = 20_000
const DAYS = 365
/** One row in so many names a product that the shop does not have. */
const BAD_ONE_IN = 1_000

const root = path.join(__dirname, "..")
const cli = path.join(root, "node_modules", "@medusajs", "cli", "cli.js")

function* rows(): Generator<string> {
  const random = createRandom(5)
  const from = Date.now() - DAYS * 86_400_000
  yield "user_id,item_id,behavior_type,timestamp,quantity,price,session_id\n"
  for (let row = 0; row < ROWS; row++) {
    const item = row % BAD_ONE_IN === 0 ? "prod_none" : `prod_${1 + random.nextInt(PRODUCTS)}`
    const type = ["view", "view", "add_to_cart", "purchase"][random.nextInt(4)]
    const at = new Date(from + (row / ROWS) * DAYS * 86_400_000).toISOString()
    yield `shopper_${random.nextInt(SHOPPERS)},${item},${type},${at},1,9.50,visit_${row >> 2}\n`
  }
}

async function writeFolder(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true })
  await pipeline(
    Readable.from(rows()),
    createGzip({ level: 1 }),
    createWriteStream(path.join(folder, "interactions.csv.gz")),
  )
  return folder
}

/** Runs the script on a data folder; returns the seconds that it took. */
function importFolder(folder: string, databaseUrl: string): number {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, "exec", "./src/scripts/import-behavior.ts", folder, "products=id", "currency=eur"],
    { cwd: root, env: { ...process.env, DATABASE_URL: databaseUrl, DISABLE_ADMIN: "true" }, maxBuffer: 1 << 27 },
  )
  if (status !== 0) throw new Error(`the import failed:\n${(stdout.toString() + stderr.toString()).slice(-4_000)}`)
  return Number(((performance.now() - started) / 1_000).toFixed(1))
}

async function measure({ folder, databaseUrl, client }: BenchShop): Promise<void> {
  const seconds = importFolder(await writeFolder(path.join(folder, "data")), databaseUrl)
  const found = await client.query<{ count: string }>("select count(*) as count from behavior_event")
  const stored = Number(found.rows[0]?.count)
  const bad = Math.ceil(ROWS / BAD_ONE_IN)
  if (stored !== ROWS - bad) throw new Error(`${stored} rows stored, expected ${ROWS - bad}`)
  console.log(`${ROWS} rows: ${stored} stored, ${bad} bad ones written beside, in ${seconds} s`)
  console.log(JSON.stringify({ rows: ROWS, stored, bad, seconds }))
}

// The script runs from the sources, as it does in a shop: nothing of a build is needed.
process.argv.push("--no-build")
void withBenchShop({ database: "svm_bench_import", products: PRODUCTS, visitors: 0 }, measure).catch(
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  },
)
