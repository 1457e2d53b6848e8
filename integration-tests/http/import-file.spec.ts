import { readdirSync } from "node:fs"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { z } from "@medusajs/framework/zod"
import { root, withClient } from "../helpers/database"
import { newCustomer, until, withOrderDesk } from "../helpers/desk-shop"
import type { OrderDesk } from "../helpers/order-desk"
import { ADMIN, call } from "../helpers/shop-client"
import type { Answer } from "../helpers/shop-client"

const DATABASE = "svm_import_file"

const progress = z.object({
  import: z.object({
    source: z.string(),
    status: z.string(),
    read: z.number(),
    stored: z.number(),
    duplicate: z.number(),
    bad: z.number(),
    cause: z.string().nullable(),
  }),
})
const token = z.object({ token: z.string() })

describe("an uploaded file of behavior", () => {
  let desk: OrderDesk
  let headers: Record<string, string>

  withOrderDesk(DATABASE, (opened) => ({ desk } = opened))

  beforeAll(async () => {
    const answer = await call(`${desk.url}/auth/user/emailpass`, { body: ADMIN })
    headers = { authorization: `Bearer ${token.parse(answer.body).token}` }
  })

  const send = async (body: BodyInit, query = "", type = "application/octet-stream"): Promise<Answer> => {
    const answer = await fetch(`${desk.url}/admin/recommendations/import/file?${query}`, {
      method: "POST",
      headers: { ...headers, "content-type": type },
      body,
    })
    return { status: answer.status, headers: answer.headers, body: await answer.json() }
  }

  const ended = async (): Promise<z.output<typeof progress>["import"]> =>
    until(
      async () => progress.parse({ import: (await desk.admin("/recommendations/import")).import }).import,
      ({ status }) => status !== "running",
    )

  const eventsOf = (customerId: string): Promise<number> =>
    withClient(DATABASE, async (client) => {
      const { rows } = await client.query<{ count: string }>(
        "select count(*) from behavior_event where customer_id = $1 and source = $2",
        [customerId, "import"],
      )
      return Number(rows[0]?.count)
    })

  const tableOf = (email: string): string => {
    const [first, second] = desk.products
    return [
      "user_id,item_id,behavior_type,timestamp,quantity,price,session_id",
      `${email},${first?.id},view,2026-05-01T10:00:00Z,1,,s1`,
      `${email},${first?.id},purchase,2026-05-01T10:05:00Z,2,12.50,o1`,
      `${email},${second?.id},purchase,2026-05-01T10:05:00Z,1,3.00,o1`,
      `${email},no-such-product,view,2026-05-01T10:06:00Z,1,,s1`,
    ].join("\n")
  }

  test("is stored as the customer's, tells what was wrong, and stores nothing twice", async () => {
    const { id } = await newCustomer(desk)
    const email = await withClient(DATABASE, async (client) => {
      const { rows } = await client.query<{ email: string }>("select email from customer where id = $1", [id])
      return rows[0]?.email ?? ""
    })
    expect((await send(gzipSync(tableOf(email)), "products=id&currency=eur")).status).toBe(202)
    const first = await ended()
    expect(first).toMatchObject({ source: "file", status: "done", read: 4, stored: 3, duplicate: 0, bad: 1 })
    expect(first.cause).toContain("1 bad row, the first in line 5: item_id belongs to no product of the shop")
    expect(await eventsOf(id)).toBe(3)
    expect((await send(tableOf(email), "products=id&currency=eur")).status).toBe(202)
    expect(await ended()).toMatchObject({ status: "done", read: 4, stored: 0, duplicate: 3, bad: 1 })
    expect(await eventsOf(id)).toBe(3)
  })

  test("that is no such table fails in words, without a path of the server", async () => {
    expect((await send("name,price\nTea,4\n")).status).toBe(202)
    const { status, cause } = await ended()
    expect(status).toBe("failed")
    expect(cause).toContain("item_id")
    expect(cause).not.toContain("/tmp")
  })

  test("is kept nowhere once it was read", async () => {
    await send("name,price\nTea,4\n")
    await ended()
    const left = await until(
      () =>
        Promise.resolve(
          readdirSync(path.join(root, "static"), { recursive: true }).filter((name) => String(name).endsWith(".rows")),
        ),
      (names) => names.length === 0,
    )
    expect(left).toEqual([])
  })

  test.each([
    ["a body of JSON", "{}", "", "application/json", "octet-stream"],
    ["nothing", "", "", "application/octet-stream", "octet-stream"],
    ["a path as the way to find products", "x", "products=file:/etc/passwd", "application/octet-stream", "products"],
    ["a currency that is none", "x", "currency=EURO", "application/octet-stream", "currency"],
    ["an unknown field", "x", "folder=/etc", "application/octet-stream", "folder"],
  ])("refuses %s, by name", async (_what, body, query, type, word) => {
    const answer = await send(body, query, type)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain(word)
  })
})
