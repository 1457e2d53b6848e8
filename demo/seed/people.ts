import { createUserAccountWorkflow, setAuthAppMetadataStep } from "@medusajs/medusa/core-flows"
import type { CreateCustomerDTO, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { report } from "../lib/progress"
import type { PlannedCustomer } from "../lib/shop-plan"
import { chunks } from "./find-or-create"

const BATCH = 500

interface Login {
  readonly email: string
  readonly password: string
}

const linkCustomerLoginWorkflow = createWorkflow(
  "demo-link-customer-login",
  (input: { authIdentityId: string; actorType: string; value: string }) =>
    new WorkflowResponse(setAuthAppMetadataStep(input)),
)

/** The dashboard's admin; a password that is new takes the place of the old one. */
export async function seedAdmin(container: MedusaContainer, login: Login): Promise<void> {
  const authIdentityId = await ensureIdentity(container, login)
  const users = await container.resolve(Modules.USER).listUsers({ email: login.email })
  if (users.length > 0) return
  await createUserAccountWorkflow(container).run({
    input: { authIdentityId, userData: { email: login.email, first_name: "Demo", last_name: "Admin" } },
  })
}

/** Makes the customers that are not there yet and their logins; gives user id -> customer id. */
export async function seedCustomers(
  container: MedusaContainer,
  planned: readonly PlannedCustomer[],
  password: string,
): Promise<Map<string, string>> {
  const byEmail = await findCustomers(container)
  const service = container.resolve(Modules.CUSTOMER)
  for (const batch of chunks(
    planned.filter(({ email }) => !byEmail.has(email)),
    BATCH,
  )) {
    const created = await service.createCustomers(batch.map(toMedusa))
    for (const { email, id } of created) byEmail.set(email, id)
    report(`Customers: ${byEmail.size} of ${planned.length}`, { transient: true })
  }
  for (const { email, about } of planned) {
    const value = byEmail.get(email)
    if (about === null || value === undefined) continue
    const authIdentityId = await ensureIdentity(container, { email, password })
    await linkCustomer(container, authIdentityId, value)
  }
  report(`Customers: ${byEmail.size}`)
  return new Map(planned.flatMap(({ externalId, email }) => toEntry(externalId, byEmail.get(email))))
}

function toMedusa(planned: PlannedCustomer): CreateCustomerDTO {
  const { email, firstName, lastName, externalId, metadata, about } = planned
  return {
    email,
    first_name: firstName,
    last_name: lastName,
    // Their history is an account's: what a customer without one orders is a guest's, and nobody's past.
    has_account: true,
    metadata: {
      ...metadata,
      ...(externalId === null ? {} : { external_id: externalId }),
      // The storefront offers these as "sign in as", in the plan's order.
      ...(about === null ? {} : { demo_about: about.words, demo_order: about.order }),
    },
  }
}

function toEntry(externalId: string | null, customerId: string | undefined): [string, string][] {
  return externalId !== null && customerId !== undefined ? [[externalId, customerId]] : []
}

async function findCustomers(container: MedusaContainer): Promise<Map<string, string>> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "customer",
    fields: ["id", "email"],
  })
  return new Map(data.flatMap(({ id, email }) => (email ? [[email, id] as const] : [])))
}

async function linkCustomer(container: MedusaContainer, authIdentityId: string, value: string): Promise<void> {
  const identity = await container.resolve(Modules.AUTH).retrieveAuthIdentity(authIdentityId)
  if (identity.app_metadata?.customer_id) return
  await linkCustomerLoginWorkflow(container).run({ input: { authIdentityId, actorType: "customer", value } })
}

/** The e-mail and password identity; an existing one takes the password given. */
async function ensureIdentity(container: MedusaContainer, { email, password }: Login): Promise<string> {
  const auth = container.resolve(Modules.AUTH)
  const registered = await auth.register("emailpass", { body: { email, password } })
  if (registered.success && registered.authIdentity) return registered.authIdentity.id
  const updated = await auth.updateProvider("emailpass", { entity_id: email, password })
  if (updated.success && updated.authIdentity) return updated.authIdentity.id
  throw new Error(`no login for ${email}: ${registered.error ?? ""} ${updated.error ?? ""}`)
}
