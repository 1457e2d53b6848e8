import { randomBytes } from "node:crypto"
import { cpSync, mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"
import { freePort } from "../../../integration-tests/helpers/shop-process"
import { behaviorCode } from "../../../src/core/contract"
import { withClient } from "../../embedded-postgres"
import type { EmbeddedPostgres } from "../../embedded-postgres"
import type { Commands } from "./commands"

export const ADMIN = { email: "admin@shop.test", password: "supersecret" }
export const CUSTOMER = { email: "known@shop.test", password: "supersecret" }

const seededSchema = z.object({
  customer_id: z.string(),
  region_id: z.string(),
  bought: z.array(z.string()),
  orders: z.number(),
})
const behaviorRows = z.tuple([z.object({ clicks: z.number(), views: z.number(), visitors: z.number() })])
const keyRow = z.array(z.object({ token: z.string() }))

/** What the trial's orders were made of. */
export type Seeded = z.output<typeof seededSchema>

const DATABASE = "shop_on_trial"

/** The starter's Medusa server in a database of its own. */
export class TrialBackend {
  readonly folder: string
  readonly port: number
  readonly databaseUrl: string
  readonly #commands: Commands

  private constructor(commands: Commands, options: { folder: string; port: number; databaseUrl: string }) {
    this.#commands = commands
    this.folder = options.folder
    this.port = options.port
    this.databaseUrl = options.databaseUrl
  }

  /** Writes the environment that the starter's README asks for. */
  static async prepare(commands: Commands, folder: string, postgres: EmbeddedPostgres): Promise<TrialBackend> {
    await postgres.createDatabase(DATABASE)
    const port = await freePort()
    const backend = new TrialBackend(commands, { folder, port, databaseUrl: postgres.url(DATABASE) })
    const secret = randomBytes(16).toString("hex")
    const cors = ["STORE_CORS", "ADMIN_CORS", "AUTH_CORS"].map((name) => `${name}=${backend.url}`)
    const lines = [`DATABASE_URL=${backend.databaseUrl}`, `JWT_SECRET=${secret}`, `COOKIE_SECRET=${secret}`, ...cors]
    writeFileSync(path.join(folder, ".env"), `${lines.join("\n")}\n`)
    return backend
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  /** One of Medusa's commands, to its end. */
  async medusa(...args: readonly string[]): Promise<readonly string[]> {
    return this.#commands.run(this.#cli(...args), { cwd: this.folder, name: `medusa-${args[0].replace(":", "-")}` })
  }

  /** The same, however it ends. */
  async tryMedusa(...args: readonly string[]): Promise<{ code: number; lines: readonly string[] }> {
    return this.#commands.try(this.#cli(...args), { cwd: this.folder, name: `medusa-${args[0].replace(":", "-")}` })
  }

  /** Products, customers and orders by Medusa's workflows, spread over the last months. */
  async seed(orders: number): Promise<Seeded> {
    const script = path.join(this.folder, "src", "scripts", "seed-orders.ts")
    mkdirSync(path.dirname(script), { recursive: true })
    cpSync(path.join(__dirname, "seed-orders.ts"), script)
    const lines = await this.medusa("exec", script, CUSTOMER.email, CUSTOMER.password, String(orders))
    const line = lines.find((said) => said.includes("seeded: "))
    if (line === undefined) throw new Error("the seed made nothing")
    await this.#spreadOrders()
    return seededSchema.parse(JSON.parse(line.slice(line.indexOf("{"))))
  }

  /** The key that the starter's seed has made. */
  async publishableKey(): Promise<string> {
    const rows = await withClient(this.databaseUrl, async (client) => {
      const { rows: found } = await client.query("select token from api_key where type = 'publishable' limit 1")
      return keyRow.parse(found)
    })
    return rows[0]?.token ?? ""
  }

  /** What a customer did in the storefront, by kind, and whether their visits were linked to them. */
  async behaviorOf(customerId: string): Promise<{ readonly clicks: number; readonly views: number; visitors: number }> {
    const [click, view] = [behaviorCode("click"), behaviorCode("view")]
    const found = await withClient(this.databaseUrl, (client) =>
      client.query(
        `select count(*) filter (where type = $2)::int as clicks, count(*) filter (where type = $3)::int as views,
                (select count(*)::int from recommendation_visitor where customer_id = $1) as visitors
           from behavior_event where customer_id = $1`,
        [customerId, click, view],
      ),
    )
    return behaviorRows.parse(found.rows)[0]
  }

  /** Serves what `medusa build` has made, as in production. */
  async start(): Promise<void> {
    const folder = path.join(this.folder, ".medusa", "server")
    cpSync(path.join(this.folder, ".env"), path.join(folder, ".env"))
    await this.#commands.serve(this.#cli("start", "--port", String(this.port)), {
      ...{ cwd: folder, name: "medusa-start", health: `${this.url}/health` },
      env: { NODE_ENV: "production" },
    })
  }

  #cli(...args: readonly string[]): readonly string[] {
    return [path.join(this.folder, "node_modules", ".bin", "medusa"), ...args]
  }

  /** Orders of one moment are no history: each is put so many hours back. */
  async #spreadOrders(): Promise<void> {
    await withClient(this.databaseUrl, async (client) => {
      await client.query(
        `create temporary table moved as
           select id, created_at - row_number() over (order by created_at desc) * interval '7 hours' as at from "order"`,
      )
      await client.query(`update "order" o set created_at = m.at, updated_at = m.at from moved m where m.id = o.id`)
      await client.query(`update order_item i set created_at = m.at from moved m where m.id = i.order_id`)
    })
  }
}
