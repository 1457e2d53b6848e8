import { z } from "@medusajs/framework/zod"
import { call } from "./shop-client"

const PASSWORD = "customer-test-1"
const tokenSchema = z.object({ token: z.string() })

/** Registers a customer through the storefront's own routes; the headers say who it is. */
export async function registerCustomer(
  url: string,
  storeHeaders: Readonly<Record<string, string>>,
  email: string,
): Promise<Record<string, string>> {
  const registered = tokenSchema.parse(
    (await call(`${url}/auth/customer/emailpass/register`, { body: { email, password: PASSWORD } })).body,
  )
  const created = await call(`${url}/store/customers`, {
    headers: { ...storeHeaders, authorization: `Bearer ${registered.token}` },
    body: { email, first_name: "Test" },
  })
  if (created.status !== 200) throw new Error(`no customer: ${created.status} ${JSON.stringify(created.body)}`)
  const login = await call(`${url}/auth/customer/emailpass`, { body: { email, password: PASSWORD } })
  return { authorization: `Bearer ${tokenSchema.parse(login.body).token}` }
}
