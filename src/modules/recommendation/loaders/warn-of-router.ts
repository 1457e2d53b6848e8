import type { LoaderOptions } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { routerMismatch } from "../router-mismatch"

/** Says once at the start what would otherwise be a page of the dashboard that fails without a reason. */
export default async function warnOfRouter({ container, logger }: LoaderOptions): Promise<void> {
  const words = routerMismatch()
  if (words === null) return
  const target = logger ?? container.resolve(ContainerRegistrationKeys.LOGGER, { allowUnregistered: true })
  target?.warn(`recommendations: ${words}`)
}
