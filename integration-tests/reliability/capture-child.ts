import { createServer } from "node:http"
import express from "express"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { errorHandler } from "@medusajs/framework/http"
import { z } from "@medusajs/framework/zod"
import { POST } from "../../src/api/store/behavior-events/route"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { parseOptions } from "../../src/modules/recommendation/options"

/**
 * The capture route with all that is behind it and nothing of Medusa before it, in
 * a process that starts in a second: to be killed. Tells its port on one line.
 */
const { DATABASE_URL, SALES_CHANNEL_ID } = z
  .object({ DATABASE_URL: z.string(), SALES_CHANNEL_ID: z.string() })
  .parse(process.env)

const connection = knex({ client: "pg", connection: DATABASE_URL, pool: { min: 0, max: 5 } })
const options = parseOptions({ capture: { rate_limit_per_minute: 1_000_000 } })
const behavior = new BehaviorStore({ knex: () => connection, options, logger: undefined })

const app = express()
app.use(express.json())
app.post("/store/behavior-events", (req, res, next) => {
  const known = {
    scope: { resolve: () => ({ behavior, options }) },
    publishable_key_context: { key: "pk_test", sales_channel_ids: [SALES_CHANNEL_ID] },
  }
  // Medusa's own request type has a hundred fields more; the route reads none of them.
  POST(Object.assign(req, known) as unknown as Parameters<typeof POST>[0], res).catch(next)
})
app.use(errorHandler())

const server = createServer(app).listen(0, "127.0.0.1", () => {
  const address = server.address()
  if (address !== null && typeof address === "object") console.log(`PORT ${address.port}`)
})
