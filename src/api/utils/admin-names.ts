import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"

const users = z.array(z.object({ id: z.string(), email: z.string() }))

/** E-mail addresses of admins by id; who left keeps the id. */
export async function adminNames(
  container: MedusaContainer,
  ids: readonly (string | null)[],
): Promise<(id: string | null) => string | null> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  if (known.length === 0) return (id) => id
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "user", fields: ["id", "email"], filters: { id: known } })
  const names = new Map(users.parse(data).map((user) => [user.id, user.email]))
  return (id) => (id === null ? null : (names.get(id) ?? id))
}
