import { z } from "@medusajs/framework/zod"
import { withClient } from "./database"

/** Who owns the tests' shops. */
export const ADMIN = { email: "admin@shop.test", password: "shop-test-1" }

/** An answer of the shop, its body parsed where it is JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface CallOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Gives up after so many milliseconds: throws, as for a broken connection. */
  readonly timeoutMs?: number
}

/** One request; never throws for a status. */
export async function call(url: string, options: CallOptions = {}): Promise<Answer> {
  const { method = options.body === undefined ? "GET" : "POST", headers = {}, body } = options
  const answer = await fetch(url, {
    method,
    ...(options.timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(options.timeoutMs) }),
    headers: body === undefined ? { ...headers } : { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: parseJson(text) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What a seeded shop holds. */
export interface SeededShop {
  readonly adminHeaders: Readonly<Record<string, string>>
  /** Headers of a storefront. */
  readonly storeHeaders: Readonly<Record<string, string>>
  readonly salesChannelId: string
  readonly regionId: string
  readonly products: readonly { readonly id: string; readonly variantId: string }[]
}

const tokenSchema = z.object({ token: z.string() })
const channelSchema = z.object({ sales_channel: z.object({ id: z.string() }) })
const regionSchema = z.object({ region: z.object({ id: z.string() }) })

/** Somebody who may log in to the dashboard. */
interface AdminUser {
  readonly id: string
  readonly email: string
  readonly password: string
  /** Role in a shop where Medusa's roles are switched on; of no effect in others. */
  readonly roleId: string
}

/** Registers the shop's first admin, who may do everything, and logs in. */
export function logInAdmin(url: string, database: string): Promise<Record<string, string>> {
  return logInUser(url, database, { ...ADMIN, id: "user_test", roleId: "role_super_admin" })
}

/** Registers an admin straight in the database's terms: by Medusa's own invite-free route of a fresh shop. */
export async function logInUser(url: string, database: string, user: AdminUser): Promise<Record<string, string>> {
  const body = { email: user.email, password: user.password }
  const login = (): Promise<Answer> => call(`${url}/auth/user/emailpass`, { body })
  let answer = await login()
  if (answer.status !== 200) {
    const registered = tokenSchema.parse((await call(`${url}/auth/user/emailpass/register`, { body })).body)
    const payload = z
      .object({ auth_identity_id: z.string() })
      .parse(JSON.parse(Buffer.from(registered.token.split(".")[1] ?? "", "base64url").toString()))
    await withClient(database, async (client) => {
      await client.query(`insert into "user" (id, email) values ($1, $2) on conflict do nothing`, [user.id, user.email])
      await client.query(
        `update auth_identity
            set app_metadata = coalesce(app_metadata, '{}'::jsonb) || jsonb_build_object('user_id', $1::text) where id = $2`,
        [user.id, payload.auth_identity_id],
      )
      // Roles are there as soon as a shop has started with that flag, and only then.
      const { rowCount } = await client.query("select 1 where to_regclass('rbac_role') is not null")
      if (rowCount === 0) return
      await client.query(
        `insert into user_rbac_role (id, user_id, rbac_role_id)
         select 'userrole_' || $1::text, $1::text, id from rbac_role where id = $2 on conflict do nothing`,
        [user.id, user.roleId],
      )
    })
    answer = await login()
  }
  return { authorization: `Bearer ${tokenSchema.parse(answer.body).token}` }
}

/** A shop with a region, a sales channel, a publishable key and `products` published products at 10 to 10 + n euros. */
export async function seedShop(url: string, database: string, products: number): Promise<SeededShop> {
  const adminHeaders = await logInAdmin(url, database)
  const post = async (route: string, body: unknown): Promise<unknown> => {
    const answer = await call(`${url}${route}`, { headers: adminHeaders, body })
    if (answer.status >= 300) throw new Error(`${route}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const channel = channelSchema.parse(await post("/admin/sales-channels", { name: "Storefront" })).sales_channel
  const region = regionSchema.parse(
    await post("/admin/regions", { name: "Europe", currency_code: "eur", countries: ["de", "fr"] }),
  ).region
  const key = z
    .object({ api_key: z.object({ id: z.string(), token: z.string() }) })
    .parse(await post("/admin/api-keys", { title: "Storefront", type: "publishable" })).api_key
  await post(`/admin/api-keys/${key.id}/sales-channels`, { add: [channel.id] })
  const created = z
    .object({ created: z.array(z.object({ id: z.string(), variants: z.array(z.object({ id: z.string() })) })) })
    .parse(
      await post("/admin/products/batch", {
        create: Array.from({ length: products }, (_, i) => ({
          title: `Product ${i}`,
          handle: `product-${i}`,
          status: "published",
          sales_channels: [{ id: channel.id }],
          options: [{ title: "Size", values: ["One"] }],
          variants: [
            {
              title: "One",
              options: { Size: "One" },
              manage_inventory: false,
              prices: [{ currency_code: "eur", amount: 10 + i }],
            },
          ],
        })),
      }),
    )
  return {
    adminHeaders,
    storeHeaders: { "x-publishable-api-key": key.token },
    salesChannelId: channel.id,
    regionId: region.id,
    products: created.created.map((product) => ({ id: product.id, variantId: product.variants[0]?.id ?? "" })),
  }
}
