import type { MedusaContainer } from "@medusajs/framework/types"
import { createPolicies } from "../workflows/create-policies"

let areThere = false

/** Sees to it once after the start that roles can be given what the plugin's routes ask, where the shop has roles. */
export default async function createPoliciesOnce(container: MedusaContainer): Promise<void> {
  areThere ||= await createPolicies(container)
}

export const config = { name: "recommendation-create-policies", schedule: { interval: 60_000 } }
