import { z } from "@medusajs/framework/zod"
import { TOKEN_AT_MOST } from "../../types/mail-token"

const token = z
  .string()
  .max(TOKEN_AT_MOST)
  .regex(/^[\w-]+\.[\w-]+$/, "is none that this shop has signed")

/** Query of `GET /recommendation-mail`. */
export const MailQuery = z.strictObject({ token, format: z.enum(["json", "html", "text"]).default("json") })

/** Query of `GET /recommendation-mail/click`. */
export const MailClickQuery = z.strictObject({ token })
