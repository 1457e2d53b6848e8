import { createRbacPoliciesWorkflow } from "@medusajs/medusa/core-flows"
import type { IRbacModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { RECOMMENDATION_POLICIES } from "../policies/recommendation"

const keyOf = ({ resource, operation }: { readonly resource: string; readonly operation: string }): string =>
  `${resource}:${operation}`

/**
 * Creates the policies that the plugin's routes ask for and that are not there yet. Medusa 2.21 makes them of the file in
 * `src/policies`; releases that scan no files make them of this.
 *
 * @returns whether they are there; false in silence where the shop has no roles, by its flag or its licence
 */
export async function createPolicies(container: MedusaContainer): Promise<boolean> {
  const roles = container.resolve<IRbacModuleService | undefined>(Modules.RBAC, { allowUnregistered: true })
  if (!roles) return false
  try {
    const keys = RECOMMENDATION_POLICIES.map(keyOf)
    const known = new Set((await roles.listRbacPolicies({ key: keys })).map(({ key }) => key))
    const missing = RECOMMENDATION_POLICIES.filter((policy) => !known.has(keyOf(policy)))
    if (missing.length > 0) {
      const policies = missing.map((policy) => ({ ...policy, key: keyOf(policy) }))
      await createRbacPoliciesWorkflow(container).run({ input: { policies } })
    }
    return true
  } catch (error) {
    // No licence, or another instance was faster: the next look finds out.
    container.resolve(ContainerRegistrationKeys.LOGGER).debug(`recommendations: no policies made: ${String(error)}`)
    return false
  }
}
